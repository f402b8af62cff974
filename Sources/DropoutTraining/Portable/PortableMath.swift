/// Elementary functions in Double whose bits are the same on every machine.
///
/// A C library may compute `log` or `cos` with or without fused multiply-add, depending on the
/// processor, and so differ in the last bit. These use only IEEE 754 operations in a written order.
/// Initial weights, data generators and statistics use them, as speed does not matter there.
/// Relative error below 4·10⁻¹⁶ (tested against the platform's library).
public enum PortableMath {
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm; −∞ at 0, NaN below.
  ///
  /// x = m·2ᵉ with m in [√½, √2); log m = 2·artanh((m − 1)/(m + 1)) by its series.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.4142135623730951 {
      m /= 2
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let s2 = s * s
    var sum = 0.0
    for k in stride(from: 12, through: 1, by: -1) { sum = (sum + 1 / Double(2 * k + 1)) * s2 }
    let artanhTail = 2 * s * sum
    return exponent * ln2High + (2 * s + (artanhTail + exponent * ln2Low))
  }

  /// The exponential function.
  public static func exp(_ x: Double) -> Double {
    guard x < 709.79 else { return x.isNaN ? x : .infinity }
    guard x > -745.2 else { return 0 }
    let n = (x * 1.4426950408889634).rounded(.toNearestOrEven)
    let r = (x - n * ln2High) - n * ln2Low
    var sum = 1.0
    for k in stride(from: 14, through: 1, by: -1) { sum = 1 + sum * r / Double(k) }
    let half = Int(n) / 2
    let scale = Double(sign: .plus, exponent: half, significand: 1)
    return sum * scale * Double(sign: .plus, exponent: Int(n) - half, significand: 1)
  }

  /// The sine of an angle in radians; |x| below 10⁵ keeps the stated error.
  public static func sin(_ x: Double) -> Double {
    let (quarter, r) = reduced(x)
    switch quarter {
    case 0: return sinSeries(r)
    case 1: return cosSeries(r)
    case 2: return -sinSeries(r)
    default: return -cosSeries(r)
    }
  }

  /// The cosine of an angle in radians; |x| below 10⁵ keeps the stated error.
  public static func cos(_ x: Double) -> Double {
    let (quarter, r) = reduced(x)
    switch quarter {
    case 0: return cosSeries(r)
    case 1: return -sinSeries(r)
    case 2: return -cosSeries(r)
    default: return sinSeries(r)
    }
  }

  /// x = r + quarter·π/2 (modulo 2π) with |r| ≤ π/4: π/2 in three parts (Cody and Waite).
  private static func reduced(_ x: Double) -> (quarter: Int, r: Double) {
    let n = (x * 0.6366197723675814).rounded(.toNearestOrEven)
    let r =
      ((x - n * 0x1.921fb54400000p0) - n * 0x1.0b4611a600000p-34) - n * 0x1.3198a2e037073p-69
    return (Int(n) & 3, r)
  }

  private static func sinSeries(_ r: Double) -> Double {
    var sum = 0.0
    for k in stride(from: 8, through: 1, by: -1) {
      sum = -(1 + sum) * r * r / Double(2 * k * (2 * k + 1))
    }
    return r + r * sum
  }

  private static func cosSeries(_ r: Double) -> Double {
    var sum = 0.0
    for k in stride(from: 9, through: 1, by: -1) {
      sum = -(1 + sum) * r * r / Double(2 * k * (2 * k - 1))
    }
    return 1 + sum
  }
}
