import DropoutTraining

extension ThinnedNetworks {
  /// The expected number of distinct networks among `masks` independent masks: Σ 1 − (1 − p)^masks over all
  /// possible masks, p being the probability of one.
  ///
  /// Masks with equal numbers of kept units in each layer are equally likely, so the sum has one term per
  /// combination of these numbers. Nil above 1,000,000 combinations or 1,000 units.
  func expectedDistinct(masks: Int) -> Double? {
    let combinations = layers.reduce(1.0) { $0 * Double($1.units + 1) }
    guard unitCount <= 1_000, combinations <= 1_000_000 else { return nil }
    var groups: [(count: Double, logarithm: Double)] = [(1, 0)]
    for layer in layers {
      let keep = layer.keep.realised
      var choose = 1.0
      var next: [(count: Double, logarithm: Double)] = []
      for survivors in 0...layer.units {
        let logarithm =
          Double(survivors) * PortableMath.log(keep)
          + Double(layer.units - survivors) * PortableMath.log(1 - keep)
        next += groups.map { ($0.count * choose, $0.logarithm + logarithm) }
        choose = (choose * Double(layer.units - survivors) / Double(survivors + 1)).rounded()
      }
      groups = next
    }
    return groups.reduce(0) { sum, group in
      let p = PortableMath.exp(group.logarithm)
      let chance = Self.seen(Double(masks), p)
      // p may underflow although count · p · masks does not; the logarithms give that product.
      guard chance < 1e-290 else { return sum + group.count * chance }
      return sum
        + PortableMath.exp(
          PortableMath.log(group.count) + group.logarithm + PortableMath.log(Double(masks)))
    }
  }

  /// 1 − (1 − p)^masks, to full precision even if it is small.
  private static func seen(_ masks: Double, _ p: Double) -> Double {
    // log(1 − p) and 1 − e^−x by their series if the plain formula would lose digits.
    let logarithm =
      p < 1e-4 ? -p * (1 + p * (1 / 2 + p * (1 / 3 + p / 4))) : PortableMath.log(1 - p)
    let x = -masks * logarithm
    return x < 1e-4 ? x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) : 1 - PortableMath.exp(-x)
  }
}
