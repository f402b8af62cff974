import DropoutStatistics
private import DropoutTraining

/// An axis on which equal ratios are equal lengths.
package struct LogScale: Scale, Hashable {
  /// The values from end to end, above 0.
  package let domain: ClosedRange<Double>
  /// The largest number of values to mark.
  package var tickCount = 7

  /// An axis over all finite positive `values`, widened by a factor of `margin` at both ends.
  package init(covering values: [Double], margin: Double = 1.08) {
    let usable = values.filter { $0 > 1e-100 && $0 < 1e100 }
    let low = usable.min() ?? 0.1
    let high = usable.max() ?? 10
    domain = high > low * 1.01 ? low / margin...high * margin : low / 2...high * 2
  }

  /// The place of `value`; values that are not positive are placed at the low end.
  package func fraction(_ value: Double) -> Double {
    guard value > domain.lowerBound else { return 0 }
    let low = PortableMath.log(domain.lowerBound)
    return (PortableMath.log(value) - low) / (PortableMath.log(domain.upperBound) - low)
  }

  /// 1, 2 and 5 times powers of ten, or powers of ten alone if the others are too many.
  package var ticks: [Tick] {
    if domain.upperBound / domain.lowerBound < 5 {
      return Tick.round(in: domain, about: tickCount - 2).filter { $0.value > 0 }
    }
    let fine = decades(factors: [1, 2, 5])
    if fine.count <= tickCount { return fine }
    let powers = decades(factors: [1])
    let every = (powers.count + tickCount - 1) / tickCount
    return powers.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  private func decades(factors: [Int]) -> [Tick] {
    var ticks: [Tick] = []
    for exponent in -100...100 {
      for factor in factors {
        let value = power(exponent) * Double(factor)
        guard value >= domain.lowerBound, value <= domain.upperBound else { continue }
        ticks.append(Tick(value: value, label: label(factor: factor, exponent: exponent)))
      }
    }
    return ticks
  }

  private func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent.magnitude { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }

  private func label(factor: Int, exponent: Int) -> String {
    switch exponent {
    case 0...4: NumberText.count(factor * Int(power(exponent)))
    case -4..<0: "0." + String(repeating: "0", count: -exponent - 1) + "\(factor)"
    default: (factor == 1 ? "" : "\(factor)·") + "10" + NumberText.superscript(exponent)
    }
  }
}
