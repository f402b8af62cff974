/// Student's t distribution.
public struct StudentTDistribution: Hashable, Sendable {
  /// Degrees of freedom ν; need not be whole.
  public let degreesOfFreedom: Double

  /// The distribution with ν degrees of freedom.
  ///
  /// - Precondition: `degreesOfFreedom` is positive.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(|T| ≥ |t|) = I_x(ν/2, ½) with x = ν/(ν + t²).
  public func twoSidedP(_ t: Double) -> Double {
    let square = t * t
    guard square < .infinity else { return 0 }
    let total = degreesOfFreedom + square
    return SpecialFunctions.regularisedBeta(
      degreesOfFreedom / total, complement: square / total, degreesOfFreedom / 2, 0.5)
  }

  /// P(T > t).
  public func survival(_ t: Double) -> Double {
    let half = twoSidedP(t) / 2
    return t < 0 ? 1 - half : half
  }

  /// P(T ≤ t).
  public func cdf(_ t: Double) -> Double { survival(-t) }

  /// The t with P(T ≤ t) = `probability`; ∓∞ at 0 and 1.
  public func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "a probability of \(probability)")
    return probability < 0.5 ? -upperQuantile(probability) : upperQuantile(1 - probability)
  }

  /// The t ≥ 0 with P(T > t) = `tail`, for `tail` up to ½; ∞ at 0.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition((0...0.5).contains(tail), "an upper tail of \(tail)")
    if tail == 0 { return .infinity }
    if tail == 0.5 { return 0 }
    return RootFinder.root(above: 0, step: -NormalDistribution.quantile(tail)) {
      survival($0) - tail
    }
  }
}
