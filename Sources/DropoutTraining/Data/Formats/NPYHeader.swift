/// The header of an `.npy` file, a Python dictionary.
struct NPYHeader: Hashable {
  /// The type of the elements: numbers, or words of fixed width.
  enum Element: Hashable {
    case number(NumericArray.ElementType)
    case word(NPYWordLayout)
  }

  let element: Element
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let shape: [Int]

  private static let codes: [(code: String, type: NumericArray.ElementType)] = [
    ("b1", .bool), ("u1", .uint8), ("i1", .int8), ("u2", .uint16), ("i2", .int16), ("u4", .uint32),
    ("i4", .int32), ("u8", .uint64), ("i8", .int64), ("f2", .float16), ("f4", .float32),
    ("f8", .float64),
  ]
  private static let rankLimit = 32

  /// NumPy's name for an element type, little-endian.
  static func descr(of type: NumericArray.ElementType) -> String {
    guard let code = codes.first(where: { $0.type == type })?.code else {
      preconditionFailure("\(type) has no code")
    }
    return (type.byteCount == 1 ? "|" : "<") + code
  }

  /// Reads a dictionary that has exactly the keys `descr`, `fortran_order` and `shape`.
  init(parsing text: String, path: String) throws(DatasetError) {
    var scanner = LiteralScanner(text: Array(text.unicodeScalars), path: path)
    var descr: String?
    var order: Bool?
    var shape: [Int]?
    try scanner.expect("{")
    while !scanner.skip("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr" where descr == nil: descr = try scanner.descr()
      case "fortran_order" where order == nil: order = try scanner.truth()
      case "shape" where shape == nil: shape = try scanner.tuple(limit: Self.rankLimit)
      default: throw scanner.malformed("the keys descr, fortran_order, shape, each once", key)
      }
      if !scanner.skip(",") {
        try scanner.expect("}")
        break
      }
    }
    try scanner.expectEnd()
    guard let descr else { throw scanner.malformed("the key descr", "none") }
    guard let order else { throw scanner.malformed("the key fortran_order", "none") }
    guard let shape else { throw scanner.malformed("the key shape", "none") }
    element = try Self.element(descr, path: path)
    isBigEndian = descr.first == ">"
    isFortranOrder = order
    self.shape = shape
  }

  /// The size of the elements in bytes; nil if the product overflows.
  var byteCount: Int? {
    switch element {
    case .number(let type): return NumericArray.byteCount(shape: shape, elementType: type)
    case .word(let layout):
      guard let count = NumericArray.byteCount(shape: shape, elementType: .uint8) else {
        return nil
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: layout.byteCount)
      return overflow ? nil : product
    }
  }

  /// The type of elements that a dtype's name stands for.
  private static func element(_ descr: String, path: String) throws(DatasetError) -> Element {
    let order = descr.first.map { "<>=|".contains($0) } ?? false
    if order, let known = codes.first(where: { descr.dropFirst() == $0.code }),
      descr.first != "|" || known.type.byteCount == 1
    {
      return .number(known.type)
    }
    if order, let layout = NPYWordLayout(descr.dropFirst()) { return .word(layout) }
    let isObjects = descr.dropFirst() == "O"
    throw .unsupported(
      path: path, part: "the .npy header",
      found: isObjects
        ? "an array of Python objects (a pickle)" : "dtype \(DatasetError.quoted(descr))",
      advice: isObjects
        ? "save numbers, X.astype('f4'), and for words as labels numpy.unique(y, return_inverse=True)[1]"
        : "convert it with .astype to a plain number type such as '<f4' or '|u1'")
  }
}

/// Reads the few Python literals that occur in an `.npy` header.
private struct LiteralScanner {
  let text: [Unicode.Scalar]
  let path: String
  var offset = 0

  private mutating func next() -> Unicode.Scalar? {
    while offset < text.count, text[offset] == " " || text[offset] == "\n" { offset += 1 }
    return offset < text.count ? text[offset] : nil
  }

  /// Passes `symbol` if it comes next.
  mutating func skip(_ symbol: Unicode.Scalar) -> Bool {
    guard next() == symbol else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ symbol: Unicode.Scalar) throws(DatasetError) {
    guard skip(symbol) else { throw malformed("'\(symbol)'", rest) }
  }

  mutating func expectEnd() throws(DatasetError) {
    guard next() == nil else { throw malformed("nothing after the dictionary", rest) }
  }

  mutating func string() throws(DatasetError) -> String {
    guard let quote = next(), quote == "'" || quote == "\"" else {
      throw malformed("a quoted key", rest)
    }
    offset += 1
    var value = String.UnicodeScalarView()
    while offset < text.count, text[offset] != quote {
      value.append(text[offset])
      offset += 1
    }
    guard offset < text.count else { throw malformed("a closing quote", rest) }
    offset += 1
    return String(value)
  }

  /// The name of a simple dtype; a list, which stands for a structured type, is refused.
  mutating func descr() throws(DatasetError) -> String {
    if next() == "[" {
      throw .unsupported(
        path: path, part: "the .npy header", found: "a structured dtype",
        advice: "save each field as an array of its own")
    }
    return try string()
  }

  mutating func truth() throws(DatasetError) -> Bool {
    let found = word()
    switch found {
    case "True": return true
    case "False": return false
    default: throw malformed("True or False for fortran_order", found)
    }
  }

  mutating func tuple(limit: Int) throws(DatasetError) -> [Int] {
    try expect("(")
    var lengths: [Int] = []
    while !skip(")") {
      let found = word()
      guard let length = Int(found), length >= 0, found.first != "+" else {
        throw malformed("lengths of 0 to 2⁶³ in shape", found)
      }
      lengths.append(length)
      guard lengths.count <= limit else { throw malformed("at most \(limit) axes", "more") }
      if !skip(",") {
        try expect(")")
        break
      }
    }
    return lengths
  }

  /// Letters, digits and signs up to anything else.
  private mutating func word() -> String {
    guard next() != nil else { return "" }
    var value = String.UnicodeScalarView()
    while offset < text.count, !" ,:(){}[]\n".unicodeScalars.contains(text[offset]) {
      value.append(text[offset])
      offset += 1
    }
    return String(value)
  }

  private var rest: String {
    offset < text.count
      ? String(String.UnicodeScalarView(text[offset...].prefix(20))) : "the header's end"
  }

  func malformed(_ expected: String, _ found: String) -> DatasetError {
    .malformed(
      path: path, part: "the .npy header", expected: expected, found: DatasetError.quoted(found))
  }
}
