import DropoutStatistics
import DropoutTraining

/// The verdict of a comparison in plain words.
struct VerdictSentence {
  let comparison: PairComparison
  let context: PairAnalysis.Context
  /// How many seeds lack a finite value under at least one policy.
  let leftOutCount: Int
  /// The same pair in the other metrics.
  let beside: [PairComparison]

  /// The verdict first, then what stood in its way, then what else the reader must know.
  var text: String {
    if let failed = comparison.failed, failed.areMost {
      return failed.noVerdict(on: comparison, moment: moment)
    }
    return [verdict, obstacle, leftOut, failed].compactMap(\.self).joined(separator: " ")
  }

  private var verdict: String {
    let (a, b) = (comparison.a, comparison.b)
    let words =
      switch comparison.verdict {
      case .identical:
        "\(a) and \(b) have exactly the same \(metricName) \(moment) with "
          + (seedCount == 1 ? "the one seed" : "each of \(seedCount) seeds")
      case .aBetter: better(a, than: b, sign: -1)
      case .bBetter: better(b, than: a, sign: 1)
      case .cannotTell, .noRelevantDifference:
        "Cannot tell \(a) from \(b) \(moment): \(difference)"
      }
    return words + contradiction + "."
  }

  private func better(_ winner: Arm, than loser: Arm, sign: Double) -> String {
    let advantage = "\(shown(sign * comparison.meanDifference)) of \(metricName)"
    let examples = testExamples.map { ": \($0)" } ?? ""
    return
      "\(winner) is better than \(loser) by \(advantage) \(moment) (\(evidence(sign: sign)))\(examples)"
  }

  private var moment: String { context.moment }

  /// What the other metrics say, if they disagree: "; in log-loss per-batch is better by …".
  private var contradiction: String {
    Contradiction.clauses(
      beside.compactMap { other in
        guard let winner = other.winner, winner != comparison.winner else { return nil }
        let sentence = VerdictSentence(
          comparison: other, context: context, leftOutCount: 0, beside: [])
        let sign: Double = winner == other.a ? -1 : 1
        return Contradiction(
          metric: other.metric, winner: winner,
          advantage:
            "\(sentence.shown(sign * other.meanDifference)) (\(sentence.evidence(sign: sign)))")
      })
  }

  private var difference: String {
    guard usedSeeds > 0 else { return "no seed has a finite \(metricName) under both" }
    let mean =
      "\(metricName) of \(comparison.a) minus that of \(comparison.b) is "
      + shown(comparison.meanDifference)
    let examples = testExamples.map { ", \($0)" } ?? ""
    guard usedSeeds > 1 else {
      return "\(mean) with a single seed\(examples); one seed cannot tell a difference from luck"
    }
    return "\(mean) (\(evidence(sign: 1)))\(examples)\(sensitivity)"
  }

  /// "; could have seen …", if these seeds could have reached a verdict at all.
  private var sensitivity: String {
    guard canReachLevel, let detectable = comparison.minimumDetectableDifference, detectable > 0
    else { return "" }
    let alone = context.pairCount > 1 ? " (as the only pair)" : ""
    return "; could have seen \(shown(detectable)) or more\(alone)"
  }

  private func evidence(sign: Double) -> String {
    var parts: [String] = []
    if let interval = comparison.interval {
      let ends = [sign * interval.low, sign * interval.high].sorted()
      parts.append("95 % interval \(number(ends[0])) to \(number(ends[1]))")
    } else if let reason = comparison.noInterval {
      parts.append("no interval \(reason)")
    }
    parts.append("\(pName) \(NumberText.probability(holmP))")
    parts.append(usedSeeds == 1 ? "1 seed" : "\(usedSeeds) seeds")
    return parts.joined(separator: ", ")
  }

  /// Why there is no verdict although one might be expected.
  private var obstacle: String? {
    guard comparison.verdict == .cannotTell, usedSeeds > 1 else { return nil }
    if !canReachLevel { return unreachable }
    guard let interval = comparison.interval, leftOutCount == 0 else { return nil }
    return Verdict.obstacle(
      interval: interval, p: comparison.signFlipP, holmP: holmP, pairCount: context.pairCount)
  }

  private var unreachable: String {
    let pairs = context.pairCount > 1 ? " over \(context.pairCount) pairs" : ""
    let needed = Verdict.seedsNeeded(pairCount: context.pairCount)
    return differingSeeds < usedSeeds && usedSeeds >= needed
      ? "Only \(differingSeeds) of \(usedSeeds) seeds differ, which can never reach "
        + "\(pName) < 0.05\(pairs)."
      : "\(usedSeeds) seeds can never reach \(pName) < 0.05\(pairs): at least \(needed) are needed."
  }

  private var leftOut: String? {
    guard leftOutCount > 0, comparison.verdict != .identical else { return nil }
    return "Left out, so that no verdict is given: "
      + "\(leftOutCount) of \(seedCount) seeds without a finite \(metricName)."
  }

  private var failed: String? {
    let sign: Double = comparison.verdict == .aBetter ? -1 : 1
    return comparison.failed?.sentence(of: comparison, sign: sign, number: number)
  }

  private var differingSeeds: Int { comparison.wins + comparison.losses }
  private var usedSeeds: Int { differingSeeds + comparison.ties }
  private var seedCount: Int { comparison.seeds }
  private var holmP: Double { comparison.holmP ?? 1 }
  private var pName: String { context.pairCount > 1 ? "Holm p" : "p" }

  private var canReachLevel: Bool {
    let smallest = Verdict.smallestHolmP(
      nonZeroDifferences: differingSeeds, pairCount: context.pairCount)
    return smallest < Verdict.level
  }

  private var testExamples: String? {
    comparison.testExamples.map {
      "\(NumberText.exampleCount($0)) of \(NumberText.count(context.testExampleCount)) test examples"
    }
  }

  private var metricName: String { comparison.metric.name }
  private func shown(_ value: Double) -> String { comparison.metric.withUnit(number(value)) }

  private func number(_ value: Double) -> String {
    let width = comparison.interval.map { $0.high - $0.low } ?? 0
    return DifferenceText(
      comparison.metric, interval: comparison.interval,
      twoDigitsOf: max(abs(comparison.meanDifference), width)
    ).number(value)
  }
}
