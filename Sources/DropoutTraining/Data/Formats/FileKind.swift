/// The kind of a file, recognised by its content; the name decides only if the content does not.
///
/// This is the only place that recognises formats: binary ones by their first bytes, text by its first lines.
enum FileKind: Hashable {
  /// A format that is read.
  case gzip, zip, npy, mat, idx, arff, libsvm, table
  /// A format that is recognised but cannot be read.
  case foreign(ForeignFormat)

  /// The number of bytes from a file's start that are enough to recognise its kind.
  static let sampleCount = 4_096

  /// The kind of a file that begins with `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: The file's content, or its first ``sampleCount`` bytes.
  ///   - name: The file's name. If the content is not recognised, the ending `.npz`, `.npy` or `.mat` decides, so that
  ///     the error about a damaged file names the right format.
  init(_ bytes: [UInt8], name: String) {
    let sample = Array(bytes.prefix(Self.sampleCount))
    if let kind = Self.signed(sample) ?? Self.marked(sample) ?? Self.named(name) {
      self = kind
    } else if Self.isBinary(sample) {
      self = .foreign(.unknown)
    } else {
      self = .ofText(sample)
    }
  }

  /// Refuses content that is recognised as another format than the one asked for.
  static func refuseForeign(_ bytes: [UInt8], path: String) throws(DatasetError) {
    let sample = Array(bytes.prefix(sampleCount))
    if case .foreign(let format) = signed(sample) ?? marked(sample) {
      throw .foreign(path: path, format: format)
    }
  }

  /// Bytes at a distance from the start that identify a format.
  private static let signatures: [(offset: Int, bytes: [UInt8], kind: FileKind)] = [
    (0, [0x1F, 0x8B], .gzip), (0, ZipArchive.magic, .zip), (0, ZipArchive.endMagic, .zip),
    (0, NPYFile.magic, .npy), (0, Array("MATLAB 7.3".utf8), .foreign(.matlab73)),
    (124, [0, 1, 0x49, 0x4D], .mat), (124, [1, 0, 0x4D, 0x49], .mat),
    (0, Array("MATLAB 5.0".utf8), .mat), (0, [0x89, 0x48, 0x44, 0x46], .foreign(.hdf5)),
    (0, Array("PAR1".utf8), .foreign(.parquet)), (0, Array("ARROW1".utf8), .foreign(.arrow)),
    (0, Array("FEA1".utf8), .foreign(.arrow)), (0, Array("RDX2\n".utf8), .foreign(.rData)),
    (0, Array("RDX3\n".utf8), .foreign(.rData)), (0, [0x58, 0x0A, 0, 0, 0], .foreign(.rData)),
    (0, Array("SQLite format 3\0".utf8), .foreign(.sqlite)),
    (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .foreign(.xz)),
    (4, Array("1AY&SY".utf8), .foreign(.bzip2)),
    (0, [0x28, 0xB5, 0x2F, 0xFD], .foreign(.zstandard)),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .foreign(.sevenZip)),
    (0, Array("Rar!".utf8), .foreign(.rar)), (257, Array("ustar".utf8), .foreign(.tar)),
    (0, [0xD0, 0xCF, 0x11, 0xE0], .foreign(.oldOffice)),
    (0, [0x89, 0x50, 0x4E, 0x47], .foreign(.png)), (0, [0xFF, 0xD8, 0xFF], .foreign(.jpeg)),
    (0, [0xFF, 0xFE], .foreign(.utf16)), (0, [0xFE, 0xFF], .foreign(.utf16)),
    (8, Array("{\"".utf8), .foreign(.safetensors)),
  ]

  /// The kind whose signature the sample has; nil if it has none.
  private static func signed(_ sample: [UInt8]) -> FileKind? {
    for (offset, bytes, kind) in signatures where sample.dropFirst(offset).starts(with: bytes) {
      if isText(sample, behind: offset + bytes.count, kind) { continue }
      return kind
    }
    if isIDX(sample) { return .idx }
    if isPickle(sample) { return .foreign(.pickle) }
    return isMATLAB4(sample) ? .foreign(.matlab4) : nil
  }

  /// Whether a table can begin like this, for example with a column called PAR1.
  private static func isText(_ sample: [UInt8], behind place: Int, _ kind: FileKind) -> Bool {
    switch kind {
    case .foreign(.safetensors): sample[4..<8] != [0, 0, 0, 0]
    case .foreign(.parquet), .foreign(.arrow):
      !(sample.dropFirst(place).first.map(isControl) ?? false)
    default: false
    }
  }

  /// Two zero bytes, an element type, 1 to 8 axes.
  private static func isIDX(_ sample: [UInt8]) -> Bool {
    sample.count >= 4 && sample[0] == 0 && sample[1] == 0 && (8...14).contains(sample[2])
      && (1...8).contains(sample[3])
  }

  /// A protocol mark and a first operation (protocols 2 to 5), or protocol 0's text.
  private static func isPickle(_ sample: [UInt8]) -> Bool {
    if sample.count > 2, sample[0] == 0x80, (2...5).contains(sample[1]) {
      return "\u{95}c}](KXUG)".unicodeScalars.contains { UInt8($0.value) == sample[2] }
    }
    return ["(dp0\n", "(lp0\n", "cnumpy", "ccopy_reg"].contains { sample.starts(with: $0.utf8) }
  }

  /// Five numbers: type, rows, columns, 0 or 1, and the length of a name that ends with a zero byte.
  private static func isMATLAB4(_ sample: [UInt8]) -> Bool {
    guard sample.count > 20 else { return false }
    let numbers = values(of: Array(sample[..<20]), as: UInt32.self)
    let nameEnd = 20 + Int(numbers[4])
    guard numbers[0] <= 4_052, numbers[0] / 100 % 10 == 0, numbers[1] > 0, numbers[2] > 0,
      numbers[3] <= 1, (2...64).contains(numbers[4]), nameEnd <= sample.count
    else { return false }
    return sample[nameEnd - 1] == 0
      && sample[20..<(nameEnd - 1)].allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// The kind that the first words of a text identify; nil if they do not.
  private static func marked(_ sample: [UInt8]) -> FileKind? {
    if isUTF16(sample) { return .foreign(.utf16) }
    let start = sample.withoutByteOrderMark.drop { $0 <= 0x20 }
    func begins(_ words: String...) -> Bool {
      let lowered = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
      return words.contains { lowered.hasPrefix($0) }
    }
    if begins("version https://git-lfs") { return .foreign(.gitLFSPointer) }
    if begins("<!doctype", "<html", "<?xml", "<head", "<body") { return .foreign(.html) }
    if begins("# created by octave") { return .foreign(.octaveText) }
    let next = start.dropFirst().first { $0 > 0x20 }
    switch start.first {
    case UInt8(ascii: "{"): return next == UInt8(ascii: "\"") ? .foreign(.json) : nil
    case UInt8(ascii: "["):
      return "[{\"-0123456789".utf8.contains(next ?? 0) ? .foreign(.json) : nil
    default: return nil
    }
  }

  /// Whether every second byte is zero, as in UTF-16 text of a European language.
  private static func isUTF16(_ sample: [UInt8]) -> Bool {
    guard sample.count >= 8 else { return false }
    var zeros = [0, 0]
    for (place, byte) in sample.enumerated() where byte == 0 { zeros[place % 2] += 1 }
    let half = sample.count / 2
    return zeros.max() ?? 0 > half * 4 / 5 && zeros.min() ?? 0 < half / 50 + 1
      && sample.allSatisfy { $0 == 0 || $0 >= 0x20 || (9...13).contains($0) }
  }

  /// Whether the bytes cannot be text: more than one in ten, and more than three, are control characters.
  private static func isBinary(_ sample: [UInt8]) -> Bool {
    let controls = sample.count(where: isControl)
    return controls > 3 && controls * 10 > sample.count
  }

  /// Whether this byte never occurs in text: a control character other than blanks and line ends.
  private static func isControl(_ byte: UInt8) -> Bool { byte < 9 || (14..<32).contains(byte) }

  /// The kind that the ending of a file's name stands for.
  private static func named(_ name: String) -> FileKind? {
    switch name.split(separator: ".").last?.lowercased() {
    case "npz": .zip
    case "npy": .npy
    case "mat": .mat
    default: nil
    }
  }
}
