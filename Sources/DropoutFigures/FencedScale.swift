/// A linear axis for the bulk of the values, with coarser linear zones for the few far beyond it.
///
/// A few failed runs lie so far from all others that one linear axis would press the rest into a
/// few pixels. Here the bulk takes most of the axis. Values beyond the fence keep their order, with round ticks of
/// their own, in a zone that the drawing shades and separates. No value is left out, and without far values the
/// axis is plain.
package struct FencedScale: Scale, Hashable {
  /// The values on the fine part of the axis.
  package let bulk: ClosedRange<Double>
  /// The values of the coarse zone before the bulk; nil if no value is far below it.
  package let below: ClosedRange<Double>?
  /// The values of the coarse zone after the bulk; nil if no value is far above it.
  package let above: ClosedRange<Double>?

  /// The share of the axis that a far zone takes: alone, and beside another one.
  package static let (farShare, farShareOfTwo) = (0.2, 0.14)
  /// The length of a cut between two zones, as a share of the axis.
  package static let cutLength = 0.022

  /// An axis over all finite `values` and `others`.
  ///
  /// If the fence shortens the axis by less than two fifths, the axis stays plain.
  /// - Parameters:
  ///   - values: Single observations; they alone set the fence (see ``Fence``).
  ///   - others: Means and ends of intervals, which may lie beyond the fence.
  ///   - near: Values that always belong to the bulk, such as zero for differences.
  ///   - limits: Padding does not extend the axis beyond these values.
  package init(
    covering values: [Double], others: [Double] = [], near: [Double] = [],
    limits: ClosedRange<Double> = -1e300...1e300
  ) {
    let values = values.filter { $0.magnitude < 1e100 }.sorted()
    let all = (values + (others + near).filter { $0.magnitude < 1e100 }).sorted()
    guard let first = all.first, let last = all.last,
      let inside = Fence.range(around: values, among: all, near: near),
      inside.upperBound - inside.lowerBound < 0.6 * (last - first)
    else {
      (bulk, below, above) = (LinearScale(covering: all, limits: limits).domain, nil, nil)
      return
    }
    let margin = (inside.upperBound - inside.lowerBound) * 0.05
    let start = max(inside.lowerBound - margin, min(inside.lowerBound, limits.lowerBound))
    let end = min(inside.upperBound + margin, max(inside.upperBound, limits.upperBound))
    bulk = start...end
    // A mark at the far end needs the same room as in the bulk.
    let low = max(first - (start - first) * 0.08, min(first, limits.lowerBound))
    let high = min(last + (last - end) * 0.08, max(last, limits.upperBound))
    below = first < start ? low...start : nil
    above = last > end ? end...high : nil
  }

  /// The place of `value`, 0…1; no value has a place inside a cut.
  package func fraction(_ value: Double) -> Double {
    let start = below == nil ? 0 : share + Self.cutLength
    let end = above == nil ? 1 : 1 - share - Self.cutLength
    if let below, value < bulk.lowerBound {
      return share * LinearScale(domain: below).fraction(value)
    }
    if let above, value > bulk.upperBound {
      return 1 - share + share * LinearScale(domain: above).fraction(value)
    }
    return start + (end - start) * LinearScale(domain: bulk).fraction(value)
  }

  /// The share of the axis that each far zone takes.
  private var share: Double { below != nil && above != nil ? Self.farShareOfTwo : Self.farShare }

  /// Whether `value` lies in a coarse zone.
  package func isFar(_ value: Double) -> Bool {
    (below != nil && value < bulk.lowerBound) || (above != nil && value > bulk.upperBound)
  }

  /// The places of the coarse zones.
  package var farZones: [ClosedRange<Double>] {
    (below == nil ? [] : [0...share]) + (above == nil ? [] : [1 - share...1])
  }

  /// The places of the cuts between the zones.
  package var cuts: [ClosedRange<Double>] {
    farZones.map { zone in
      zone.lowerBound == 0
        ? zone.upperBound...zone.upperBound + Self.cutLength
        : zone.lowerBound - Self.cutLength...zone.lowerBound
    }
  }

  /// Round values in each zone; each zone has its own step.
  package var ticks: [Tick] {
    let fine = Tick.round(in: bulk, about: 6)
    return farTicks(below, beside: fine) + fine + farTicks(above, beside: fine)
  }

  /// The ticks of a zone whose labels do not touch those of the bulk.
  private func farTicks(_ zone: ClosedRange<Double>?, beside fine: [Tick]) -> [Tick] {
    guard let zone else { return [] }
    // The second try has a finer step: a zone may hold no multiple of a coarse one.
    for count in farZones.count == 1 ? [3, 6] : [2, 4, 8] {
      let clear = Tick.round(in: zone, about: count).filter { tick in
        isFar(tick.value)
          && fine.allSatisfy { abs(fraction($0.value) - fraction(tick.value)) > 0.075 }
      }
      if !clear.isEmpty { return Array(clear.suffix(3)) }
    }
    return []
  }
}
