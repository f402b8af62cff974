import DropoutStatistics
import DropoutTraining

extension SequentialComparison {
  /// The pairs as comparisons, with what their seeds have won, tied and lost: all in test error, then all in
  /// test log-loss.
  ///
  /// Log-loss decides nothing, but its anytime intervals hold whenever one stops. They are those of all seeds that
  /// were looked at, and there are none if nothing is assumed: a loss has no bound to bet on.
  ///
  /// - Parameter paired: Runs of as many seeds as were added.
  func comparisons(_ paired: PairedRuns, testExampleCount: Int) -> [PairComparison] {
    let losses =
      assumption == .none ? [] : paired.pairs.compactMap { logLoss(of: $0.a, and: $0.b) }
    let hasLosses = losses.count == paired.pairs.count
    let errors = zip(pairs, paired.pairs).enumerated().map { number, found in
      var pair = found.0
      pair.sentence =
        SequentialSentence(
          pair: pair, indifference: indifference, steps: steps,
          beside: hasLosses ? losses[number] : nil
        ).text
      return PairComparison(pair, runs: found.1, testExampleCount: testExampleCount, steps: steps)
    }
    guard hasLosses else { return errors }
    return errors
      + zip(losses, paired.pairs).map {
        PairComparison($0, runs: $1, testExampleCount: testExampleCount, steps: steps)
      }
  }

  /// What all seeds say of a pair's log-loss; nil if one is not finite.
  private func logLoss(of a: [RunRecord], and b: [RunRecord]) -> SequentialPair? {
    var sequence = AnytimeTSequence(level: level, bound: .infinity)
    for (a, b) in zip(a, b) {
      let difference = a.testLogLoss - b.testLogLoss
      guard difference.isFinite else { return nil }
      sequence.add(difference)
    }
    return SequentialPair(
      sequence, policies: (a[0].policy, b[0].policy), metric: .testLogLoss, indifference: nil,
      steps: steps)
  }
}

extension SequentialPair {
  /// What a sequence of differences says.
  init(
    _ sequence: any DifferenceSequence, policies: (a: MaskPolicy, b: MaskPolicy), metric: Metric,
    indifference: Double?, steps: Int
  ) {
    let all = sequence.interval
    // An interval of all that is possible says nothing.
    let limits = metric.differenceLimits
    let isOpen =
      !(all.high - all.low).isFinite
      || all.low <= limits.lowerBound && all.high >= limits.upperBound
    let interval = isOpen ? nil : all
    self.init(
      a: policies.a, b: policies.b, metric: metric, seeds: sequence.count,
      meanDifference: sequence.mean, interval: interval,
      noInterval: isOpen ? sequence.reasonOfNoInterval : nil, wealth: sequence.wealth,
      wealthNeeded: 1 / sequence.level,
      verdict: Verdict(corrected: interval, indifference: indifference), sentence: "")
    sentence = SequentialSentence(pair: self, indifference: indifference, steps: steps).text
  }
}

extension PairComparison {
  /// A pair as it was decided while seeds were added.
  ///
  /// - Parameter runs: Runs of both policies, by seed; the pair's figures are those of the first ones.
  fileprivate init(
    _ pair: SequentialPair, runs: (a: [RunRecord], b: [RunRecord]), testExampleCount: Int,
    steps: Int
  ) {
    let values = [runs.a, runs.b].map { $0.prefix(pair.seeds).map(pair.metric.value(of:)) }
    let differences = PairedDifferences(values[0], values[1])
    let failed = FailedRuns(
      Array(runs.a.prefix(pair.seeds)), Array(runs.b.prefix(pair.seeds)), metric: pair.metric)
    let verdict: Verdict =
      failed.areMost
      ? .cannotTell
      : pair.verdict == .cannotTell && pair.noInterval == .identical ? .identical : pair.verdict
    self.init(
      a: pair.a, b: pair.b, metric: pair.metric, seeds: pair.seeds,
      meanDifference: pair.meanDifference, interval: pair.interval, noInterval: pair.noInterval,
      wins: differences.negatives, ties: differences.zeros, losses: differences.positives,
      probabilityOfSuperiority: differences.probabilityOfSuperiority,
      testExamples: pair.metric.examples(
        of: pair.meanDifference, testExampleCount: testExampleCount),
      failed: failed, verdict: verdict, sentence: pair.sentence)
    if failed.areMost {
      sentence = failed.noVerdict(on: self, moment: NumberText.moment(steps: steps))
    } else if let more = failed.sentence(
      of: self, sign: verdict == .aBetter ? -1 : 1, number: { pair.metric.fixed($0) })
    {
      sentence += " \(more)"
    }
  }
}
