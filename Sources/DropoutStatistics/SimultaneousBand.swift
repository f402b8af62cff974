public import DropoutTraining

/// A confidence band of a mean paired difference along a curve: with 95 % it holds the true differences at all
/// points at once.
///
/// ```swift
/// let curves = zip(curvesOfA, curvesOfB).map { a, b in zip(a, b).map { $0 - $1 } }
/// let band = SimultaneousBand(curves, key: RandomKey(seed: 1))
/// ```
///
/// At each point T is Student's t after Johnson's transform (``MeanInterval``), with the skewness shrunk by
/// n/(n + 15), as its estimate varies much with few seeds. The band is as wide, in T, as the largest |T| over
/// all points of 95 % of the curves that arise when the signs of whole curves, less their mean, are flipped: the
/// max-T step of Westfall and Young 1993 on the sign flips of ``SignFlipTest``. Since a curve keeps its sign at all
/// points, neighbouring points are not paid for twice. `Documentation/Intervals.md` gives the measured coverage.
///
/// Swapping a and b mirrors the band exactly.
public struct SimultaneousBand: Hashable, Sendable {
  /// The least number of seeds for which 5 % of the sign patterns are one pattern or more.
  public static let leastCount = 6
  /// The largest number of seeds for which every sign pattern is looked at.
  static let exactLimit = 11

  /// The mean difference at each point.
  public let means: [Double]
  /// The band at each point; nil where all seeds have the same difference, which says nothing of their spread.
  public let intervals: [ConfidenceInterval?]

  /// The band of differences.
  ///
  /// - Parameters:
  ///   - differences: `[seed][point]`, finite, in the order of the seeds.
  ///   - confidence: The chance that all points are held.
  ///   - randomPatterns: The number of random sign patterns with more than eleven seeds.
  ///   - key: Decides the random patterns.
  /// - Returns: nil with fewer than ``leastCount`` seeds, without points, and if no point shows a spread.
  public init?(
    _ differences: [[Double]], confidence: Double = 0.95, randomPatterns: Int = 2_000,
    key: RandomKey
  ) {
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    let count = differences.count
    guard count >= Self.leastCount, let first = differences.first, !first.isEmpty else {
      return nil
    }
    precondition(differences.allSatisfy { $0.count == first.count }, "curves of different lengths")
    let points = first.indices.map { point in
      Residuals(PairedDifferences(differences.map { $0[point] }))
    }
    let usable = points.filter(\.isUsable)
    guard !usable.isEmpty else { return nil }
    let patterns = Self.patterns(count: count, random: randomPatterns, key: key)
    let largest = patterns.map { signs in usable.reduce(0) { max($0, $1.size(signs)) } }.sorted()
    let place = Int((confidence * Double(largest.count)).rounded(.up)) - 1
    let critical = largest[min(max(place, 0), largest.count - 1)]
    means = points.map(\.mean)
    intervals = points.map { $0.isUsable && critical.isFinite ? $0.interval(critical) : nil }
  }

  /// Sign patterns; a pattern and its opposite give the same |T|, so the first sign is +.
  private static func patterns(count: Int, random: Int, key: RandomKey) -> [[Double]] {
    if count <= exactLimit {
      return (0..<1 << (count - 1)).map { bits in
        (0..<count).map { $0 > 0 && bits >> ($0 - 1) & 1 == 1 ? -1 : 1 }
      }
    }
    var sequence = RandomSequence(key.folding(.signFlip))
    return (0..<random).map { _ in
      (0..<count).map { _ in sequence.nextWord() & 1 == 1 ? -1 : 1 }
    }
  }

  /// The differences at one point, less their mean, divided by the largest.
  private struct Residuals {
    let mean: Double
    let isUsable: Bool
    private let values: [Double]
    private let cubes: [Double]
    /// The sum of the squares, which no sign changes.
    private let squares: Double
    private let scale: Double
    private let shrinkage: Double
    private let skewness: Double

    init(_ differences: PairedDifferences) {
      let mean = differences.mean
      let deviations = differences.values.map { $0 - mean }
      let scale = deviations.reduce(0) { max($0, abs($1)) }
      let count = Double(deviations.count)
      self.mean = mean
      self.scale = scale
      isUsable = !differences.areAllEqual && scale > 0
      values = deviations.map { scale > 0 ? $0 / scale : 0 }
      cubes = values.map { $0 * $0 * $0 }
      squares = values.reduce(0) { $0 + $1 * $1 }
      shrinkage = count / (count + 15)
      skewness =
        shrinkage
        * SkewnessTransform(count: count, squares: squares, cubes: cubes.reduce(0, +)).skewness
    }

    /// |T| of the values with these signs.
    func size(_ signs: [Double]) -> Double {
      let count = Double(values.count)
      var (sum, cubed) = (0.0, 0.0)
      for index in values.indices {
        sum += signs[index] * values[index]
        cubed += signs[index] * cubes[index]
      }
      let mean = sum / count
      // About the new mean.
      let aboutSquares = squares - count * mean * mean
      // Rounding leaves something where all values are equal.
      guard aboutSquares > 1e-12 * squares else { return .infinity }
      let aboutCubes = cubed - 3 * mean * squares + 2 * count * mean * mean * mean
      let own = SkewnessTransform(count: count, squares: aboutSquares, cubes: aboutCubes).skewness
      let transform = SkewnessTransform(skewness: shrinkage * own, count: count)
      return abs(transform.value(mean / (aboutSquares / count).squareRoot()))
    }

    /// The interval whose ends have |T| = `critical`.
    func interval(_ critical: Double) -> ConfidenceInterval {
      let spread = scale * (squares / Double(values.count)).squareRoot()
      let transform = SkewnessTransform(skewness: skewness, count: Double(values.count))
      return ConfidenceInterval(
        low: mean - spread * transform.inverse(critical),
        high: mean - spread * transform.inverse(-critical))
    }
  }
}
