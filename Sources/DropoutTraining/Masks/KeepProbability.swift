/// The probability that a unit survives, as the masks realise it: a 16-bit threshold.
///
/// A unit survives where a 16-bit random number is below the threshold, so the probability is a
/// multiple of 2⁻¹⁶; scaling divides by that realised probability, which keeps the expectation
/// exact. (Frameworks give the drop rate, 1 − keep.)
public struct KeepProbability: Hashable, Sendable {
  /// Numbers below this survive, 1 … 65,536.
  public let threshold: UInt32

  /// The nearest realisable probability, at least 2⁻¹⁶.
  ///
  /// - Precondition: 0 < `probability` ≤ 1.
  public init(_ probability: Double) {
    precondition(probability > 0 && probability <= 1, "keep probability \(probability)")
    threshold = max(1, UInt32((probability * 65_536).rounded()))
  }

  /// The probability with which units really survive.
  public var realised: Double { Double(threshold) / 65_536 }
  /// Whether every unit survives.
  public var keepsAll: Bool { threshold == 65_536 }
  /// What survivors are multiplied by under inverted scaling: 1 / ``realised``.
  var inverseScale: Float { Float(65_536 / Double(threshold)) }
}

/// Where the keep probability is made up for.
public enum DropoutScaling: String, Codable, Hashable, Sendable, CaseIterable {
  /// Survivors are divided by the keep probability while training; evaluation needs nothing.
  case inverted
  /// Training leaves survivors as they are; evaluation multiplies by the keep probability.
  case classic
}
