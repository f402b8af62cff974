import DropoutTraining

/// Which pairs a reader wants first.
package enum PairOrder {
  /// Why a pair matters.
  package enum Question: Int, CaseIterable, Comparable {
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
      case .sharing: "Fresh masks: one per example, or one per batch?"
      case .renewal: "Fresh or frozen: does it matter that masks change?"
      case .other: "All other pairs"
      }
    }
  }

  /// The question that a pair answers.
  package static func question(of pair: PairComparison) -> Question {
    let renewals = [pair.a.renewal, pair.b.renewal]
    let sharings = [pair.a.sharing, pair.b.sharing]
    if renewals == [.everyStep, .everyStep], Set(sharings) == [.perExample, .perBatch] {
      return .sharing
    }
    if sharings[0] == sharings[1], sharings[0] != nil, Set(renewals) == [.everyStep, .frozen] {
      return .renewal
    }
    return .other
  }

  /// The pairs of one metric, the most wanted first, otherwise in the plan's order.
  package static func sorted(_ pairs: [PairComparison], metric: Metric) -> [PairComparison] {
    pairs.filter { $0.metric == metric }.enumerated().sorted {
      (question(of: $0.element), $0.offset) < (question(of: $1.element), $1.offset)
    }.map(\.element)
  }
}
