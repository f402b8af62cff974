extension PairOverSettings {
  /// What the settings say together, a sentence each.
  public var sentences: [String] {
    guard settingCount > 0 else {
      return ["No setting has a finite \(metricName) under both \(a) and \(b)."]
    }
    return [verdicts, tooFewSeeds, shares, mean].compactMap(\.self) + trendSentences
  }

  private var tooFewSeeds: String? {
    guard let seedsNeeded else { return nil }
    return
      "No single setting could have a verdict: over so many settings at least \(seedsNeeded) seeds "
      + "in each are needed."
  }

  private var metricName: String { metric == .testError ? "test error" : "test log-loss" }
  private var unit: String { metric == .testError ? "points" : "nats" }

  private var verdicts: String {
    let settings = settingCount == 1 ? "1 setting" : "\(NumberText.count(settingCount)) settings"
    let same =
      (identical == 0 ? "" : ", exactly the same in \(identical)")
      + (noRelevantDifference == 0
        ? "" : ", no difference that matters in \(noRelevantDifference)")
    return
      "In \(metricName) over \(settings): \(a) is better in \(aBetter), \(b) in \(bBetter)\(same); "
      + "cannot tell in \(cannotTell) (corrected for all settings)."
  }

  private var shares: String {
    guard let aLowerShare else { return "The two have the same mean in every setting." }
    let share = Double(aLower) / Double(aLower + bLower)
    let interval = "\(whole(aLowerShare.low)) to \(whole(aLowerShare.high)) %"
    let judgement =
      aLowerShare.low > 0.5
      ? "more often than not" : aLowerShare.high < 0.5 ? "less often than not" : "no clear majority"
    return "\(a) has the lower mean in \(whole(share)) % of the settings where they differ "
      + "(95 % interval \(interval)): \(judgement)."
  }

  private var mean: String {
    guard let difference else { return "" }
    let without =
      settingsWithoutFailures < settingCount
      ? differenceWithoutFailures.map {
        " In the \(settingsWithoutFailures) settings without a failed run: \(text($0))."
      } ?? "" : ""
    return "Mean difference \(a) minus \(b) over settings: \(text(difference)).\(without)"
  }

  private var trendSentences: [String] {
    let found = trends.filter { ($0.holmP ?? 1) < PairComparison.Verdict.level }
    let tested = trends.filter { $0.p != nil }.map(\.axis)
    guard !tested.isEmpty else { return [] }
    let missing = tested.filter { axis in !found.contains { $0.axis == axis } }
    let none =
      missing.isEmpty
      ? [] : ["No trend can be told with \(missing.joined(separator: ", "))."]
    return found.map(sentence) + none
  }

  private func sentence(_ trend: SweepTrend) -> String {
    let p = NumberText.spokenProbability(trend.holmP ?? 1)
    guard let rho = trend.rankCorrelation else {
      return
        "The difference depends on \(trend.axis) (Kruskal–Wallis, Holm p \(p)): \(parts(trend))."
    }
    let direction = rho > 0 ? "rises" : "falls"
    return "The difference \(direction) with \(trend.axis) (rank correlation "
      + "\(NumberText.fixed(rho, decimals: 2)), Holm p \(p)): \(parts(trend))."
  }

  private func parts(_ trend: SweepTrend) -> String {
    trend.parts.map { "\($0.label): \(number($0.difference.mean))" }.joined(separator: ", ")
  }

  /// "−0.12 points (95 % interval −0.20 to −0.04)".
  private func text(_ estimate: Estimate) -> String {
    guard estimate.low.isFinite else { return "\(number(estimate.mean)) \(unit)" }
    return "\(number(estimate.mean)) \(unit) (95 % interval \(number(estimate.low)) to "
      + "\(number(estimate.high)))"
  }

  private func number(_ value: Double) -> String {
    metric == .testError
      ? NumberText.fixed(100 * value, decimals: 2) : NumberText.fixed(value, decimals: 4)
  }

  private func whole(_ share: Double) -> String { NumberText.fixed(100 * share, decimals: 0) }
}
