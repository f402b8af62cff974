/// How an `.npy` array stores words: `U` with four bytes per character, `S` with one; words have a fixed width and
/// are padded with zeros.
struct NPYWordLayout: Hashable {
  private let isWide: Bool
  private let width: Int

  /// The layout from the dtype's name without the byte order, as in `U10`; nil if it is of another kind.
  init?(_ code: Substring) {
    guard let kind = code.first, "US".contains(kind),
      code.dropFirst().utf8.allSatisfy({ (48...57).contains($0) }),
      let width = Int(code.dropFirst()), (1...65_536).contains(width)
    else { return nil }
    isWide = kind == "U"
    self.width = width
  }

  /// The number of bytes per word.
  var byteCount: Int { isWide ? 4 * width : width }

  /// The words, without trailing zeros.
  func words(in bytes: [UInt8], isBigEndian: Bool, path: String) throws(DatasetError) -> [String] {
    try stride(from: 0, to: bytes.count, by: byteCount).map { start throws(DatasetError) in
      let slice = bytes[start..<(start + byteCount)]
      guard let word = isWide ? wide(Array(slice), isBigEndian) : narrow(slice) else {
        throw .malformed(
          path: path, part: "the .npy data", expected: "words",
          found: "characters that do not exist")
      }
      return word
    }
  }

  private func wide(_ bytes: [UInt8], _ isBigEndian: Bool) -> String? {
    var text = String.UnicodeScalarView()
    let units = values(of: bytes, as: UInt32.self).map { isBigEndian ? $0.byteSwapped : $0 }
    let end = units.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    for unit in units[..<end] {
      guard let scalar = Unicode.Scalar(unit) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  private func narrow(_ bytes: ArraySlice<UInt8>) -> String? {
    let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? bytes.startIndex
    return String(validating: bytes[..<end], as: UTF8.self)
  }
}
