/// Words in a `.mat` file: the rows of a text matrix, filled up with blanks, or a cell array of text.
struct MATWords {
  private let lengths: [Int]

  /// - Parameter lengths: The lengths of the axes of the matrix or cell array.
  init(lengths: [Int]) { self.lengths = lengths }

  /// Each row as a word, without trailing blanks.
  func rows(_ reader: inout ByteReader) throws(DatasetError) -> MATVariable.Content {
    let element = try MATElement(&reader)
    guard lengths.count == 2, let units = units(element, of: reader) else { return .other("text") }
    let (rows, width) = (lengths[0], lengths[1])
    guard rows > 0, rows.multipliedReportingOverflow(by: width) == (units.count, false) else {
      return .other("text")
    }
    return .words(
      (0..<rows).map { row in
        let word = (0..<width).map { units[row + $0 * rows] }
        let end = word.lastIndex { $0 != 0x20 && $0 != 0 }.map { $0 + 1 } ?? 0
        return String(decoding: word[..<end], as: UTF16.self)
      })
  }

  /// Each cell as a word, if all hold one.
  func cells(
    _ reader: inout ByteReader, limit: inout Int
  ) throws(DatasetError) -> MATVariable.Content {
    var words: [String] = []
    while reader.remaining > 0 {
      let element = try MATElement(&reader)
      guard element.code == MATElement.matrix, !element.range.isEmpty else {
        return .other("a cell array")
      }
      let cell = try MATVariable(matrix: element.range, of: reader, limit: &limit, isCell: true)
      guard case .words(let word) = cell.content, word.count == 1 else {
        return .other("a cell array")
      }
      words.append(word[0])
    }
    return words.isEmpty ? .other("a cell array") : .words(words)
  }

  /// The characters as UTF-16; nil if their encoding does not allow finding the rows.
  private func units(_ element: MATElement, of reader: ByteReader) -> [UInt16]? {
    let bytes = Array(reader.bytes[element.range])
    switch element.code {
    case 1, 2: return bytes.map { UInt16($0) }
    case 4, 17:
      let stored = reader.isBigEndian ? reversingElements(of: bytes, byteCount: 2) : bytes
      return values(of: stored, as: UInt16.self)
    case 16: return String(validating: bytes, as: UTF8.self).map { Array($0.utf16) }
    default: return nil
    }
  }
}
