/// Why a run failed: it learned nothing, whatever its scores say.
///
/// As text, in stores and JSON: `no better than guessing`, `diverged at step 12`, `diverged by step 300`.
public enum RunFailure: Hashable, Sendable {
  /// On its training examples the run is no better than always answering their most frequent class.
  case noBetterThanGuessing
  /// A weight is not finite; `step` is the first step after which one was not.
  case diverged(step: Int)
  /// The training loss was not finite when it was measured after `step`.
  case divergedBy(step: Int)
}

extension RunFailure: LosslessStringConvertible, Codable {
  /// The failure's text.
  public var description: String {
    switch self {
    case .noBetterThanGuessing: "no better than guessing"
    case .diverged(let step): "diverged at step \(step)"
    case .divergedBy(let step): "diverged by step \(step)"
    }
  }

  /// Reads a failure's text.
  public init?(_ description: String) {
    let words = description.split(separator: " ")
    switch (words.dropLast(), words.last.flatMap { Int($0) }) {
    case (["diverged", "at", "step"], let step?): self = .diverged(step: step)
    case (["diverged", "by", "step"], let step?): self = .divergedBy(step: step)
    default:
      guard description == Self.noBetterThanGuessing.description else { return nil }
      self = .noBetterThanGuessing
    }
  }

  /// Reads a failure's text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let failure = Self(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no failure: \(text)")
    }
    self = failure
  }

  /// Writes the failure's text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
