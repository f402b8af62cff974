import DropoutStatistics

/// The texts about the notebook's file.
enum NotebookFile {
  static let whence =
    "the file is datasets/data.mat of the week-1 regularisation exercise of deeplearning.ai's "
    + "course Improving Deep Neural Networks"

  static func read(_ context: ReproductionContext, name: String) throws -> NotebookData {
    guard let path = context.dataPath else {
      throw ReproductionError.needsFile(name: name, what: "the course's data.mat", whence: whence)
    }
    return try NotebookData(path: path)
  }

  static func settings(_ data: NotebookData) -> [String] {
    [
      "Network 2-20-3-1: ReLU, ReLU, logistic; cross-entropy; full-batch gradient descent, learning "
        + "rate 0.3, 30,000 iterations; weights N(0, 1)/√fan-in from NumPy's generator, biases 0.",
      "\(data.train.count) training and \(data.test.count) test examples: one test example is "
        + "\(NumberText.fixed(100 / Double(data.test.count), decimals: 2)) points.",
      "Float64, NumPy's MT19937 replayed; sums in another order than NumPy's, so last digits may differ.",
    ]
  }
}
