import DropoutTraining

extension ThinnedNetworks {
  /// How many distinct networks `masks` independent masks have on average: Σ over masks of
  /// 1 − (1 − p)^masks, p being how likely the mask is.
  ///
  /// Masks with as many survivors in each layer are alike, so the sum has a term for each combination of
  /// their numbers; nil if these, or the networks, are too many.
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
      // Where p is below every Double, the product of both is not: count · p · masks.
      guard chance < 1e-290 else { return sum + group.count * chance }
      return sum
        + PortableMath.exp(
          PortableMath.log(group.count) + group.logarithm + PortableMath.log(Double(masks)))
    }
  }

  /// 1 − (1 − p)^masks, to full precision also where it is small.
  private static func seen(_ masks: Double, _ p: Double) -> Double {
    // log(1 − p) and 1 − e^−x by their series where the plain formula would cancel.
    let logarithm =
      p < 1e-4 ? -p * (1 + p * (1 / 2 + p * (1 / 3 + p / 4))) : PortableMath.log(1 - p)
    let x = -masks * logarithm
    return x < 1e-4 ? x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) : 1 - PortableMath.exp(-x)
  }
}
