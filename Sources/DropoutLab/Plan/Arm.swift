public import DropoutTraining

/// One side of a comparison: a name, and the mask policy that its networks are trained under, if that is known.
///
/// Arms may also differ in other settings; an arm that differs from the others in its policy alone is called by
/// its policy.
public struct Arm: Hashable, Sendable {
  /// What tables, sentences and files call it; no two arms of a comparison have the same name.
  public let name: String
  /// The mask policy; nil for an arm that was read from a file of results and has a name of its own.
  public let policy: MaskPolicy?

  /// An arm with a name of its own.
  public init(_ name: String, _ policy: MaskPolicy?) { (self.name, self.policy) = (name, policy) }

  /// The arm that is called by its policy.
  public init(_ policy: MaskPolicy) { self.init(policy.description, policy) }

  /// Whether it is called by its policy.
  public var isItsPolicy: Bool { name == policy?.description }
}

extension Arm: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

extension Arm: Codable {
  /// Reads a name; one that is a mask policy is that policy's.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    self.init(name, MaskPolicy(name))
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
