/// The noise that dropout multiplies into the network. Each kind has mean 1 and works with every mask policy.
public enum DropoutNoise: String, Codable, Hashable, Sendable, CaseIterable {
  /// Each unit is multiplied by 0 or 1 / keep: the usual dropout.
  case bernoulli
  /// Each unit is multiplied by 1 + σn, n standard normal, σ² = (1 − keep)/keep, which is the variance of
  /// ``bernoulli`` (Srivastava et al. 2014, section 10).
  case gaussian
  /// Each weight that leaves a layer is multiplied by 0 or 1 / keep of that layer (DropConnect: Wan et al. 2013).
  ///
  /// Evaluation uses the mean weights; Wan et al. sample from a normal approximation instead.
  case dropconnect

  /// Whether units are dropped or kept, so that there are survivors, thinned networks and classic scaling.
  public var dropsUnits: Bool { self == .bernoulli }

  /// Whether weights are masked instead of units.
  public var masksWeights: Bool { self == .dropconnect }

  /// The standard deviation of a unit's factor.
  static func standardDeviation(_ keep: KeepProbability) -> Float {
    Float(((1 - keep.realised) / keep.realised).squareRoot())
  }
}
