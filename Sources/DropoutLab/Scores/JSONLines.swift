import DropoutTraining

/// Reads JSON lines, one object a line, as a table: a column for each name, objects in objects joined by points.
///
/// Numbers stay as they are written; `NaN` and `Infinity`, which Python writes, are numbers, too.
struct JSONLines {
  private let text: [UInt8]
  private let path: String
  private let line: Int
  private var offset = 0
  private var fields: [(name: String, value: String)] = []

  /// The table of a file.
  ///
  /// - Parameter isGrowing: Whether a last line without its end is left out.
  /// - Throws: ``ScoreError`` if a line is not an object of numbers, texts and objects.
  static func table(
    _ bytes: [UInt8], path: String, isGrowing: Bool
  ) throws(ScoreError) -> NamedTable {
    var lines = bytes.withoutMark.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isOpen = lines.last?.isEmpty == false
    if isGrowing, isOpen { lines.removeLast() }
    var objects: [(line: Int, fields: [(name: String, value: String)])] = []
    for (index, line) in lines.enumerated()
    where line.contains(where: { $0 > 0x20 }) {
      var reader = JSONLines(Array(line), path: path, line: index + 1)
      objects.append((index + 1, try reader.read()))
    }
    var names: [String] = []
    var places: [String: Int] = [:]
    for name in objects.lazy.flatMap({ $0.fields.map { $0.name } }) where places[name] == nil {
      places[name] = names.count
      names.append(name)
    }
    guard !names.isEmpty else { throw .noRows(path: path) }
    let rows = objects.map { object in
      var row = [String](repeating: "", count: names.count)
      for field in object.fields { row[places[field.name] ?? 0] = field.value }
      return NamedTable.Row(line: object.line, fields: row)
    }
    return NamedTable(
      names: names, rows: rows,
      notes: isGrowing && isOpen ? ["the last line, not ended yet, left out"] : [])
  }

  private init(_ text: [UInt8], path: String, line: Int) {
    (self.text, self.path, self.line) = (text, path, line)
  }

  private mutating func read() throws(ScoreError) -> [(name: String, value: String)] {
    try object(prefix: "", depth: 0)
    passSpaces()
    guard offset == text.count else { throw fault("something follows the object") }
    return fields
  }

  private func fault(_ reason: String) -> ScoreError {
    .badJSON(path: path, line: line, reason: reason)
  }

  private mutating func passSpaces() {
    while offset < text.count, text[offset] <= 0x20 { offset += 1 }
  }

  /// Whether the next sign is this one, which is then passed.
  private mutating func passes(_ sign: Unicode.Scalar) -> Bool {
    passSpaces()
    guard offset < text.count, text[offset] == UInt8(ascii: sign) else { return false }
    offset += 1
    return true
  }

  private mutating func object(prefix: String, depth: Int) throws(ScoreError) {
    guard depth < 32 else { throw fault("objects are nested too deeply") }
    guard passes("{") else { throw fault("there is no {") }
    if passes("}") { return }
    repeat {
      let name = prefix + (try string())
      guard passes(":") else { throw fault("there is no : after \"\(name)\"") }
      passSpaces()
      switch offset < text.count ? text[offset] : 0 {
      case UInt8(ascii: "{"): try object(prefix: name + ".", depth: depth + 1)
      case UInt8(ascii: "\""):
        let value = try string()
        try add(name, value)
      case UInt8(ascii: "["):
        try passArray()
        try add(name, "[…]")
      default:
        let word = word()
        switch word {
        case "null": try add(name, "")
        case "true", "false": try add(name, word)
        default:
          guard ScoreNumber.value(word) != nil else {
            throw fault("the value of \"\(name)\" is not a number, a text or an object")
          }
          try add(name, word)
        }
      }
    } while passes(",")
    guard passes("}") else { throw fault("there is no } at its end") }
  }

  private mutating func add(_ name: String, _ value: String) throws(ScoreError) {
    guard !fields.contains(where: { $0.name == name }) else {
      throw fault("\"\(name)\" is there twice")
    }
    fields.append((name, value))
  }

  private mutating func word() -> String {
    let start = offset
    while offset < text.count, text[offset] > 0x20, !",}]".utf8.contains(text[offset]) {
      offset += 1
    }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  /// Passes a list, whose values no score can be taken from.
  private mutating func passArray() throws(ScoreError) {
    var depth = 0
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""):
        _ = try string()
        continue
      default: break
      }
      offset += 1
      if depth == 0 { return }
    }
    throw fault("a list has no end")
  }

  private mutating func string() throws(ScoreError) -> String {
    guard passes("\"") else { throw fault("a name or a text has no quotes") }
    var units: [UInt8] = []
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: units, as: UTF8.self) else {
          throw fault("a text is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &units)
      default: units.append(byte)
      }
    }
    throw fault("a text has no closing quotes")
  }

  private mutating func escape(into units: inout [UInt8]) throws(ScoreError) {
    let letter = offset < text.count ? text[offset] : 0
    offset += 1
    switch letter {
    case UInt8(ascii: "n"): units.append(0x0A)
    case UInt8(ascii: "t"): units.append(0x09)
    case UInt8(ascii: "r"): units.append(0x0D)
    case UInt8(ascii: "b"): units.append(0x08)
    case UInt8(ascii: "f"): units.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(letter)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      // A character beyond the first plane is written as two halves.
      if (0xD800..<0xDC00).contains(code), text[offset...].starts(with: Array("\\u".utf8)) {
        offset += 2
        let low = try hexadecimal()
        code = 0x10000 + (code - 0xD800) << 10 + low &- 0xDC00
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half a character in a text") }
      units += String(scalar).utf8
    default: throw fault("an unknown escape in a text")
    }
  }

  private mutating func hexadecimal() throws(ScoreError) -> UInt32 {
    guard offset + 4 <= text.count,
      let code = UInt32(String(decoding: text[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw fault("\\u without four digits") }
    offset += 4
    return code
  }
}

extension [UInt8] {
  /// The bytes without the mark with which some programs begin UTF-8.
  fileprivate var withoutMark: ArraySlice<UInt8> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? self[3...] : self[...]
  }
}
