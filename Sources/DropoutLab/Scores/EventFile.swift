import DropoutTraining

/// Reads the scalars of TensorBoard's event files.
///
/// A file is a row of records: the length (8 bytes), its masked CRC-32C, an `Event` message, its masked CRC-32C; all
/// numbers begin with the lowest byte. Of the message the step and the scalars are taken: `simple_value`, or a tensor
/// of one `float` or `double`, as TensorFlow 2 writes them.
///
/// - SeeAlso: TensorFlow, `record_writer.cc`, `event.proto`, `summary.proto`, `tensor.proto`.
enum EventFile {
  /// A scalar of an event.
  struct Scalar: Equatable {
    /// What it is called.
    let tag: String
    /// The step.
    let step: Int64
    /// The value. A `float` is taken as the shortest decimal that it stands for: 0.9, not 0.8999999761581421.
    let value: Double
  }

  /// The least number of bytes around the message of a record.
  private static let frame = 16

  /// Whether bytes begin as an event file does: with a record whose length has its checksum.
  static func isEventFile(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 12 && CRC32C.masked(bytes[..<8]) == number(bytes[8..<12])
  }

  /// The scalars of a file, in its order.
  ///
  /// - Parameter isGrowing: Whether a last record that is cut short is left out, as it is being written.
  /// - Throws: ``ScoreError`` if a record is damaged, or the last one cut short.
  static func scalars(
    _ bytes: [UInt8], path: String, isGrowing: Bool
  ) throws(ScoreError) -> [Scalar] {
    var found: [Scalar] = []
    var offset = 0
    while offset < bytes.count {
      let rest = bytes.count - offset
      guard rest >= 12 else {
        if isGrowing { return found }
        throw .cutShort(path: path, offset: offset)
      }
      let head = bytes[offset..<offset + 8]
      guard CRC32C.masked(head) == number(bytes[offset + 8..<offset + 12]) else {
        throw .damagedRecord(
          path: path, offset: offset, reason: "the checksum of a record's length is wrong")
      }
      let length = number64(head)
      guard length <= UInt64(max(0, rest - frame)) else {
        if isGrowing { return found }
        throw .cutShort(path: path, offset: offset)
      }
      let start = offset + 12
      let end = start + Int(length)
      guard CRC32C.masked(bytes[start..<end]) == number(bytes[end..<end + 4]) else {
        throw .damagedRecord(
          path: path, offset: offset, reason: "the checksum of a record is wrong")
      }
      guard let event = WireMessage(bytes[start..<end]), let scalars = scalars(of: event) else {
        throw .damagedRecord(path: path, offset: offset, reason: "a record is not an event")
      }
      found += scalars
      offset = end + 4
    }
    return found
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func number64(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// `Event`: 2 step, 5 summary; `Summary`: 1 value. Nil if a message in it is damaged.
  private static func scalars(of event: WireMessage) -> [Scalar]? {
    let step = Int64(bitPattern: event.integer(2) ?? 0)
    guard let summaryBytes = event.bytes(5) else { return [] }
    guard let summary = WireMessage(summaryBytes) else { return nil }
    var found: [Scalar] = []
    for value in summary.all(1) {
      guard case .bytes(let bytes) = value, let message = WireMessage(bytes) else { return nil }
      guard let tag = message.bytes(1) else { continue }
      if let score = score(of: message) {
        found.append(Scalar(tag: String(decoding: tag, as: UTF8.self), step: step, value: score))
      }
    }
    return found
  }

  /// `Summary.Value`: 2 simple_value, 8 tensor. Nil if it is not a scalar.
  private static func score(of value: WireMessage) -> Double? {
    if case .fixed32(let bits)? = value.all(2).last { return decimal(Float(bitPattern: bits)) }
    guard let bytes = value.bytes(8), let tensor = WireMessage(bytes) else { return nil }
    return score(ofTensor: tensor)
  }

  /// `TensorProto`: 1 dtype (1 float, 2 double), 4 tensor_content, 5 float_val, 6 double_val.
  private static func score(ofTensor tensor: WireMessage) -> Double? {
    func content(_ field: UInt64, count: Int) -> ArraySlice<UInt8>? {
      tensor.all(field).count == 1
        ? tensor.bytes(field).flatMap { $0.count == count ? $0 : nil } : nil
    }
    switch tensor.integer(1) {
    case 1:
      if case .fixed32(let bits)? = tensor.all(5).first, tensor.all(5).count == 1 {
        return decimal(Float(bitPattern: bits))
      }
      return (content(4, count: 4) ?? content(5, count: 4)).map {
        decimal(Float(bitPattern: number($0)))
      }
    case 2:
      if case .fixed64(let bits)? = tensor.all(6).first, tensor.all(6).count == 1 {
        return Double(bitPattern: bits)
      }
      return (content(4, count: 8) ?? content(6, count: 8)).map {
        Double(bitPattern: number64($0))
      }
    default: return nil
    }
  }

  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

/// The event files below a folder, or one event file.
enum EventRuns {
  /// Whether a file's name is that of an event file.
  static func isEventFile(_ name: String) -> Bool { name.contains(".tfevents.") }

  /// The scores of all runs: each folder with event files is a run, called by its path below `path`.
  ///
  /// - Throws: ``ScoreError`` or ``DatasetError`` if a file cannot be read, or a run's name is not clear.
  static func reading(_ path: String, options: ScoreReadingOptions) throws -> ScoreReading {
    let root = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
    var files: [(run: String, path: String)] = []
    if DataFile.isDirectory(root) {
      collect(root, run: "", into: &files)
    } else {
      files = [(run: parent(of: root), path: root)]
    }
    guard !files.isEmpty else {
      throw ScoreError.noEvents(path: path, what: "there is no event file in this folder")
    }
    var rows: [ScoreRow] = []
    for file in files {
      let bytes = try DataFile.read(file.path, expected: "an event file")
      let scalars = try EventFile.scalars(bytes, path: file.path, isGrowing: options.isGrowing)
      rows += scalars.map {
        ScoreRow(
          dataset: nil, arm: file.run, seed: nil, metric: $0.tag, step: Double($0.step),
          value: $0.value, place: ScoreRow.Place(path: file.path, line: nil))
      }
    }
    guard !rows.isEmpty else {
      throw ScoreError.noEvents(path: path, what: "there is no scalar in its event files")
    }
    let runs = Set(files.map(\.run)).count
    return try ScoreReading(
      rows: rows,
      summary: "TensorBoard event files, \(runs) \(runs == 1 ? "run" : "runs")"
    ).namingRuns(path: path, options: options)
  }

  private static func collect(
    _ folder: String, run: String, into files: inout [(run: String, path: String)]
  ) {
    for name in DataFile.names(in: folder) {
      let path = "\(folder)/\(name)"
      if DataFile.isDirectory(path) {
        collect(path, run: run.isEmpty ? name : "\(run)/\(name)", into: &files)
      } else if isEventFile(name) {
        files.append((run: run.isEmpty ? last(folder) : run, path: path))
      }
    }
  }

  private static func last(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func parent(of path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : path
  }
}
