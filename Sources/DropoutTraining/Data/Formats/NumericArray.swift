/// An n-dimensional array from an array file, or to be written to one.
///
/// Elements are kept as bytes, little-endian and in row-major (C) order, whatever the order in the file was. An
/// array takes the memory of its elements, and writing it is a copy.
public struct NumericArray: Hashable, Sendable {
  /// Length of each axis; empty for a single number. No length is negative.
  public let shape: [Int]
  /// The type of the elements.
  public let elementType: ElementType
  /// The elements, little-endian, row-major: `count * elementType.byteCount` bytes.
  public let bytes: [UInt8]

  /// Number types that array files hold.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// One byte, 0 or 1.
    case bool
    /// Unsigned integers.
    case uint8, uint16, uint32, uint64
    /// Signed integers, two's complement.
    case int8, int16, int32, int64
    /// IEEE 754 numbers.
    case float16, float32, float64

    /// The size of an element in bytes.
    public var byteCount: Int {
      switch self {
      case .bool, .uint8, .int8: 1
      case .uint16, .int16, .float16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      }
    }
  }

  /// The number of elements.
  public var count: Int { bytes.count / elementType.byteCount }

  /// An array from its elements' bytes, little-endian and row-major.
  ///
  /// - Precondition: the number of bytes is the product of the shape times the size of an element.
  public init(shape: [Int], elementType: ElementType, bytes: [UInt8]) {
    precondition(
      Self.byteCount(shape: shape, elementType: elementType) == bytes.count,
      "\(bytes.count) bytes are not \(shape) of \(elementType)")
    self.shape = shape
    self.elementType = elementType
    self.bytes = bytes
  }

  /// An array of bytes.
  public init(shape: [Int], _ values: [UInt8]) {
    self.init(shape: shape, elementType: .uint8, bytes: values)
  }

  /// An array of 32-bit floating-point numbers.
  public init(shape: [Int], _ values: [Float]) {
    self.init(shape: shape, elementType: .float32, bytes: littleEndianBytes(of: values))
  }

  /// An array of 64-bit floating-point numbers.
  public init(shape: [Int], _ values: [Double]) {
    self.init(shape: shape, elementType: .float64, bytes: littleEndianBytes(of: values))
  }

  /// An array of 32-bit integers.
  public init(shape: [Int], _ values: [Int32]) {
    self.init(shape: shape, elementType: .int32, bytes: littleEndianBytes(of: values))
  }

  /// An array of 64-bit integers.
  public init(shape: [Int], _ values: [Int64]) {
    self.init(shape: shape, elementType: .int64, bytes: littleEndianBytes(of: values))
  }

  /// The bytes an array of this shape takes; nil if a length is negative or the product overflows.
  static func byteCount(shape: [Int], elementType: ElementType) -> Int? {
    if shape.contains(0) { return shape.allSatisfy { $0 >= 0 } ? 0 : nil }
    var total = elementType.byteCount
    for length in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow else { return nil }
      total = product
    }
    return total
  }
}

extension NumericArray {
  /// The elements as `Float`; integers beyond 2²⁴ and doubles are rounded to the nearest `Float`.
  public var floats: [Float] {
    switch elementType {
    case .float32: values(of: bytes, as: Float.self)
    case .bool, .uint8: bytes.map { Float($0) }
    case .int8: values(of: bytes, as: Int8.self).map { Float($0) }
    case .uint16: values(of: bytes, as: UInt16.self).map { Float($0) }
    case .int16: values(of: bytes, as: Int16.self).map { Float($0) }
    case .uint32: values(of: bytes, as: UInt32.self).map { Float($0) }
    case .int32: values(of: bytes, as: Int32.self).map { Float($0) }
    case .uint64: values(of: bytes, as: UInt64.self).map { Float($0) }
    case .int64: values(of: bytes, as: Int64.self).map { Float($0) }
    case .float16: values(of: bytes, as: UInt16.self).map(float(halfBits:))
    case .float64: values(of: bytes, as: Double.self).map { Float($0) }
    }
  }

  /// The elements as `Double`; 64-bit integers beyond 2⁵³ are rounded to the nearest `Double`.
  public var doubles: [Double] {
    switch elementType {
    case .float64: values(of: bytes, as: Double.self)
    case .uint32: values(of: bytes, as: UInt32.self).map { Double($0) }
    case .int32: values(of: bytes, as: Int32.self).map { Double($0) }
    case .uint64: values(of: bytes, as: UInt64.self).map { Double($0) }
    case .int64: values(of: bytes, as: Int64.self).map { Double($0) }
    default: floats.map { Double($0) }
    }
  }

  /// The elements as integers; nil if one is not an integer of 64 bits.
  ///
  /// Floating-point elements count as integers if they have no fraction and lie within ±2⁵³.
  public var integers: [Int64]? {
    switch elementType {
    case .bool, .uint8: return bytes.map { Int64($0) }
    case .int8: return values(of: bytes, as: Int8.self).map { Int64($0) }
    case .uint16: return values(of: bytes, as: UInt16.self).map { Int64($0) }
    case .int16: return values(of: bytes, as: Int16.self).map { Int64($0) }
    case .uint32: return values(of: bytes, as: UInt32.self).map { Int64($0) }
    case .int32: return values(of: bytes, as: Int32.self).map { Int64($0) }
    case .int64: return values(of: bytes, as: Int64.self)
    case .uint64:
      let values = values(of: bytes, as: UInt64.self)
      return values.contains { $0 > UInt64(Int64.max) } ? nil : values.map { Int64($0) }
    case .float16, .float32, .float64:
      let values = doubles
      let exact = values.allSatisfy { abs($0) <= 0x1p53 && $0 == $0.rounded(.towardZero) }
      return exact ? values.map { Int64($0) } : nil
    }
  }
}
