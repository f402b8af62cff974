public import DropoutStatistics
public import DropoutTraining

/// How noisy the gradient of a network is at some weights, split by where the noise comes from.
///
/// The gradient g(x, d) of one example x under one mask d varies with both. The *variance* of a gradient is
/// the sum of the variances of its entries. For M independent examples, in groups of G₁, G₂ … that share a
/// mask, the mean gradient has the variance (law of total variance)
///
/// ```
/// V = σx²/M + σd²/M + τ² (ΣGₖ²/M² − 1/M)
/// σx² = Var_x(E_d g)     examples differ
/// σd² = E_x(Var_d g)     masks differ
/// τ²  = Var_d(E_x g)     what a mask does to all examples alike
/// ```
///
/// For K equal groups ΣGₖ²/M² is 1/K. With one mask per example V = (σx² + σd²)/M; with one mask for the
/// whole batch V never falls below τ².
public struct GradientNoise: Codable, Hashable, Sendable {
  /// The three parts of the variance, as numbers.
  public struct Parts: Codable, Hashable, Sendable {
    /// σx².
    public var example: Double
    /// σd².
    public var mask: Double
    /// τ².
    public var common: Double

    /// The variance of a batch's gradient: the formula.
    ///
    /// - Parameter groups: How many examples share each mask; their sum is the batch size.
    public func variance(groups: [Int]) -> Double {
      let size = Double(groups.reduce(0, +))
      let shared = groups.reduce(0.0) { $0 + Double($1) * Double($1) } / (size * size)
      return (example + mask) / size + common * (shared - 1 / size)
    }

    static func + (a: Parts, b: Parts) -> Parts {
      Parts(example: a.example + b.example, mask: a.mask + b.mask, common: a.common + b.common)
    }
  }

  /// The three parts of the variance, as estimates with intervals.
  public struct Components: Codable, Hashable, Sendable {
    /// σx².
    public var example: Estimate
    /// σd².
    public var mask: Estimate
    /// τ².
    public var common: Estimate

    /// The means of the three estimates.
    public var means: Parts {
      Parts(example: example.mean, mask: mask.mean, common: common.mean)
    }

    init(_ parts: [Parts]) {
      example = Estimate(parts.map(\.example))
      mask = Estimate(parts.map(\.mask))
      common = Estimate(parts.map(\.common))
    }
  }

  /// The measurement of one policy at one batch size.
  public struct Cell: Codable, Hashable, Sendable {
    /// Which examples share a mask.
    public var policy: MaskPolicy
    /// M, the number of examples in a batch.
    public var batchSize: Int
    /// K, the number of masks in a batch.
    public var masks: Int
    /// The variance of the batch's gradient, over batches and masks.
    public var measured: Estimate
    /// The variance by the formula with ``GradientNoise/components``, which were estimated from other draws.
    public var predicted: Estimate
    /// The measured variance per weight layer.
    public var layers: [Estimate]
    /// Mean of ½ (1 − cos) between two gradients: 0 alike, ½ at right angles, 1 opposed.
    public var directionVariance: Estimate
    /// The same mean, between a batch's gradient and that of all examples without masks.
    public var directionError: Estimate
  }

  /// The parts for the whole network.
  public var components: Components
  /// The parts per weight layer, its biases included.
  public var layerComponents: [Components]
  /// The exact parts, by enumerating every mask of every example; nil if that is too much work.
  public var exact: Parts?
  /// Squared length of the gradient of all examples without masks.
  public var squaredSignal: Double
  /// The measurements, by batch size, then by policy.
  public var cells: [Cell]

  /// The batch size at which the falling part of a shared mask's noise, (σx² + σd² − τ²)/M, has shrunk to the
  /// constant part, τ²; nil if τ² cannot be distinguished from 0.
  public var turningBatchSize: Double? {
    guard components.common.low > 0 else { return nil }
    let parts = components.means
    return max(parts.example + parts.mask - parts.common, 0) / parts.common
  }

  /// The batch size at which one mask per example is as noisy as one mask for all at `batchSize`.
  public func equalBatchSize(sharedAt batchSize: Int) -> Double {
    let parts = components.means
    return (parts.example + parts.mask) / parts.variance(groups: [batchSize])
  }
}

extension MaskPolicy {
  /// How many examples of a batch share each mask.
  func groups(batchSize: Int) -> [Int] {
    let groups = rowGroups(batchSize: batchSize)
    return (0..<groups.count).map { groups.rows(of: $0).count }
  }
}
