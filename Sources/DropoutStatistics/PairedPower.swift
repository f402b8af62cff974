import DropoutTraining

/// The power of the paired t test, exactly: how many paired seeds show a difference, and how small a
/// difference a number of seeds can show.
///
/// ```swift
/// let seeds = PairedPower().seedsNeeded(difference: 0.005, sd: 0.008)  // half a point: 23 seeds
/// ```
///
/// Under a true mean difference δ the squared t statistic is noncentral F with 1 and n − 1 degrees of
/// freedom and noncentrality nδ²/s². The level is that of a single test, before any correction for
/// several comparisons.
public struct PairedPower: Hashable, Sendable {
  /// The two-sided level of the test.
  public let level: Double
  /// The wanted probability of finding a true difference.
  public let power: Double

  /// The wanted level and power; by default 80 % power at level .05.
  ///
  /// - Precondition: 0 < `level` < `power` < 1.
  public init(level: Double = 0.05, power: Double = 0.8) {
    precondition(0 < level && level < power && power < 1, "level \(level), power \(power)")
    self.level = level
    self.power = power
  }

  /// The probability that `seeds` pairs show a true mean difference of `difference`.
  ///
  /// - Precondition: `seeds` ≥ 2; `sd`, the standard deviation of the differences, is positive.
  public func power(seeds: Int, difference: Double, sd: Double) -> Double {
    precondition(seeds >= 2 && sd > 0, "the power of \(seeds) seeds with sd \(sd)")
    let noncentrality = difference / sd * Double(seeds).squareRoot()
    return power(seeds: seeds, critical: criticalT(seeds: seeds), noncentrality: noncentrality)
  }

  /// The smallest true mean difference that `seeds` pairs show with ``power``; nil below two.
  public func minimumDetectableDifference(seeds: Int, sd: Double) -> Double? {
    guard seeds >= 2 else { return nil }
    return sd * detectableEffect(seeds: seeds)
  }

  /// The smallest d_z, true mean difference over standard deviation, that `seeds` pairs show with ``power``.
  package func detectableEffect(seeds: Int) -> Double {
    let critical = criticalT(seeds: seeds)
    let noncentrality = RootFinder.root(above: 0, step: 4) {
      power - power(seeds: seeds, critical: critical, noncentrality: $0)
    }
    return noncentrality / Double(seeds).squareRoot()
  }

  /// The number of paired seeds that show a true mean difference of `difference` with ``power``.
  ///
  /// - Precondition: `difference` is not 0, `sd` is positive, the answer is below 10⁸.
  public func seedsNeeded(difference: Double, sd: Double) -> Int {
    precondition(difference != 0 && sd > 0, "seeds for a difference of \(difference), sd \(sd)")
    let z =
      NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(power)
    let normal = (z * sd / difference) * (z * sd / difference)
    precondition(normal < 1e8, "seeds for a difference of \(difference), sd \(sd)")
    // The t test needs a few more than the normal approximation says, never fewer.
    var seeds = max(2, Int(normal))
    while power(seeds: seeds, difference: difference, sd: sd) < power { seeds += 1 }
    return seeds
  }

  private func criticalT(seeds: Int) -> Double {
    StudentTDistribution(degreesOfFreedom: Double(seeds - 1)).upperQuantile(level / 2)
  }

  /// P(T'² > t*²): a Poisson mixture of beta tails, summed outwards from its mode.
  private func power(seeds: Int, critical t: Double, noncentrality: Double) -> Double {
    let nu = Double(seeds - 1)
    let (x, y) = (t * t / (nu + t * t), nu / (nu + t * t))
    let mean = noncentrality * noncentrality / 2
    let mode = mean.rounded(.down)
    func term(_ j: Double, _ weight: Double) -> Double {
      weight * SpecialFunctions.regularisedBeta(y, complement: x, nu / 2, j + 0.5)
    }
    var sum = 0.0
    var j = mode
    while j >= 0 {
      let weight = SpecialFunctions.poisson(j, mean: mean)
      sum += term(j, weight)
      if weight < 1e-17 { break }
      j -= 1
    }
    j = mode + 1
    while true {
      let weight = SpecialFunctions.poisson(j, mean: mean)
      sum += term(j, weight)
      if weight < 1e-17 { return min(1, sum) }
      j += 1
    }
  }
}
