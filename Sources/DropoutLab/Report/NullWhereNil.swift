/// A value that is written as `null` if there is none; without this its key would be missing.
@propertyWrapper
public struct NullWhereNil<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The value, or nil.
  public var wrappedValue: Value?

  /// A value that may be missing.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Writes the value or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
