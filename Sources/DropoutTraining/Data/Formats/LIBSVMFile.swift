/// Reads the text format of LIBSVM and SVMlight: a label, then `index:value` pairs in ascending order. A feature that
/// is left out is 0.
///
/// - SeeAlso: <https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/>
enum LIBSVMFile {
  /// The examples of a file.
  ///
  /// Indices count from 1, or from 0 if one is 0. The highest index gives the number of features.
  ///
  /// - Parameter limit: The largest size of the table in bytes; see ``ReadingLimit``.
  /// - Throws: ``DatasetError``.
  static func decode(
    _ bytes: [UInt8], path: String, limit: Int
  ) throws(DatasetError) -> RawExamples {
    var rows = Rows(path: path)
    var line = 0
    var start = bytes.withoutByteOrderMark.startIndex
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      line += 1
      try rows.append(bytes[start..<end], line: line)
      start = end + 1
    }
    return try rows.examples(limit: limit)
  }

  /// The rows while they are read, with the given numbers only.
  private struct Rows {
    let path: String
    private var labels: [String] = []
    /// Where the numbers of each row end.
    private var ends: [Int] = []
    private var indices: [Int32] = []
    private var numbers: [Float] = []
    private var lowest = Int32.max
    private var highest: Int32 = -1

    init(path: String) { self.path = path }

    /// Adds the row of a line; an empty line or a comment adds nothing.
    mutating func append(_ line: ArraySlice<UInt8>, line number: Int) throws(DatasetError) {
      let content = line.prefix { $0 != UInt8(ascii: "#") }
      let words = content.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      guard let label = words.first else { return }
      guard DecimalNumber.float(label) != nil else {
        throw badField(number, 1, "a number as label, one an example", label)
      }
      labels.append(String(decoding: label, as: UTF8.self))
      var previous: Int32 = -1
      for (place, word) in words.dropFirst().enumerated() {
        let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int32(String(decoding: parts[0], as: UTF8.self)),
          index > previous, let value = DecimalNumber.float(parts[1])
        else {
          throw badField(number, place + 2, "index:value, indices in ascending order", word)
        }
        previous = index
        lowest = min(lowest, index)
        highest = max(highest, index)
        indices.append(index)
        numbers.append(value)
      }
      ends.append(indices.count)
    }

    private func badField(
      _ line: Int, _ column: Int, _ expected: String, _ found: ArraySlice<UInt8>
    ) -> DatasetError {
      .badField(
        path: path, line: line, column: column, expected: expected,
        found: String(decoding: found, as: UTF8.self))
    }

    consuming func examples(limit: Int) throws(DatasetError) -> RawExamples {
      guard highest >= 0 else {
        throw .malformed(
          path: path, part: "the file", expected: "lines of a label and index:value pairs",
          found: "none")
      }
      let first = min(lowest, 1)
      let featureCount = Int(highest - first) + 1
      let (size, overflow) = (labels.count * 4).multipliedReportingOverflow(by: featureCount)
      guard !overflow, size <= limit else {
        throw .tooWide(path: path, rows: labels.count, columns: featureCount, limit: limit)
      }
      var features = [Float](repeating: 0, count: ends.count * featureCount)
      var start = 0
      for (row, end) in ends.enumerated() {
        for place in start..<end {
          features[row * featureCount + Int(indices[place] - first)] = numbers[place]
        }
        start = end
      }
      return RawExamples(
        path: path, featureCount: featureCount, features: Features(features),
        labels: RawLabels(texts: labels), sparseStart: Int(first))
    }
  }

  /// Gives two files the same features; a feature that one of them never mentions is 0 in it.
  ///
  /// - Throws: ``DatasetError/tooWide(path:rows:columns:limit:)`` if that makes them more than four times as
  ///   large together, and more than ``ReadingLimit/allowance``.
  static func align(
    _ train: inout RawExamples, _ test: inout RawExamples
  ) throws(DatasetError) {
    guard let one = train.sparseStart, let other = test.sparseStart else { return }
    let start = min(one, other)
    let end = max(one + train.featureCount, other + test.featureCount)
    let rows = train.labels.count + test.labels.count
    let (size, overflow) = rows.multipliedReportingOverflow(by: 4 * (end - start))
    let limit = ReadingLimit.allowance + 16 * (train.features.count + test.features.count)
    guard !overflow, size <= limit else {
      throw .tooWide(path: test.path, rows: rows, columns: end - start, limit: limit)
    }
    train = widened(train, from: start, to: end)
    test = widened(test, from: start, to: end)
  }

  private static func widened(_ examples: RawExamples, from start: Int, to end: Int) -> RawExamples
  {
    guard let first = examples.sparseStart, examples.featureCount != end - start else {
      return examples
    }
    let (width, shift) = (examples.featureCount, first - start)
    var features: [Float] = []
    features.reserveCapacity(examples.labels.count * (end - start))
    for row in 0..<examples.labels.count {
      features += repeatElement(0, count: shift)
      features += examples.features.numbers(row * width..<(row + 1) * width)
      features += repeatElement(0, count: end - start - shift - width)
    }
    return RawExamples(
      path: examples.path, featureCount: end - start, features: Features(features),
      labels: examples.labels, notes: examples.notes, sparseStart: start)
  }
}
