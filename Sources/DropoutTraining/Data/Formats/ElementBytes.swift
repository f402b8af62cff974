// Whole arrays between bytes and numbers. The supported machines are all little-endian.

/// The memory of trivial values, little-endian.
func littleEndianBytes<Value: BitwiseCopyable>(of values: [Value]) -> [UInt8] {
  // Sound: the memory of an array of a trivial type without padding, copied at once.
  unsafe values.withUnsafeBytes { unsafe [UInt8]($0) }
}

/// The numbers that little-endian bytes hold; bytes beyond the last whole one are ignored.
func values<Value: BitwiseCopyable>(of bytes: [UInt8], as type: Value.Type) -> [Value] {
  let count = bytes.count / MemoryLayout<Value>.size
  // Sound: the destination has room for `count` values, every bit pattern is a value of the integer
  // and floating-point types this is called with, and exactly `count` of them are copied.
  return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source.prefix(count * MemoryLayout<Value>.size)))
    }
    initializedCount = count
  }
}

extension [UInt8] {
  /// The bytes without the mark that some programs write before text in UTF-8.
  var withoutByteOrderMark: ArraySlice<UInt8> {
    dropFirst(starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  }
}

/// Converts between big-endian and little-endian: reverses the bytes of each element.
func reversingElements(of bytes: [UInt8], byteCount: Int) -> [UInt8] {
  switch byteCount {
  case 2: littleEndianBytes(of: values(of: bytes, as: UInt16.self).map(\.byteSwapped))
  case 4: littleEndianBytes(of: values(of: bytes, as: UInt32.self).map(\.byteSwapped))
  case 8: littleEndianBytes(of: values(of: bytes, as: UInt64.self).map(\.byteSwapped))
  default: bytes
  }
}

/// Converts the bytes of an array from column-major (Fortran, MATLAB) to row-major order.
func rowMajorBytes(fromColumnMajor bytes: [UInt8], shape: [Int], byteCount: Int) -> [UInt8] {
  guard shape.count > 1, !bytes.isEmpty else { return bytes }
  switch byteCount {
  case 2: return littleEndianBytes(of: rowMajor(values(of: bytes, as: UInt16.self), shape))
  case 4: return littleEndianBytes(of: rowMajor(values(of: bytes, as: UInt32.self), shape))
  case 8: return littleEndianBytes(of: rowMajor(values(of: bytes, as: UInt64.self), shape))
  default: return rowMajor(bytes, shape)
  }
}

/// Gathers in row-major order: the last axis runs fastest in the result, slowest in the source.
private func rowMajor<Value>(_ source: [Value], _ shape: [Int]) -> [Value] {
  var strides = [1]
  for length in shape.dropLast() { strides.append(strides[strides.count - 1] * length) }
  var result: [Value] = []
  result.reserveCapacity(source.count)
  var index = [Int](repeating: 0, count: shape.count)
  let lastLength = shape[shape.count - 1]
  let lastStride = strides[shape.count - 1]
  while result.count < source.count {
    var offset = 0
    for axis in 0..<(shape.count - 1) { offset += index[axis] * strides[axis] }
    for i in 0..<lastLength { result.append(source[offset + i * lastStride]) }
    var axis = shape.count - 2
    while axis >= 0 {
      index[axis] += 1
      if index[axis] < shape[axis] { break }
      index[axis] = 0
      axis -= 1
    }
  }
  return result
}

/// The number that an IEEE 754 half-precision pattern stands for.
///
/// `Float16` itself is missing on some of the supported machines.
func float(halfBits bits: UInt16) -> Float {
  let sign: Float = bits >> 15 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Float(bits & 0x3FF)
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default:
    return sign * (1 + fraction * 0x1p-10)
      * Float(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}
