import DropoutStatistics

/// The verdict on a pair of arms whose scores were made elsewhere, in plain words.
struct ScoreSentence {
  let pair: ScorePair
  let metric: ScoreMetric
  /// How many pairs Holm's correction covers.
  let pairCount: Int
  /// The smallest p that so many runs can give, before the correction.
  let smallestP: Double

  /// The verdict first, then what stood in its way, then what else the reader must know.
  var text: String {
    [verdict + ".", obstacle, withoutScore, leftOut].compactMap(\.self).joined(separator: " ")
  }

  private var place: String { pair.dataset.map { " on \($0)" } ?? "" }

  private var verdict: String {
    switch pair.verdict {
    case .identical:
      "\(pair.a) and \(pair.b) have exactly the same \(metric.name)\(place) with "
        + (pair.runsOfA == 1 ? "the one seed" : "each of \(pair.runsOfA) seeds")
    case .aBetter: better(pair.a, than: pair.b, sign: -metric.sign)
    case .bBetter: better(pair.b, than: pair.a, sign: metric.sign)
    case .cannotTell, .noRelevantDifference:
      "Cannot tell \(pair.a) from \(pair.b)\(place): \(difference)"
    }
  }

  /// - Parameter sign: −1 if the winner's advantage is b − a.
  private func better(_ winner: String, than loser: String, sign: Double) -> String {
    let size = ScoreText(pair).number(abs(pair.meanDifference ?? 0))
    let way = metric.higherIsBetter ? "higher" : "lower"
    return "\(winner) is better than \(loser)\(place): its \(metric.name) is "
      + "\(size)\(metric.differenceUnit) \(way) (\(evidence(sign: sign)))"
  }

  private var difference: String {
    guard let mean = pair.meanDifference else {
      return "no \(pair.isPaired ? "seed" : "run") has a finite \(metric.name) under both"
    }
    let words =
      "\(metric.name) of \(pair.a) minus that of \(pair.b) is \(ScoreText(pair).number(mean))"
      + metric.differenceUnit
    guard min(pair.runsOfA, pair.runsOfB) > 1 else {
      return words + (pair.isPaired ? " with a single seed; one seed" : "; a single run")
        + " cannot tell a difference from luck"
    }
    return "\(words) (\(evidence(sign: 1)))\(sensitivity)"
  }

  /// "; could have seen …", if these seeds could have reached a verdict at all.
  private var sensitivity: String {
    guard canReachLevel, let detectable = pair.minimumDetectableDifference, detectable > 0 else {
      return ""
    }
    let alone = pairCount > 1 ? " (as the only pair)" : ""
    return
      "; could have seen \(ScoreText(pair).number(detectable))\(metric.differenceUnit) or more\(alone)"
  }

  /// - Parameter sign: −1 to turn the interval round, so that it is that of b − a.
  private func evidence(sign: Double) -> String {
    var parts = pair.isPaired ? [] : ["unpaired"]
    if let interval = pair.interval {
      let ends = [sign * interval.low, sign * interval.high].sorted()
      let text = ScoreText(pair)
      parts.append(
        "\(pair.isPaired ? "95 %" : "Welch's 95 %") interval \(text.number(ends[0])) to \(text.number(ends[1]))"
      )
    } else if let reason = pair.noInterval {
      parts.append("no interval \(reason)")
    }
    parts.append("\(pName) \(NumberText.probability(pair.holmP ?? 1))")
    parts.append(
      pair.isPaired
        ? NumberText.counted(pair.runsOfA, "paired seed")
        : "\(pair.runsOfA) and \(pair.runsOfB) runs")
    return parts.joined(separator: ", ")
  }

  private var pName: String { pairCount > 1 ? "Holm p" : "p" }
  private var canReachLevel: Bool { smallestP * Double(pairCount) < Verdict.level }

  /// Why there is no verdict although one might be expected.
  private var obstacle: String? {
    guard pair.verdict == .cannotTell, min(pair.runsOfA, pair.runsOfB) > 1,
      pair.meanDifference != nil
    else { return nil }
    if !canReachLevel { return unreachable }
    guard let interval = pair.interval, pair.withoutScore == 0 else { return nil }
    return Verdict.obstacle(
      interval: interval, p: pair.p, holmP: pair.holmP ?? 1, pairCount: pairCount)
  }

  private var unreachable: String {
    let pairs = pairCount > 1 ? " over \(pairCount) pairs" : ""
    guard pair.isPaired else {
      let needed = Self.runsNeeded(pairCount: pairCount)
      return
        "\(pair.runsOfA) and \(pair.runsOfB) runs can never reach \(pName) < 0.05\(pairs): at least "
        + "\(needed) of each are needed, or seeds to pair them by."
    }
    let needed = Verdict.seedsNeeded(pairCount: pairCount)
    let differing = (pair.wins ?? 0) + (pair.losses ?? 0)
    return pair.runsOfA >= needed
      ? "Only \(differing) of \(pair.runsOfA) seeds differ, which can never reach \(pName) < 0.05\(pairs)."
      : "\(pair.runsOfA) seeds can never reach \(pName) < 0.05\(pairs): at least \(needed) are needed."
  }

  /// The fewest runs of each of two arms without common seeds with which a pair could have a verdict.
  static func runsNeeded(pairCount: Int) -> Int {
    var runs = 2
    while runs < 100,
      UnpairedPermutationTest.smallestP(runs, runs) * Double(pairCount) >= Verdict.level
    { runs += 1 }
    return runs
  }

  private var withoutScore: String? {
    guard pair.withoutScore > 0, pair.verdict != .identical else { return nil }
    let total = pair.isPaired ? pair.runsOfA : pair.runsOfA + pair.runsOfB
    return "Left out, so that no verdict is given: \(pair.withoutScore) of \(total) "
      + "\(pair.isPaired ? "seeds" : "runs") without a finite \(metric.name)."
  }

  /// How many runs have a seed that the other arm lacks.
  private var leftOut: String? {
    let parts = [(pair.a, pair.leftOutOfA), (pair.b, pair.leftOutOfB)].filter { $0.1 > 0 }.map {
      "\(NumberText.counted($0.1, "run")) of \($0.0)"
    }
    guard !parts.isEmpty else { return nil }
    return "Left out, as the other arm does not have the seed: \(parts.joined(separator: " and "))."
  }
}

/// Numbers of one difference, all with the same decimals: at least two digits of the difference or of the width of
/// its interval, and enough that an end other than 0 is not shown as 0.
struct ScoreText {
  private let decimals: Int
  private let isTiny: Bool

  init(_ pair: ScorePair) {
    let width = pair.interval.map { $0.high - $0.low } ?? 0
    self.init(
      size: max(abs(pair.meanDifference ?? 0), width),
      ends: pair.interval.map { [$0.low, $0.high] } ?? [])
  }

  /// - Parameters:
  ///   - size: A size that must show two digits.
  ///   - ends: Numbers that must not be shown as 0 unless they are.
  init(size: Double, ends: [Double] = []) {
    isTiny = size > 0 && size < 1e-4
    var decimals = NumberText.decimals(forTwoDigitsOf: size, atLeast: 2)
    while decimals < 6,
      ends.contains(where: {
        $0 != 0
          && NumberText.fixed(abs($0), decimals: decimals)
            == NumberText.fixed(0, decimals: decimals)
      })
    {
      decimals += 1
    }
    self.decimals = decimals
  }

  /// A number in the file's unit.
  func number(_ value: Double) -> String {
    isTiny ? NumberText.loss(value) : NumberText.fixed(value, decimals: decimals)
  }
}
