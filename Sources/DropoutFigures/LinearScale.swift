/// An axis on which equal differences are equal lengths.
package struct LinearScale: Scale, Hashable {
  /// The values from end to end.
  package let domain: ClosedRange<Double>
  /// The approximate number of values to mark.
  package var tickCount = 6

  /// An axis over all finite `values`, widened by `padding` of its length at both ends.
  ///
  /// If all values are equal, or none is finite, the axis still has a length.
  /// - Parameter limits: Padding does not extend the axis beyond these values.
  package init(
    covering values: [Double], padding: Double = 0.05,
    limits: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) {
    let finite = values.filter { $0.isFinite && $0.magnitude < 1e100 }
    let low = finite.min() ?? 0
    let high = finite.max() ?? 1
    var margin = (high - low) * padding
    // A length below the values' own resolution would give marks that round to the same number.
    let smallest = max(1e-9, max(low.magnitude, high.magnitude) * 1e-6)
    if high - low < smallest { margin = max(smallest, high.magnitude * 0.1, 0.05) }
    var start = max(low - margin, min(low, limits.lowerBound))
    var end = min(high + margin, max(high, limits.upperBound))
    if end - start < smallest {
      start = low - margin
      end = high + margin
    }
    domain = start...end
  }

  /// An axis over exactly `domain`.
  ///
  /// - Precondition: the domain has a length.
  package init(domain: ClosedRange<Double>) {
    precondition(domain.upperBound > domain.lowerBound, "an axis over \(domain)")
    self.domain = domain
  }

  /// The place of `value`, 0…1 inside the domain.
  package func fraction(_ value: Double) -> Double {
    (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }

  /// Round values, about ``tickCount`` of them.
  package var ticks: [Tick] { Tick.round(in: domain, about: tickCount) }
}
