import DropoutStatistics

/// How the number of a comparison's seeds came about, which decides what may be said of it.
///
/// Every writer (terminal, page, Markdown, JSON) takes sentence, interval and verdict of a pair from its
/// ``PairComparison``; one that was judged as seeds were added has no figures that are valid only for a
/// number of seeds fixed beforehand, so that none can be shown.
public enum Judgement: Codable, Hashable, Sendable {
  /// It was fixed before the first run: sign-flip tests with Holm's correction and 95 % intervals.
  case fixed
  /// Seeds were added until every pair was decided: anytime intervals, and no other figure of a test.
  case untilDecided(SeedsAdded)

  /// How seeds were added, and why no more were.
  public struct SeedsAdded: Codable, Hashable, Sendable {
    /// What is taken for granted.
    public var assumption: SequentialComparison.Assumption
    /// A difference, a share, that would not matter; nil where every one does.
    public var indifference: Double?
    /// Paired seeds that were looked at, one after the other.
    public var seeds: Int
    /// The most that were allowed.
    public var mostSeeds: Int
    /// Why no more were added.
    public var end: End

    /// Why no more seeds were added.
    public enum End: String, Codable, Hashable, Sendable {
      /// Every pair was decided.
      case decided
      /// All seeds allowed were used.
      case seedsUsed
      /// The time allowed was over.
      case timeOver
      /// The store holds no more finished seeds.
      case storeEnded
      /// How the number of seeds came about is not known.
      case unknown
    }

    /// How seeds were added to a comparison, which is over.
    ///
    /// - Parameters:
    ///   - comparison: The comparison after its last seed.
    ///   - mostSeeds: The largest number of seeds that was allowed.
    ///   - end: Why it was stopped, if not every pair was decided; or that it is unknown.
    public init(_ comparison: SequentialComparison, mostSeeds: Int, end: End) {
      assumption = comparison.assumption
      indifference = comparison.indifference
      seeds = comparison.seedCount
      self.mostSeeds = mostSeeds
      self.end = comparison.isDecided && end != .unknown ? .decided : end
    }
  }
}

extension Judgement {
  /// How seeds were added; nil where their number was fixed.
  public var seedsAdded: SeedsAdded? {
    if case .untilDecided(let added) = self { added } else { nil }
  }

  /// What the intervals of mean differences are called.
  public var intervalName: String { self == .fixed ? "95 % interval" : "anytime interval" }
}

extension Judgement.SeedsAdded {
  /// How the number of seeds came about and what the intervals promise, a sentence each.
  ///
  /// - Parameter comparisons: Those of the results, to say how many pairs are decided in test error.
  public func sentences(_ comparisons: [PairComparison]) -> [String] {
    [reason(comparisons.filter { $0.metric.isPrimary }), promise]
      + (indifference.map { [Self.indifferenceSentence($0)] } ?? [])
  }

  private func reason(_ pairs: [PairComparison]) -> String {
    let decided = pairs.count { $0.verdict != .cannotTell && $0.verdict != .identical }
    let looks = "\(NumberText.seeds(seeds)), with a look after each"
    let count =
      "\(decided) of \(pairs.count == 1 ? "1 pair is" : "\(pairs.count) pairs are") decided"
    return switch end {
    case .decided:
      "Seeds were added until every pair was decided: \(looks)."
    case .seedsUsed:
      "Seeds were added until all \(NumberText.count(mostSeeds)) allowed were used (\(looks)): \(count)."
    case .timeOver:
      "Seeds were added until the time allowed was over (\(looks)): \(count). The same command goes "
        + "on from there."
    case .storeEnded:
      "Seeds were added as far as the store has them (\(looks)): \(count). dropout compare adds more."
    case .unknown:
      "It is not known whether the number of seeds was fixed beforehand, so these runs are judged as if seeds "
        + "had been added (\(looks)): \(count)."
    }
  }

  private var promise: String {
    let condition =
      switch assumption {
      case .noRareExtremes:
        "if there are no rare extreme runs that these seeds have not shown (--assume-nothing allows "
          + "for them)"
      case .none: "whatever the distribution of the errors"
      }
    return
      "The anytime intervals allow for looking after every seed and for all pairs: together they hold "
      + "with 95 %, \(condition)."
  }

  private static func indifferenceSentence(_ indifference: Double) -> String {
    "Differences below \(NumberText.fixed(100 * indifference, decimals: 2)) points count as no difference."
  }
}
