public import DropoutTraining

/// What a comparison that is decided as it goes knows of one pair in test error.
public struct SequentialPair: Codable, Hashable, Sendable {
  /// The first policy.
  public var a: MaskPolicy
  /// The second policy.
  public var b: MaskPolicy
  /// Paired seeds that were looked at: up to the one that decided, or all.
  public var seeds: Int
  /// Mean of a − b over them.
  public var meanDifference: Double
  /// Interval of the mean difference that holds at every number of seeds at once, in all pairs
  /// together with 95 %.
  public var interval: ConfidenceInterval
  /// What a stake of 1 against equal means has become.
  public var wealth: Double
  /// The wealth at which equal means are ruled out: the number of pairs over .05.
  public var wealthNeeded: Double
  /// What is decided.
  public var decision: Decision
  /// The decision in plain words.
  public var sentence: String

  /// What the seeds so far decide.
  public enum Decision: String, Codable, Hashable, Sendable {
    /// a has the lower mean.
    case aBetter
    /// b has the lower mean.
    case bBetter
    /// The means are no further apart than matters.
    case noRelevantDifference
    /// Not decided, or not yet.
    case cannotTell
  }
}

extension SequentialPair.Decision {
  /// The rule: an interval on one side of 0, or else one within ± what does not matter.
  init(_ interval: ConfidenceInterval, indifference: Double?) {
    if interval.high < 0 {
      self = .aBetter
    } else if interval.low > 0 {
      self = .bBetter
    } else if let indifference, interval.low > -indifference, interval.high < indifference {
      self = .noRelevantDifference
    } else {
      self = .cannotTell
    }
  }
}

/// The sentence of a pair that is decided as it goes.
struct SequentialSentence {
  let pair: SequentialPair
  let indifference: Double?

  var text: String {
    let (a, b) = (pair.a, pair.b)
    switch pair.decision {
    case .aBetter: return better(a, than: b, sign: -1)
    case .bBetter: return better(b, than: a, sign: 1)
    case .noRelevantDifference:
      return "No difference of more than \(points(indifference ?? 0)) points of test error between "
        + "\(a) and \(b): \(difference)."
    case .cannotTell:
      // Errors differ by 1 at most: such an interval says nothing.
      guard pair.interval.low > -1 || pair.interval.high < 1 else {
        return "Cannot tell \(a) from \(b) after \(seeds): too few for an anytime interval."
      }
      return "Cannot tell \(a) from \(b) after \(seeds): \(difference)."
    }
  }

  private func better(_ winner: MaskPolicy, than loser: MaskPolicy, sign: Double) -> String {
    "\(winner) is better than \(loser) by \(points(sign * pair.meanDifference)) points of test error "
      + "(\(interval(sign: sign)), decided after \(seeds))."
  }

  private var difference: String {
    let after = pair.decision == .cannotTell ? "" : ", decided after \(seeds)"
    return
      "test error of \(pair.a) minus that of \(pair.b) is \(points(pair.meanDifference)) points "
      + "(\(interval(sign: 1))\(after))"
  }

  private func interval(sign: Double) -> String {
    let ends = [sign * pair.interval.low, sign * pair.interval.high].sorted()
    return "anytime interval \(points(ends[0])) to \(points(ends[1]))"
  }

  private var seeds: String { NumberText.seeds(pair.seeds) }

  /// Points with decimals enough that an end of the interval beside 0 does not look like 0.
  private func points(_ share: Double) -> String {
    let ends = [pair.interval.low, pair.interval.high].map { abs($0) * 100 }
    let zero = { (decimals: Int) in NumberText.fixed(0, decimals: decimals) }
    var decimals = 2
    while decimals < 6,
      ends.contains(where: { $0 > 0 && NumberText.fixed($0, decimals: decimals) == zero(decimals) })
    {
      decimals += 1
    }
    return NumberText.fixed(share * 100, decimals: decimals)
  }
}
