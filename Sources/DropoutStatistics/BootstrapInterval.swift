public import DropoutTraining

/// Bootstrap intervals of the mean paired difference: seeds are resampled, pairs stay together.
///
/// Take them to compare with publications that use the bootstrap. ``MeanInterval`` holds the true mean more
/// often if seeds are few.
///
/// The result depends on the differences alone, not on their order, and swapping a and b mirrors it
/// exactly. It is never NaN: if all differences are equal, both intervals are that point.
public struct BootstrapInterval: Hashable, Sendable {
  /// The quantiles (1 ∓ confidence)/2 of the resampled means.
  public let percentile: ConfidenceInterval
  /// The interval with levels corrected for bias and skewness: BCa (Efron 1987).
  public let biasCorrected: ConfidenceInterval
  /// z₀ = Φ⁻¹(P(mean* < mean) + P(mean* = mean)/2).
  public let biasCorrection: Double
  /// a = Σu³/(6·(Σu²)^1.5) with u the jackknife mean minus the leave-one-out means.
  public let acceleration: Double
  /// The two levels Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))): ``biasCorrected`` ends at these quantiles of the means.
  public let levels: [Double]

  /// Resamples the differences; nil below two pairs.
  ///
  /// - Parameters:
  ///   - differences: The paired differences.
  ///   - confidence: The confidence of the intervals, between 0 and 1.
  ///   - resamples: The number of resampled means, of whose quantiles the intervals are made.
  ///   - key: Decides the resamples.
  public init?(
    _ differences: PairedDifferences, confidence: Double = 0.95, resamples: Int = 10_000,
    key: RandomKey
  ) {
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    precondition(resamples >= 100, "\(resamples) resamples are too few for an interval")
    guard differences.count >= 2 else { return nil }
    guard !differences.areAllEqual else {
      let point = ConfidenceInterval(low: differences.mean, high: differences.mean)
      percentile = point
      biasCorrected = point
      biasCorrection = 0
      acceleration = 0
      levels = [(1 - confidence) / 2, (1 + confidence) / 2]
      return
    }
    let (steps, mirrored) = Self.canonical(differences.steps)
    var sums = Self.resampledSums(steps, resamples: resamples, key: key)
    if steps == Self.flipped(steps) { sums = (sums + Self.flipped(sums)).sorted() }
    let z0 = Self.biasCorrection(sums, observed: steps.reduce(0, +), slack: differences.slack)
    let a = Self.acceleration(steps)
    let z = NormalDistribution.quantile((1 + confidence) / 2)
    let corrected = [-z, z].map { Self.level($0, biasCorrection: z0, acceleration: a) }
    func interval(_ low: Double, _ high: Double) -> ConfidenceInterval {
      let ends = [low, high].map {
        differences.grid.value(
          steps: Descriptive.quantile(ofSorted: sums, share: $0) / Double(steps.count))
      }
      return mirrored
        ? ConfidenceInterval(low: -ends[1], high: -ends[0])
        : ConfidenceInterval(low: ends[0], high: ends[1])
    }
    percentile = interval((1 - confidence) / 2, (1 + confidence) / 2)
    biasCorrected = interval(corrected[0], corrected[1])
    biasCorrection = mirrored ? -z0 : z0
    acceleration = mirrored ? -a : a
    levels = mirrored ? [1 - corrected[1], 1 - corrected[0]] : corrected
  }

  /// The differences in ascending order, with all signs flipped if that makes the list "larger".
  package static func canonical(_ steps: [Double]) -> (steps: [Double], mirrored: Bool) {
    let ascending = steps.sorted()
    let flipped = flipped(ascending)
    return ascending.lexicographicallyPrecedes(flipped) ? (flipped, true) : (ascending, false)
  }

  private static func flipped(_ ascending: [Double]) -> [Double] {
    ascending.reversed().map { 0 - $0 }
  }

  private static func resampledSums(
    _ steps: [Double], resamples: Int, key: RandomKey
  ) -> [Double] {
    var random = RandomSequence(key)
    var sums: [Double] = []
    sums.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var sum = 0.0
      for _ in 0..<steps.count { sum += steps[random.below(steps.count)] }
      sums.append(sum)
    }
    return sums.sorted()
  }

  private static func biasCorrection(_ sums: [Double], observed: Double, slack: Double) -> Double {
    let below = sums.count { $0 < observed - slack }
    let equal = sums.count { abs($0 - observed) <= slack }
    // Half a resample at either end keeps z₀ finite.
    let share = (Double(below) + Double(equal) / 2) / Double(sums.count)
    let least = 0.5 / Double(sums.count)
    return NormalDistribution.quantile(min(1 - least, max(least, share)))
  }

  /// Leaving out dᵢ moves the mean by (d̄ − dᵢ)/(n − 1), and a is free of scale: u = dᵢ − d̄.
  private static func acceleration(_ steps: [Double]) -> Double {
    let (squares, cubes, _) = SkewnessTransform.sums(steps, mean: Descriptive.mean(steps))
    return cubes / (6 * squares * squares.squareRoot())
  }

  private static func level(
    _ z: Double, biasCorrection z0: Double, acceleration a: Double
  ) -> Double {
    let shrink = 1 - a * (z0 + z)
    guard shrink > 0 else { return z0 + z > 0 ? 1 : 0 }
    return NormalDistribution.cdf(z0 + (z0 + z) / shrink)
  }
}
