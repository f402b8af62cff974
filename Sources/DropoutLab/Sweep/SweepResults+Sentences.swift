import DropoutStatistics

extension PairOverSettings {
  /// What all settings show together, a sentence each.
  public var sentences: [String] {
    guard settingCount > 0 else {
      return ["No setting has a finite \(metric.name) under both \(a) and \(b)."]
    }
    return [verdicts, tooFewSeeds, seedsAdded, shares, mean].compactMap(\.self) + trendSentences
  }

  private var tooFewSeeds: String? {
    guard let seedsNeeded else { return nil }
    return
      "No single setting could have a verdict: over so many settings at least \(seedsNeeded) seeds "
      + "in each are needed."
  }

  /// How the adding of seeds affects the other sentences.
  private var seedsAdded: String? {
    guard isSequential else { return nil }
    guard !isUnknownWhetherFixed else {
      return
        "It is not known whether the number of seeds was fixed beforehand, so each setting is judged as if "
        + "seeds had been added: by its anytime interval."
    }
    return
      "In each setting seeds were added until it was decided, or until no more were allowed by --seeds or "
      + "--budget; the difference of one that was decided is that of the seeds that decided it, which is "
      + "larger than the true one more often than smaller."
  }

  private var when: String {
    guard let steps, steps.lowerBound < steps.upperBound else {
      return moment.text(steps: steps?.lowerBound)
    }
    return
      "after \(NumberText.count(steps.lowerBound)) to \(NumberText.count(steps.upperBound)) steps"
  }

  private var verdicts: String {
    let settings = settingCount == 1 ? "1 setting" : "\(NumberText.count(settingCount)) settings"
    let same =
      (identical == 0 ? "" : ", exactly the same in \(identical)")
      + (noRelevantDifference == 0
        ? "" : ", no difference that matters in \(noRelevantDifference)")
    return
      "In \(metric.name) \(when) over \(settings): \(a) is better in \(aBetter), \(b) in \(bBetter)\(same); "
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
        " In the \(settingsWithoutFailures) settings without a failed run: \(text($0, over: settingsWithoutFailures))."
      } ?? "" : ""
    return
      "Mean difference \(a) minus \(b) over settings: \(text(difference, over: settingCount)).\(without)"
  }

  private var trendSentences: [String] {
    let found = trends.filter { ($0.holmP ?? 1) < Verdict.level }
    let missing = trends.filter { trend in
      trend.p != nil && !found.contains { $0.axis == trend.axis }
    }
    func axes(_ trends: [SweepTrend]) -> String { trends.map(\.axis).joined(separator: ", ") }
    let (open, hopeless) = (missing.filter(\.couldBeTold), missing.filter { !$0.couldBeTold })
    var sentences = found.map(sentence)
    if !open.isEmpty { sentences.append("No trend can be told with \(axes(open)).") }
    if let first = hopeless.first {
      sentences.append(
        "\(first.settingCount) settings cannot tell a trend with \(axes(hopeless)).")
    }
    return sentences
  }

  private func sentence(_ trend: SweepTrend) -> String {
    let p = NumberText.probability(trend.holmP ?? 1)
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
  private func text(_ estimate: Estimate, over count: Int) -> String {
    let mean = "\(number(estimate.mean)) \(metric.unit)"
    guard let interval = estimate.interval else {
      let reason =
        count < 3 ? "from fewer than three settings" : "as all settings agree exactly"
      return "\(mean) (no interval \(reason))"
    }
    return "\(mean) (95 % interval \(number(interval.low)) to \(number(interval.high)))"
  }

  private func number(_ value: Double) -> String {
    metric.fixed(value, decimals: metric.isShare ? 2 : 4)
  }

  private func whole(_ share: Double) -> String { NumberText.fixed(100 * share, decimals: 0) }
}

extension FailedRuns {
  /// The warning to show first if most runs of a policy failed in some settings; nil otherwise.
  static func hint(_ settings: [SweepResults.Setting]) -> String? {
    let failing = settings.count { $0.arms.contains { 2 * $0.failedCount > $0.seeds } }
    guard failing > 0 else { return nil }
    return
      "In \(failing) of \(NumberText.counted(settings.count, "setting")) most runs failed: they say "
      + "nothing of masks. \(cure)"
  }
}
