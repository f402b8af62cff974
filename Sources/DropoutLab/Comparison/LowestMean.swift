import DropoutStatistics
import DropoutTraining

/// A step at which an arm's mean test error was clearly lower than at the end of training: a description,
/// not a verdict, since the step was chosen by its result.
package struct LowestMean: Codable, Hashable, Sendable {
  /// The arm.
  package var arm: Arm
  /// The number of steps after which its mean test error was lowest.
  package var step: Int
  /// The mean test error at that step, over the arm's runs.
  package var testError: Double
  /// The mean test error of the same examples at the end of training.
  package var testErrorAtEnd: Double

  private enum CodingKeys: String, CodingKey {
    case arm = "policy"
    case step, testError, testErrorAtEnd
  }
}

extension LowestMean {
  /// The lowest point of an arm's mean curve; nil if it is not clearly below the end.
  ///
  /// It is clearly below if the interval (``MeanInterval``) of the paired difference between the end and that
  /// step lies above 0, at level .05 divided by the number of earlier steps on the curve.
  init?(_ summary: ArmSummary) {
    let curves = summary.runs.map { run in run.curve.filter { $0.step > 0 } }
    guard let steps = curves.first?.map(\.step), steps.count > 1,
      curves.allSatisfy({ $0.map(\.step) == steps }),
      curves.allSatisfy({ $0.allSatisfy { $0.testError.isFinite } })
    else { return nil }
    let means = steps.indices.map { index in
      Descriptive.mean(curves.map { $0[index].testError })
    }
    let (last, lowest) = (means.count - 1, means.indices.min { means[$0] < means[$1] } ?? 0)
    guard lowest < last else { return nil }
    let differences = PairedDifferences(
      curves.map { $0[last].testError }, curves.map { $0[lowest].testError })
    let isClear = MeanInterval(differences, confidence: 1 - Verdict.level / Double(last)).map {
      $0.interval.low > 0
    }
    guard isClear == true else { return nil }
    self.init(
      arm: summary.arm, step: steps[lowest], testError: means[lowest],
      testErrorAtEnd: means[last])
  }
}

extension ComparisonResults {
  /// The lowest points of arms whose mean was clearly lower before the end of training, the lowest first.
  package var lowestMeans: [LowestMean] {
    moment == .best || metric != .testError
      ? [] : arms.compactMap { LowestMean($0) }.sorted { $0.testError < $1.testError }
  }

  /// "Lowest mean on the way: 6.55 % after 1,500 steps (none; 7.74 % at the end)."; nil if there is none.
  ///
  /// - Parameter mostExamples: The largest number of test examples that curves are measured on.
  package func lowestMeansSentence(mostExamples: Int) -> String? {
    let lowest = lowestMeans
    guard !lowest.isEmpty else { return nil }
    let parts = lowest.map { point in
      "\(NumberText.percent(point.testError)) % \(NumberText.moment(steps: point.step)) "
        + "(\(point.arm); \(NumberText.percent(point.testErrorAtEnd)) % at the end)"
    }
    let examples =
      testExampleCount > mostExamples ? ", of \(NumberText.count(mostExamples)) test examples" : ""
    return "Lowest mean on the way\(examples): \(parts.joined(separator: ", "))."
  }
}
