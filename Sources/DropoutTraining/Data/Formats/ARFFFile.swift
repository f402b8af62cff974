/// Reads ARFF, the format of Weka and OpenML: declared attributes, then rows of values separated by commas.
///
/// Nominal and text attributes are words. The class is found as in every table (``Table``): an attribute called
/// `class` or similar, else the last. Sparse rows, such as `{1 3.5, 4 a}`, and relational attributes are refused.
///
/// - SeeAlso: <https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/>
enum ARFFFile {
  /// The examples of a file.
  ///
  /// - Parameter scheme: The columns of the training examples, if the file has test examples.
  static func decode(
    _ bytes: [UInt8], path: String, options: DatasetOptions, like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawExamples {
    for (name, isSet) in [
      ("data.header", options.header != nil), ("data.separator", options.separator != nil),
      ("data.decimal", options.decimal != nil),
    ] where isSet {
      throw .badOption(
        name: name, expected: "nothing, as an ARFF file declares it", found: "a setting for \(path)"
      )
    }
    var lines = Lines(bytes)
    let attributes = try attributes(&lines, path: path)
    guard attributes.count >= 2 else {
      throw .malformed(
        path: path, part: "the header", expected: "two attributes or more, one of them the class",
        found: "\(attributes.count)")
    }
    var table = try Table(
      path: path, names: attributes.map(\.name), columnCount: attributes.count, options: options,
      like: scheme)
    table.limit = ReadingLimit.bytes(forFileOf: bytes.count)
    while let (line, number) = lines.next() {
      guard line.first != UInt8(ascii: "{") else {
        throw .unsupported(
          path: path, part: "line \(number)", found: "a sparse row",
          advice: "save it densely (Weka: filter SparseToNonSparse)")
      }
      var scanner = ARFFScanner(line, path: path, line: number)
      let fields = try scanner.fields()
      try check(fields, attributes, path: path)
      try table.append(fields)
    }
    return try table.examples()
  }

  private struct Attribute {
    let name: String
    /// The values of a nominal attribute.
    let values: Set<String>?
  }

  /// The declarations up to `@data`.
  private static func attributes(
    _ lines: inout Lines, path: String
  ) throws(DatasetError) -> [Attribute] {
    var attributes: [Attribute] = []
    var names: Set<String> = []
    while let (line, number) = lines.next() {
      var scanner = ARFFScanner(line, path: path, line: number)
      switch scanner.keyword() {
      case "@relation": continue
      case "@data": return attributes
      case "@attribute":
        let name = try scanner.word()
        guard !name.isEmpty, names.insert(name).inserted else {
          throw scanner.badField("a name that no earlier attribute has", name)
        }
        attributes.append(Attribute(name: name, values: try values(&scanner)))
      case let other:
        throw scanner.badField("@attribute or @data", other)
      }
    }
    throw .malformed(path: path, part: "the header", expected: "@data", found: "the file's end")
  }

  /// The values of a nominal attribute; nil for numbers, text and dates.
  private static func values(_ scanner: inout ARFFScanner) throws(DatasetError) -> Set<String>? {
    if scanner.skip("{") { return Set(try scanner.words(until: "}")) }
    let type = try scanner.word()
    let known = ["numeric", "real", "integer", "string", "date"]
    guard known.contains(type.lowercased()) else {
      throw scanner.badField("an attribute of numbers, text or {values}", type)
    }
    return nil
  }

  /// Refuses values that their attribute does not declare.
  private static func check(
    _ fields: [TableField], _ attributes: [Attribute], path: String
  ) throws(DatasetError) {
    for (column, (field, attribute)) in zip(fields, attributes).enumerated() {
      guard let values = attribute.values, let text = field.text, text != "?",
        !values.contains(text)
      else { continue }
      throw .badField(
        path: path, line: field.line, column: column + 1,
        expected: "a value that \(DatasetError.quoted(attribute.name)) declares", found: text)
    }
  }

  /// The lines with content, without comments, with their numbers from 1.
  private struct Lines {
    private let bytes: [UInt8]
    private var offset: Int
    private var number = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      offset = bytes.withoutByteOrderMark.startIndex
    }

    mutating func next() -> (ArraySlice<UInt8>, Int)? {
      while offset < bytes.count {
        let end = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        let line = bytes[offset..<end].drop { $0 == 0x20 || $0 == 0x09 }
        number += 1
        offset = end + 1
        // CR LF is one end of line.
        if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { offset += 1 }
        if let first = line.first, first != UInt8(ascii: "%") { return (line, number) }
      }
      return nil
    }
  }
}
