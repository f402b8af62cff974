import DropoutTraining

/// The order in which pairs are shown: by the question that they answer.
package enum PairOrder {
  /// Why a pair matters.
  package enum Question: Int, CaseIterable, Comparable {
    /// Each policy against no dropout.
    case dropout
    /// Fresh masks: one per example against one per batch.
    case sharing
    /// Fresh against frozen masks of the same sharing.
    case renewal
    /// Everything else.
    case other

    package static func < (left: Question, right: Question) -> Bool {
      left.rawValue < right.rawValue
    }

    /// The question as a heading.
    package var heading: String {
      switch self {
      case .dropout: "Does dropout help?"
      case .sharing: "Fresh masks: one per example, or one per batch?"
      case .renewal: "Fresh or frozen: does it matter that masks change?"
      case .other: "All other pairs"
      }
    }
  }

  /// The question that a pair answers; arms that differ in other settings answer none of those listed.
  package static func question(of pair: PairComparison) -> Question {
    let policies = [pair.a, pair.b].compactMap { $0.isItsPolicy ? $0.policy : nil }
    guard policies.count == 2 else { return .other }
    let (renewals, sharings) = (policies.map(\.renewal), policies.map(\.sharing))
    if sharings.contains(nil) { return .dropout }
    if renewals == [.everyStep, .everyStep], Set(sharings) == [.perExample, .perBatch] {
      return .sharing
    }
    if sharings[0] == sharings[1], sharings[0] != nil, Set(renewals) == [.everyStep, .frozen] {
      return .renewal
    }
    return .other
  }

  /// The pairs of one metric, ordered by question, otherwise in the plan's order.
  package static func sorted(_ pairs: [PairComparison], metric: Metric) -> [PairComparison] {
    pairs.filter { $0.metric == metric }.enumerated().sorted {
      (question(of: $0.element), $0.offset) < (question(of: $1.element), $1.offset)
    }.map(\.element)
  }

  /// The pairs in the metric that decides, the first one's, ordered by question.
  package static func deciding(_ pairs: [PairComparison]) -> [PairComparison] {
    pairs.first.map { sorted(pairs, metric: $0.metric) } ?? []
  }

  /// The pairs in the metric that decides, the first one's, to show: all pairs if there are at most three arms or a baseline, else the pairs that
  /// answer a question; if none does, the first arm against each other one.
  ///
  /// - Returns: The pairs, and how many others there are.
  package static func told(
    _ pairs: [PairComparison], armCount: Int, all: Bool = false
  ) -> (shown: [PairComparison], others: Int) {
    let sorted = deciding(pairs)
    // Fewer pairs than that are those with a baseline.
    guard armCount > 3, sorted.count >= armCount, !all else { return (sorted, 0) }
    var wanted = sorted.filter { question(of: $0) != .other }
    if wanted.isEmpty { wanted = sorted.filter { $0.a == sorted[0].a } }
    return (wanted, sorted.count - wanted.count)
  }
}
