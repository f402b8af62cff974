/// The content of an array file: numbers, or words, which are allowed for labels only.
enum ArrayValues: Sendable {
  case numbers(NumericArray)
  /// Words in row-major order, and the array's shape.
  case words([String], shape: [Int])

  /// Length of each axis.
  var shape: [Int] {
    switch self {
    case .numbers(let array): array.shape
    case .words(_, let shape): shape
    }
  }

  /// The numbers.
  ///
  /// - Throws: ``DatasetError/unsupported(path:part:found:advice:)`` if they are words.
  func numbers(path: String, part: String) throws(DatasetError) -> NumericArray {
    guard case .numbers(let array) = self else {
      throw .unsupported(
        path: path, part: part, found: "text",
        advice:
          "only labels may be words; save numbers, or a CSV file, in which words become columns")
    }
    return array
  }
}
