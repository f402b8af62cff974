/// How a gradient becomes a change of the weights.
///
/// In the formulas g is the gradient of the mean loss, plus `l2 · w` for weights, and ε is the learning rate.
public enum Optimizer: Codable, Hashable, Sendable {
  /// w ← w − εg.
  case sgd
  /// v ← μv − εg, w ← w + v (Sutskever et al. 2013).
  case momentum(Momentum)
  /// v ← μv − εg, w ← w + μv − εg: Nesterov's accelerated gradient, from the look-ahead point.
  case nesterov(Momentum)
  /// Adam (Kingma and Ba 2015) with bias correction.
  case adam(beta1: Double, beta2: Double, epsilon: Double)

  /// The names of the cases in stores; `_0` is an associated value without a label.
  private enum CodingKeys: String, CodingKey {
    case sgd, momentum, nesterov, adam
  }
  private enum MomentumCodingKeys: String, CodingKey {
    case _0
  }
  private enum NesterovCodingKeys: String, CodingKey {
    case _0
  }
  private enum AdamCodingKeys: String, CodingKey {
    case beta1, beta2, epsilon
  }

  /// Adam with its authors' constants.
  public static let usualAdam = Optimizer.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)

  /// μ as a function of the step: constant, or a straight ramp.
  public struct Momentum: Codable, Hashable, Sendable {
    /// μ of step 0.
    public var initial: Double
    /// μ after the ramp.
    public var final: Double
    /// Steps from `initial` to `final`; 0 for `final` at once.
    public var rampSteps: Int

    /// The names of the members in stores.
    private enum CodingKeys: String, CodingKey {
      case initial, final, rampSteps
    }

    /// A constant μ.
    public init(_ value: Double) { self.init(from: value, to: value, over: 0) }

    /// A ramp.
    public init(from initial: Double, to final: Double, over rampSteps: Int) {
      self.initial = initial
      self.final = final
      self.rampSteps = rampSteps
    }

    /// μ of a step, counted from 0.
    public func value(step: Int) -> Double {
      guard step < rampSteps else { return final }
      return initial + (final - initial) * Double(step) / Double(rampSteps)
    }
  }

  /// The number of buffers of the parameters' size that the optimiser keeps from step to step.
  var momentCount: Int {
    switch self {
    case .sgd: 0
    case .momentum, .nesterov: 1
    case .adam: 2
    }
  }
}
