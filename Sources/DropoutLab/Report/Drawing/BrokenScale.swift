/// A linear axis with its wide empty stretches taken out.
///
/// Runs that collapse lie far from all others; on a whole axis they would press the rest into a
/// few pixels. Every piece keeps the same length per unit, so only emptiness is left out, and the
/// drawing marks each break.
package struct BrokenScale: Scale, Hashable {
  /// The pieces of the axis, ascending.
  package let pieces: [ClosedRange<Double>]
  /// The length of a break, as a share of the axis.
  package static let breakLength = 0.03
  private let tickCount = 7

  /// An axis over all finite `values`: a stretch without any value that takes more than
  /// `emptyShare` of the whole axis, and at least `leastGap`, is left out, twice at most.
  package init(
    covering values: [Double], emptyShare: Double = 0.35, leastGap: Double = 5,
    limits: ClosedRange<Double> = -1e300...1e300
  ) {
    let sorted = values.filter { $0.isFinite && $0.magnitude < 1e100 }.sorted()
    guard let low = sorted.first, let high = sorted.last,
      high - low > 1e-9 * max(low.magnitude, high.magnitude)
    else {
      // Equal but for rounding: nothing to break.
      pieces = [LinearScale(covering: sorted, limits: limits).domain]
      return
    }
    var clusters = [sorted]
    for _ in 0..<2 {
      guard let split = Self.widestGap(in: clusters),
        split.width >= max(leastGap, emptyShare * (high - low))
      else { break }
      let cluster = clusters[split.cluster]
      clusters.replaceSubrange(
        split.cluster...split.cluster,
        with: [Array(cluster[..<split.index]), Array(cluster[split.index...])])
    }
    let occupied = clusters.reduce(0) { $0 + $1[$1.count - 1] - $1[0] }
    let margin = (occupied > 0 ? occupied : high - low) * 0.05
    pieces = clusters.map { cluster in
      let (first, last) = (cluster[0], cluster[cluster.count - 1])
      let start = max(first - margin, min(first, limits.lowerBound))
      let end = min(last + margin, max(last, limits.upperBound))
      return end > start ? start...end : first - margin...last + margin
    }
  }

  private static func widestGap(
    in clusters: [[Double]]
  ) -> (cluster: Int, index: Int, width: Double)? {
    var widest: (cluster: Int, index: Int, width: Double)?
    for (number, cluster) in clusters.enumerated() where cluster.count > 1 {
      for index in 1..<cluster.count {
        let width = cluster[index] - cluster[index - 1]
        if width > widest?.width ?? 0 { widest = (number, index, width) }
      }
    }
    return widest
  }

  /// The place of `value`, 0…1; inside a break it moves from one edge to the other.
  package func fraction(_ value: Double) -> Double {
    let length = pieces.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    let unit = (1 - Self.breakLength * Double(pieces.count - 1)) / length
    var start = 0.0
    for (index, piece) in pieces.enumerated() {
      let end = start + (piece.upperBound - piece.lowerBound) * unit
      if value <= piece.upperBound || index == pieces.count - 1 {
        return start + (value - piece.lowerBound) * unit
      }
      let next = pieces[index + 1]
      if value < next.lowerBound {
        let share = (value - piece.upperBound) / (next.lowerBound - piece.upperBound)
        return end + share * Self.breakLength
      }
      start = end + Self.breakLength
    }
    return start
  }

  /// The left and right edge of each break, as places on the axis.
  package var breaks: [ClosedRange<Double>] {
    zip(pieces, pieces.dropFirst()).map { left, right in
      let start = fraction(left.upperBound)
      return start...start + Self.breakLength
    }
  }

  /// Round values of all pieces, with one step; a piece without one is marked at its middle.
  package var ticks: [Tick] {
    let length = pieces.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    let (step, decimals) = Tick.roundStep(length, about: tickCount)
    return pieces.flatMap { piece in
      let round = Tick.multiples(of: step, decimals: decimals, in: piece)
      if !round.isEmpty { return round }
      let middle = (piece.lowerBound + piece.upperBound) / 2
      return [Tick(value: middle, label: NumberText.fixed(middle, decimals: decimals + 1))]
    }
  }
}
