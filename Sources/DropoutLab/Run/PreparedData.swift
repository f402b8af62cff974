import DropoutStatistics
public import DropoutTraining
private import Foundation

/// Data laid out once for all runs of a plan.
public struct PreparedData: Sendable {
  /// All training examples.
  public let train: ExampleMatrix
  /// All test examples.
  public let test: ExampleMatrix
  /// All validation examples; nil if there are none.
  let validation: ExampleMatrix?
  /// The unit of the targets; nil for classes.
  let target: Dataset.TargetScale?
  /// The training examples for the curve: all, or ``curveExampleCount`` of them.
  let curveTrain: ExampleMatrix
  /// The test examples for the curve: all, or ``curveExampleCount`` of them.
  let curveTest: ExampleMatrix

  /// The largest number of examples of each part that a curve's points are measured on.
  ///
  /// From a larger part this number is drawn at random, by class, with one key for all data and runs.
  public static let curveExampleCount = 2_000

  /// Lays out a data set.
  public init(_ dataset: Dataset) {
    train = ExampleMatrix(dataset.train)
    test = ExampleMatrix(dataset.test)
    target = dataset.target
    validation = dataset.validation.map { ExampleMatrix($0) }
    func sample(_ part: Examples, whole: ExampleMatrix, for use: RandomUse) -> ExampleMatrix {
      let limit = Self.curveExampleCount
      guard part.count > limit else { return whole }
      return ExampleMatrix(part.sample(limit, key: RandomKey(seed: 0).folding(use)))
    }
    curveTrain = sample(dataset.train, whole: train, for: .trainingCurve)
    curveTest = sample(dataset.test, whole: test, for: .testCurve)
  }
}

extension PreparedData {
  /// Which examples the curves of runs on some data are measured on, in a sentence for captions.
  package static func curveDescription(of dataset: Dataset) -> String {
    let parts = [("training", dataset.train.count), ("test", dataset.test.count)]
    let held =
      dataset.validation.map {
        " The best moment is found on \(NumberText.count($0.count)) held-out examples."
      } ?? ""
    guard parts.contains(where: { $0.1 > curveExampleCount }) else {
      return "Curves are measured on all examples, as the tables are.\(held)"
    }
    let shares = parts.map { name, count in
      count > curveExampleCount
        ? "\(NumberText.count(curveExampleCount)) of \(NumberText.count(count)) \(name) examples"
        : "all \(NumberText.count(count)) \(name) examples"
    }
    return "Curves are measured on \(shares.joined(separator: " and ")), drawn by a fixed key; the "
      + "tables are of all examples, so that a curve may end beside the table's number.\(held)"
  }
}
