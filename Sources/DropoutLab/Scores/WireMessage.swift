/// The fields of one message in the wire format of protocol buffers.
///
/// A field is a number, a type and a value: a variable-length integer, 4 or 8 bytes, or bytes with their length.
/// Unknown fields are passed over, as the format asks.
struct WireMessage {
  /// The value of a field.
  enum Value: Equatable {
    case integer(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  /// The fields in their order.
  private(set) var fields: [(number: UInt64, value: Value)] = []

  /// Reads a message; nil if the bytes are not one.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard let key = Self.integer(&rest), key >> 3 > 0 else { return nil }
      switch key & 7 {
      case 0:
        guard let value = Self.integer(&rest) else { return nil }
        fields.append((key >> 3, .integer(value)))
      case 1:
        guard let value = Self.fixed(&rest, count: 8) else { return nil }
        fields.append((key >> 3, .fixed64(value)))
      case 2:
        guard let count = Self.integer(&rest), count <= UInt64(rest.count) else { return nil }
        fields.append((key >> 3, .bytes(rest.prefix(Int(count)))))
        rest = rest.dropFirst(Int(count))
      case 5:
        guard let value = Self.fixed(&rest, count: 4) else { return nil }
        fields.append((key >> 3, .fixed32(UInt32(value))))
      default: return nil
      }
    }
  }

  /// Every value of a field.
  func all(_ number: UInt64) -> [Value] { fields.filter { $0.number == number }.map(\.value) }

  /// The bytes of a field; of several the last, as the format asks.
  func bytes(_ number: UInt64) -> ArraySlice<UInt8>? {
    if case .bytes(let bytes)? = all(number).last { bytes } else { nil }
  }

  /// The integer of a field; nil if it is not there.
  func integer(_ number: UInt64) -> UInt64? {
    if case .integer(let value)? = all(number).last { value } else { nil }
  }

  /// A variable-length integer: seven bits a byte, the lowest first.
  private static func integer(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  private static func fixed(_ rest: inout ArraySlice<UInt8>, count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
