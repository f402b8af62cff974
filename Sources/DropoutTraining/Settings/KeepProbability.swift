/// The probability that a unit survives, rounded to a multiple of 1/65,536 as masks realise it.
///
/// Frameworks take the drop rate instead, 1 − keep. A unit survives if a 16-bit random number is below
/// ``threshold``. Scaling divides by the realised probability, which keeps the expectation exact.
public struct KeepProbability: Hashable, Sendable {
  /// A unit is kept if its random number is below this: 1 … 65,536.
  public let threshold: UInt32

  /// Whether masks can realise a probability: it is 1, or it rounds to one of 1…65,535 of 65,536, which drops
  /// some units and keeps some.
  public static func isRealisable(_ probability: Double) -> Bool {
    guard probability > 0 && probability < 1 else { return probability == 1 }
    return (1...65_535).contains((probability * 65_536).rounded())
  }

  /// The probabilities that ``isRealisable(_:)`` accepts, for messages.
  public static let allowedForms =
    "probabilities above 0 and up to 1: 1, which drops nothing, or 0.00001 to 0.99999, for masks keep "
    + "a multiple of 1/65,536"

  /// The multiple of 1/65,536 nearest to a probability, at least 1/65,536.
  ///
  /// - Precondition: 0 < `probability` ≤ 1.
  public init(_ probability: Double) {
    precondition(probability > 0 && probability <= 1, "keep probability \(probability)")
    threshold = max(1, UInt32((probability * 65_536).rounded()))
  }

  /// The probability with which units are really kept.
  public var realised: Double { Double(threshold) / 65_536 }
  /// Whether every unit is kept.
  public var keepsAll: Bool { threshold == 65_536 }
  /// The factor of kept units under inverted scaling: 1 / ``realised``.
  var inverseScale: Float { Float(65_536 / Double(threshold)) }
}

/// Whether training or evaluation compensates for the dropped units.
public enum DropoutScaling: String, Codable, Hashable, Sendable, CaseIterable {
  /// Training divides survivors by the keep probability; evaluation changes nothing.
  case inverted
  /// Training leaves survivors as they are; evaluation multiplies by the keep probability.
  case classic

  /// The factor of kept units during training.
  func survivorScale(_ keep: KeepProbability) -> Float {
    self == .inverted ? keep.inverseScale : 1
  }
}
