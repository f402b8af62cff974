import DropoutStatistics
import DropoutTraining

/// The sentence about a pair in a comparison to which seeds are added until it is decided.
struct SequentialSentence {
  let pair: SequentialPair
  let indifference: Double?
  /// When the runs are judged, as in "after 500 steps".
  let moment: String
  /// The same pair in the other metrics.
  var beside: [SequentialPair] = []
  /// Whether pairs are decided by this metric.
  var decides = true

  var text: String { words + contradiction + "." }

  private var words: String {
    let (a, b) = (pair.a, pair.b)
    switch pair.verdict {
    case .aBetter: return better(a, than: b, sign: -1)
    case .bBetter: return better(b, than: a, sign: 1)
    case .noRelevantDifference:
      return
        "No difference of more than \(shown(indifference ?? 0)) of \(pair.metric.name) between "
        + "\(a) and \(b) \(moment): \(difference)"
    case .cannotTell, .identical:
      if pair.noInterval == .identical {
        return "\(a) and \(b) have exactly the same \(pair.metric.name) \(moment) with "
          + (pair.seeds == 1 ? "the one seed" : "each of \(seeds)")
      }
      return "Cannot tell \(a) from \(b) \(moment) with \(seeds): \(difference)"
    }
  }

  private func better(_ winner: Arm, than loser: Arm, sign: Double) -> String {
    "\(winner) is better than \(loser) by \(shown(sign * pair.meanDifference)) of "
      + "\(pair.metric.name) \(moment) (\(evidence(sign: sign)))"
  }

  /// What the other metrics say, if they disagree: "; in log-loss per-batch is better by …".
  private var contradiction: String {
    Contradiction.clauses(
      beside.compactMap { other in
        guard let winner = other.winner, winner != pair.winner else { return nil }
        let sentence = SequentialSentence(
          pair: other, indifference: nil, moment: moment, decides: false)
        let sign: Double = winner == other.a ? -1 : 1
        return Contradiction(
          metric: other.metric, winner: winner,
          advantage:
            "\(sentence.shown(sign * other.meanDifference)) (\(sentence.evidence(sign: sign)))")
      })
  }

  private var difference: String {
    "\(pair.metric.name) of \(pair.a) minus that of \(pair.b) is \(shown(pair.meanDifference)) "
      + "(\(pair.verdict == .cannotTell ? interval(sign: 1) : evidence(sign: 1)))"
  }

  private func evidence(sign: Double) -> String {
    "\(interval(sign: sign)), " + (decides ? "decided after \(seeds)" : seeds)
  }

  private func interval(sign: Double) -> String {
    guard let interval = pair.interval else {
      return "no interval" + (pair.noInterval.map { " \($0)" } ?? "")
    }
    let ends = [sign * interval.low, sign * interval.high].sorted()
    return "anytime interval \(number(ends[0])) to \(number(ends[1]))"
  }

  private var seeds: String { NumberText.seeds(pair.seeds) }

  private func shown(_ value: Double) -> String { pair.metric.withUnit(number(value)) }

  private func number(_ value: Double) -> String {
    DifferenceText(pair.metric, interval: pair.interval).number(value)
  }
}

extension SequentialPair {
  /// The policy that the verdict calls better, if any.
  fileprivate var winner: Arm? { verdict.winner(a, b) }
}
