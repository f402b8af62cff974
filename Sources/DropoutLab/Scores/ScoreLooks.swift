import DropoutStatistics

/// A pair of arms looked at after every seed that both have, until it is decided.
///
/// The interval holds after every number of seeds at once (`AnytimeTSequence`, or `BettingSequence`, which assumes
/// nothing but the bounds). It is at level .05 divided by the number of pairs, which must not change while the file
/// grows. A decided pair keeps its verdict.
struct ScoreLooks {
  let pair: ScorePair

  /// - Parameters:
  ///   - runs: The paired runs, in the order in which they came.
  ///   - sheet: The scores; the metric has bounds.
  ///   - pairCount: The number of pairs that the 5 % are for.
  init(
    _ runs: ScoreRuns, of sheet: ScoreSheet, pairCount: Int,
    assumption: SequentialComparison.Assumption
  ) {
    let metric = sheet.metric
    // Differences are scaled to −1…1, which the sequences take for shares.
    let width = metric.differenceLimits.upperBound
    let level = Verdict.level / Double(pairCount)
    var sequence: any DifferenceSequence =
      assumption == .none ? BettingSequence(level: level) : AnytimeTSequence(level: level)
    var (looks, withoutScore) = (0, 0)
    var state = Self.state(sequence, metric: metric, width: width)
    for (a, b) in zip(runs.scoresOfA, runs.scoresOfB) where state.verdict == .cannotTell {
      looks += 1
      guard (a - b).isFinite else {
        withoutScore += 1
        continue
      }
      sequence.add((a - b) / width)
      if withoutScore == 0 { state = Self.state(sequence, metric: metric, width: width) }
    }
    let taken = zip(runs.scoresOfA, runs.scoresOfB).prefix(looks).filter { ($0 - $1).isFinite }
    let differences = PairedDifferences(taken.map(\.0), taken.map(\.1))
    let below = (differences.negatives, differences.positives)
    let superiority = differences.probabilityOfSuperiority
    var pair = ScorePair(
      dataset: sheet.dataset, metric: metric.name, a: runs.a, b: runs.b, isPaired: true,
      runsOfA: looks, runsOfB: looks, leftOutOfA: runs.leftOutOfA, leftOutOfB: runs.leftOutOfB,
      withoutScore: withoutScore, meanDifference: taken.isEmpty ? nil : differences.mean,
      interval: withoutScore > 0 ? nil : state.interval,
      noInterval: state.interval == nil ? sequence.reasonOfNoInterval : nil,
      wins: metric.higherIsBetter ? below.1 : below.0, ties: differences.zeros,
      losses: metric.higherIsBetter ? below.0 : below.1,
      probabilityOfSuperiority: metric.higherIsBetter ? 1 - superiority : superiority,
      wealth: sequence.wealth, verdict: withoutScore > 0 ? .cannotTell : state.verdict)
    pair.sentence = Self.sentence(pair, metric)
    self.pair = pair
  }

  private static func state(
    _ sequence: any DifferenceSequence, metric: ScoreMetric, width: Double
  ) -> (interval: ConfidenceInterval?, verdict: Verdict) {
    let all = sequence.interval
    // An interval that contains every possible difference says nothing.
    guard all.low > -1 || all.high < 1 else { return (nil, .cannotTell) }
    let ends = [metric.sign * all.low, metric.sign * all.high].sorted()
    return (
      ConfidenceInterval(low: width * all.low, high: width * all.high),
      Verdict(corrected: ConfidenceInterval(low: ends[0], high: ends[1]))
    )
  }

  private static func sentence(_ pair: ScorePair, _ metric: ScoreMetric) -> String {
    let text = ScoreText(pair)
    let place = pair.dataset.map { " on \($0)" } ?? ""
    let seeds = NumberText.counted(pair.runsOfA, "paired seed")
    func interval(_ sign: Double) -> String {
      guard let interval = pair.interval else {
        return "no interval" + (pair.noInterval.map { " \($0)" } ?? "")
      }
      let ends = [sign * interval.low, sign * interval.high].sorted()
      return "anytime interval \(text.number(ends[0])) to \(text.number(ends[1]))"
    }
    var sentence: String
    if let winner = pair.winner {
      let sign = pair.verdict == .aBetter ? -metric.sign : metric.sign
      let size = text.number(abs(pair.meanDifference ?? 0))
      sentence =
        "\(winner) is better than \(winner == pair.a ? pair.b : pair.a)\(place): its \(metric.name) is "
        + "\(size)\(metric.differenceUnit) \(metric.higherIsBetter ? "higher" : "lower") "
        + "(\(interval(sign)), decided after \(seeds))."
    } else {
      let mean =
        pair.meanDifference.map {
          ": \(metric.name) of \(pair.a) minus that of \(pair.b) is \(text.number($0))"
            + "\(metric.differenceUnit) (\(interval(1)))"
        } ?? ""
      sentence = "Cannot tell \(pair.a) from \(pair.b)\(place) with \(seeds) so far\(mean)."
    }
    if pair.withoutScore > 0 {
      sentence +=
        " No verdict is given, as \(NumberText.counted(pair.withoutScore, "seed")) "
        + "\(pair.withoutScore == 1 ? "has" : "have") no finite \(metric.name)."
    }
    return sentence
  }
}
