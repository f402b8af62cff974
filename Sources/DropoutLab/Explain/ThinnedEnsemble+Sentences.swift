import DropoutStatistics
import DropoutTraining

extension ThinnedEnsemble {
  /// What the numbers mean, a sentence each.
  public var sentences: [String] { [weightScalingSentence, meansSentence, networksSentence] }

  /// Whether the full network does as well as the exact average.
  private var weightScalingSentence: String {
    let wrong = Self.examples(weightScaling.error - arithmeticMean.error, exampleCount)
    let loss = weightScaling.loss - arithmeticMean.loss
    let byLoss =
      "its log-loss is \(Self.loss(loss.magnitude)) \(loss > 0 ? "above" : "below")"
    guard wrong != 0 else {
      return
        "Weight scaling classifies as many test examples wrongly as the exact average of all "
        + "thinned networks; \(byLoss)."
    }
    return
      "Weight scaling classifies \(NumberText.exampleCount(Double(wrong.magnitude))) test "
      + "\(wrong.magnitude == 1 ? "example" : "examples") \(wrong > 0 ? "more" : "fewer") wrongly "
      + "than the exact average of all thinned networks; \(byLoss)."
  }

  private var meansSentence: String {
    let gap = (weightScaling.loss - geometricMean.loss).magnitude
    return gap < 1e-6
      ? "Weight scaling is the geometric mean here, to six decimals of the log-loss."
      : "Weight scaling stands for the geometric mean; their log-losses are \(Self.loss(gap)) apart."
  }

  private var networksSentence: String {
    let single = NumberText.percent(errors.weighted.mean)
    let share = histogram.filter { Double($0.wrong) / Double(exampleCount) < weightScaling.error }
      .reduce(0) { $0 + $1.networks }
    return
      "A single thinned network, drawn as in training, classifies \(single) % wrongly on average; "
      + "\(NumberText.count(share)) of \(NumberText.count(networkCount)) have fewer errors on these "
      + "examples than the full network."
  }

  private static func examples(_ share: Double, _ count: Int) -> Int {
    Int((share * Double(count)).rounded())
  }

  private static func loss(_ value: Double) -> String { NumberText.loss(value) }
}
