import DropoutStatistics

/// How the number of a comparison's seeds was chosen, which decides what figures are valid.
///
/// Every writer (terminal, page, Markdown, JSON) takes the sentence, interval and verdict of a pair from its
/// ``PairComparison``. If seeds were added, the figures that are valid only for a number of seeds fixed
/// beforehand are missing there, so that none can be shown.
public enum Judgement: Codable, Hashable, Sendable {
  /// The number was fixed before the first run: sign-flip tests with Holm's correction and 95 % intervals.
  case fixed
  /// Seeds were added until every pair was decided: anytime intervals, and no figures of other tests.
  case untilDecided(SeedsAdded)

  /// How seeds were added, and why no more were added.
  public struct SeedsAdded: Codable, Hashable, Sendable {
    /// What is assumed about the runs.
    public var assumption: SequentialComparison.Assumption
    /// A difference, as a share, that is too small to matter; nil if every difference matters.
    public var indifference: Double?
    /// Number of paired seeds, judged after each.
    public var seeds: Int
    /// The largest number of seeds allowed.
    public var mostSeeds: Int
    /// Why no more seeds were added.
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
      /// It is not known how the number of seeds was chosen.
      case unknown
    }

    /// Describes how seeds were added to a comparison that has ended.
    ///
    /// - Parameters:
    ///   - comparison: The comparison after its last seed.
    ///   - mostSeeds: The largest number of seeds that was allowed.
    ///   - end: Why it was stopped, if not every pair was decided; `unknown` is kept in any case.
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
  /// How seeds were added; nil if their number was fixed.
  public var seedsAdded: SeedsAdded? {
    if case .untilDecided(let added) = self { added } else { nil }
  }

  /// The name of the intervals of mean differences.
  public var intervalName: String { self == .fixed ? "95 % interval" : "anytime interval" }
}

extension Judgement.SeedsAdded {
  /// Sentences on how the number of seeds was chosen and what the intervals promise.
  ///
  /// - Parameter comparisons: The comparisons of the results, those of the metric that decides first.
  public func sentences(_ comparisons: [PairComparison]) -> [String] {
    [reason(comparisons.filter { $0.metric == comparisons[0].metric }), promise]
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
      case .none: "whatever their distribution"
      }
    return
      "The anytime intervals allow for looking after every seed and for all pairs: together they hold "
      + "with 95 %, \(condition)."
  }

  private static func indifferenceSentence(_ indifference: Double) -> String {
    "Differences below \(NumberText.fixed(100 * indifference, decimals: 2)) points count as no difference."
  }
}
