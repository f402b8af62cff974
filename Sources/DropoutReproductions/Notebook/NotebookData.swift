package import DropoutTraining

/// Examples of two classes in Float64, one row per feature as in the notebook.
package struct NotebookExamples: Hashable, Sendable {
  /// A block: one number for each of eight examples.
  package typealias Lanes = SIMD8<Double>

  /// The number of examples, *m*.
  package let count: Int
  /// `[features × blocks]`: the numbers of each feature, eight examples per block, padded with 0.
  package let features: [Lanes]
  /// `[blocks]`: the labels, 0 or 1.
  package let labels: [Lanes]
  /// `[blocks]`: 1 for an example, 0 for the padding of the last block.
  package let presence: [Lanes]

  /// The number of blocks.
  package var blockCount: Int { labels.count }
  /// The number of features of an example.
  package var featureCount: Int { features.count / labels.count }

  /// Examples from a row-major matrix `[count, featureCount]` and its labels.
  package init(rows: [Double], featureCount: Int, labels: [Double]) {
    precondition(rows.count == labels.count * featureCount, "\(rows.count) numbers")
    count = labels.count
    let count = labels.count
    features = (0..<featureCount).flatMap { feature in
      Self.blocks((0..<count).map { rows[$0 * featureCount + feature] })
    }
    self.labels = Self.blocks(labels)
    presence = Self.blocks(labels.map { _ in 1 })
  }

  /// The examples of a data set with two classes.
  package init(_ examples: Examples) {
    self.init(
      rows: examples.features.map { Double($0) }, featureCount: examples.featureCount,
      labels: examples.labels.map { Double($0) })
  }

  /// Numbers in blocks of eight, padded with 0.
  static func blocks(_ numbers: [Double]) -> [Lanes] {
    stride(from: 0, to: numbers.count, by: 8).map { start in
      var block = Lanes()
      for lane in 0..<min(8, numbers.count - start) { block[lane] = numbers[start + lane] }
      return block
    }
  }

  /// The first `count` numbers of blocks.
  static func numbers(_ blocks: some Sequence<Lanes>, count: Int) -> [Double] {
    Array(blocks.flatMap { block in (0..<8).map { block[$0] } }.prefix(count))
  }
}

/// The notebook's data: examples to train on and to test on.
package struct NotebookData: Hashable, Sendable {
  /// Examples to train on.
  package var train: NotebookExamples
  /// Examples to test on.
  package var test: NotebookExamples
}

extension NotebookData {
  /// The examples of a data set with two classes.
  package init(_ dataset: Dataset) {
    precondition(dataset.classCount == 2, "\(dataset.classCount) classes")
    self.init(train: NotebookExamples(dataset.train), test: NotebookExamples(dataset.test))
  }

  /// Reads the course's `data.mat`: `X` and `y` to train on, `Xval` and `yval` to test on.
  ///
  /// - Throws: ``DatasetError``.
  package init(path: String) throws(DatasetError) {
    let file = try MATFile(path: path)
    self.init(
      train: try Self.examples(file, features: "X", labels: "y"),
      test: try Self.examples(file, features: "Xval", labels: "yval"))
  }

  private static func examples(
    _ file: MATFile, features: String, labels: String
  ) throws(DatasetError) -> NotebookExamples {
    let (x, y) = (try file.array(named: features), try file.array(named: labels))
    guard x.shape.count == 2, x.shape[1] == 2, x.shape[0] > 0 else {
      throw .malformed(
        path: file.path, part: "variable '\(features)'",
        expected: "two numbers an example, shape [examples, 2]", found: "shape \(x.shape)")
    }
    guard y.count == x.shape[0] else {
      throw .countMismatch(path: file.path, examples: x.shape[0], labels: y.count)
    }
    let (rows, classes) = (x.doubles, y.doubles)
    if let other = rows.first(where: { !$0.isFinite }) {
      throw .malformed(
        path: file.path, part: "variable '\(features)'", expected: "finite numbers",
        found: "\(other)")
    }
    if let other = classes.first(where: { $0 != 0 && $0 != 1 }) {
      throw .malformed(
        path: file.path, part: "variable '\(labels)'", expected: "0 and 1", found: "\(other)")
    }
    return NotebookExamples(rows: rows, featureCount: 2, labels: classes)
  }
}
