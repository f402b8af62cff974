/// What dropout multiplies, and by what. All kinds share the mask policies, and have mean 1.
public enum DropoutNoise: String, Codable, Hashable, Sendable, CaseIterable {
  /// Units by 0 or 1 / keep.
  case bernoulli
  /// Units by 1 + σn, n standard normal, σ² = (1 − keep)/keep, which is Bernoulli's variance
  /// (Srivastava et al. 2014, section 10).
  case gaussian
  /// The weights that leave a layer, each by 0 or 1 / keep of that layer (DropConnect: Wan et al. 2013).
  ///
  /// Evaluation uses the mean weights; Wan et al. sample a normal approximation instead.
  case dropconnect

  /// The standard deviation of a unit's factor.
  static func standardDeviation(_ keep: KeepProbability) -> Float {
    Float(((1 - keep.realised) / keep.realised).squareRoot())
  }
}
