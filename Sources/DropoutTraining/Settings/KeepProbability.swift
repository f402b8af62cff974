/// The probability that a unit survives, as the masks realise it: a 16-bit threshold.
///
/// A unit survives where a 16-bit random number is below the threshold, so the probability is a
/// multiple of 2⁻¹⁶; scaling divides by that realised probability, which keeps the expectation
/// exact. (Frameworks give the drop rate, 1 − keep.)
public struct KeepProbability: Hashable, Sendable {
  /// Numbers below this survive, 1 … 65,536.
  public let threshold: UInt32

  /// Whether a probability is 1, or one that drops some units and keeps some: between 0 and 1 and nearer
  /// to one of 1…65,535 of 65,536 than to 0 or 1.
  public static func isRealisable(_ probability: Double) -> Bool {
    guard probability > 0 && probability < 1 else { return probability == 1 }
    return (1...65_535).contains((probability * 65_536).rounded())
  }

  /// What ``isRealisable(_:)`` holds of, for messages.
  public static let allowedForms =
    "probabilities above 0 and up to 1: 1, which drops nothing, or 0.00001 to 0.99999, for masks keep "
    + "a multiple of 1/65,536"

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
