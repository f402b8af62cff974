import DropoutStatistics

/// Trainings under one frozen mask: one as it is, and many from weights whose last bits differ.
struct RoundingStudy {
  let one: Thread49593Reproduction.RoundingCase
  /// The training without noise; nil if the time was over before it finished.
  let plain: NotebookTraining.Outcome?
  let repeats: [NotebookTraining.Outcome]

  private var tests: [Double] { repeats.map(\.testAccuracy) }

  /// The number of repeats with exactly the printed pair of accuracies.
  private var pairCount: Int {
    repeats.count {
      abs($0.trainAccuracy - one.published.train) < 1e-9
        && abs($0.testAccuracy - one.published.test) < 1e-9
    }
  }

  var spread: String {
    guard let low = tests.min(), let high = tests.max() else { return "" }
    return low == high
      ? "always \(NumberText.percent(low))"
      : "\(NumberText.percent(low)) to \(NumberText.percent(high)), "
        + "\(Set(tests).count) different values"
  }

  func finding(isCourseFile: Bool) -> String? {
    guard let low = tests.min(), let high = tests.max() else { return nil }
    var text =
      low == high
      ? "\(one.name): all \(tests.count) repeats have the same test accuracy, "
        + "\(NumberText.percent(low)) %: rounding does not move it."
      : "\(one.name): with noise of 10⁻¹⁵ on the initial weights test accuracy runs from "
        + "\(NumberText.percent(low)) to \(NumberText.percent(high)) % over \(tests.count) repeats: "
        + "rounding alone decides it."
    if isCourseFile {
      text +=
        " The pair printed in thread \(one.published.thread) (train "
        + "\(NumberText.fixed(one.published.train, decimals: 3)), test "
        + "\(NumberText.fixed(one.published.test, decimals: 3))) turns up in "
        + "\(pairCount) of \(repeats.count)."
    }
    return text
  }

  /// The printed numbers beside those of the training without noise.
  func digitRows(isCourseFile: Bool) -> [ReproductionTable.Row] {
    guard let plain else { return [] }
    let printed = PublishedNotebook(
      name: one.name, training: one.training(repeat: nil), costs: one.published.costs,
      accuracies: one.published.costs.isEmpty
        ? [] : ["\(one.published.train)", "\(one.published.test)"])
    return DigitTable(isCourseFile: isCourseFile).rows(printed, plain)
  }
}
