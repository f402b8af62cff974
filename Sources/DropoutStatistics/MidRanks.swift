/// Ranks from 1 for the smallest value; equal values share the mean of the ranks they take up.
public struct MidRanks: Hashable, Sendable {
  /// The rank of each value, in the order of the values.
  public let ranks: [Double]
  /// Σ(t³ − t) over the groups of t equal values, which rank tests subtract from a variance.
  public let tieSum: Double

  /// The ranks of `values`; only values that are exactly equal tie.
  public init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var tieSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
      let t = Double(end - start)
      tieSum += t * t * t - t
      start = end
    }
    self.ranks = ranks
    self.tieSum = tieSum
  }
}
