/// An optional value that is written as `null` if it is nil; without the wrapper its key would be missing.
@propertyWrapper
package struct NullWhereNil<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The value, or nil.
  package var wrappedValue: Value?

  /// A value that may be missing.
  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Writes the value or `null`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

/// A value that is written with every key: `null` where the value writes nothing.
struct EveryKey<Value: Encodable & Sendable, Key: CodingKey & CaseIterable>: Encodable, Sendable {
  private let value: Value

  init(_ value: Value) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for key in Key.allCases { try container.encodeNil(forKey: key) }
    try value.encode(to: encoder)
  }
}
