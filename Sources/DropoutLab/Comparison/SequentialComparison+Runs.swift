import DropoutStatistics
import DropoutTraining

extension SequentialComparison {
  /// The pairs as comparisons, with what their seeds have won, tied and lost: all in ``metric``, then all in each other one.
  ///
  /// The others decide nothing, but their anytime intervals hold whenever one stops. They are those of all seeds
  /// that were looked at, and there are none if nothing is assumed: a loss has no bound to bet on.
  ///
  /// - Parameter paired: Runs of the ``seedCount`` seeds that were added.
  func comparisons(_ paired: PairedRuns, testExampleCount: Int) -> [PairComparison] {
    let moment = moment.text(steps: steps)
    let metrics = Metric.measured(in: paired.rows.flatMap(\.runs), first: metric).dropFirst()
    let others = (assumption == .none ? [] : metrics).compactMap { metric in
      let pairs = paired.pairs.compactMap { self.pair(of: $0.a, and: $0.b, in: metric) }
      return pairs.count == paired.pairs.count ? pairs : nil
    }
    let deciding = pairs.enumerated().map { number, pair in
      var pair = pair
      pair.sentence =
        SequentialSentence(
          pair: pair, indifference: indifference, moment: moment, beside: others.map { $0[number] }
        ).text
      return pair
    }
    return ([deciding] + others).flatMap { pairs in
      zip(pairs, paired.pairs).map {
        PairComparison($0, runs: $1, testExampleCount: testExampleCount, moment: moment)
      }
    }
  }

  /// A pair in another metric over all seeds; nil if a difference is not finite.
  private func pair(
    of a: ArmRuns, and b: ArmRuns, in metric: Metric
  ) -> SequentialPair? {
    var sequence = AnytimeTSequence(level: level, bound: metric.differenceLimits.upperBound)
    for (a, b) in zip(a.runs, b.runs) {
      let difference = metric.value(of: a) - metric.value(of: b)
      guard difference.isFinite else { return nil }
      sequence.add(difference)
    }
    return SequentialPair(
      sequence, arms: (a.arm, b.arm), metric: metric, indifference: nil,
      moment: moment.text(steps: steps), decides: false)
  }
}

extension SequentialPair {
  /// The state of a pair after the differences of a sequence.
  ///
  /// - Parameter decides: Whether it is by this metric that pairs are decided.
  init(
    _ sequence: any DifferenceSequence, arms: (a: Arm, b: Arm), metric: Metric,
    indifference: Double?, moment: String, decides: Bool = true
  ) {
    let all = sequence.interval
    // An interval that contains every possible difference says nothing.
    let limits = metric.differenceLimits
    let isOpen =
      !(all.high - all.low).isFinite
      || all.low <= limits.lowerBound && all.high >= limits.upperBound
    let interval = isOpen ? nil : all
    self.init(
      a: arms.a, b: arms.b, metric: metric, seeds: sequence.count,
      meanDifference: sequence.mean, interval: interval,
      noInterval: isOpen ? sequence.reasonOfNoInterval : nil, wealth: sequence.wealth,
      wealthNeeded: 1 / sequence.level,
      verdict: Verdict(corrected: interval, indifference: indifference), sentence: "")
    sentence =
      SequentialSentence(
        pair: self, indifference: indifference, moment: moment, decides: decides
      ).text
  }
}

extension PairComparison {
  /// A pair as it was decided while seeds were added.
  ///
  /// - Parameter runs: Runs of both arms, by seed; the figures use the first `pair.seeds` of them.
  fileprivate init(
    _ pair: SequentialPair, runs: (a: ArmRuns, b: ArmRuns), testExampleCount: Int,
    moment: String
  ) {
    let values = [runs.a, runs.b].map { $0.runs.prefix(pair.seeds).map(pair.metric.value(of:)) }
    let differences = PairedDifferences(values[0], values[1])
    let failed = FailedRuns(
      Array(runs.a.runs.prefix(pair.seeds)), Array(runs.b.runs.prefix(pair.seeds)),
      metric: pair.metric)
    let verdict = Verdict(
      pair.verdict, mostFailed: failed.areMost, isIdentical: pair.noInterval == .identical)
    self.init(
      a: pair.a, b: pair.b, metric: pair.metric, seeds: pair.seeds,
      meanDifference: pair.meanDifference, interval: pair.interval, noInterval: pair.noInterval,
      wins: differences.negatives, ties: differences.zeros, losses: differences.positives,
      probabilityOfSuperiority: differences.probabilityOfSuperiority,
      testExamples: pair.metric.examples(
        of: pair.meanDifference, testExampleCount: testExampleCount),
      failed: failed, verdict: verdict, sentence: pair.sentence)
    if failed.areMost {
      sentence = failed.noVerdict(on: self, moment: moment)
    } else if let more = failed.sentence(
      of: self, sign: verdict == .aBetter ? -1 : 1, number: { pair.metric.fixed($0) })
    {
      sentence += " \(more)"
    }
  }
}
