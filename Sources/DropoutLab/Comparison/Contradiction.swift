import DropoutStatistics

/// What metrics say that disagree with the one that decides.
struct Contradiction {
  /// The metric.
  let metric: Metric
  /// The arm that is better in it.
  let winner: Arm
  /// By how much, and how sure that is: "0.052 nats (95 % interval …)".
  let advantage: String

  /// "; in log-loss per-batch is better by 0.052 nats (95 % interval …), in Brier score, too": the first in full, the
  /// others by name.
  static func clauses(_ found: [Contradiction]) -> String {
    guard let first = found.first else { return "" }
    let others = found.dropFirst()
    let same = others.filter { $0.winner == first.winner }.map(\.metric.shortName)
    let opposite = others.filter { $0.winner != first.winner }
    var text = "; in \(first.metric.shortName) \(first.winner.name) is better by \(first.advantage)"
    if !same.isEmpty { text += ", in \(same.joined(last: " and ")), too" }
    if let other = opposite.first {
      text +=
        "; in \(opposite.map(\.metric.shortName).joined(last: " and ")) \(other.winner.name) is"
    }
    return text
  }
}
