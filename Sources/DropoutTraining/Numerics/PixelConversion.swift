private import CKernels

/// A pixel of 0 to 255 as a number of 0 to 1, correctly rounded.
func unitFloat(_ pixel: UInt8) -> Float { Float(pixel) / 255 }

/// Pixels of 0 to 255 as numbers of 0 to 1: each byte divided by 255, correctly rounded.
func unitFloats(_ pixels: ArraySlice<UInt8>) -> [Float] {
  // Sound: the buffer has room for `pixels.count` numbers and the kernel writes exactly as many.
  unsafe [Float](unsafeUninitializedCapacity: pixels.count) { buffer, initializedCount in
    unsafe pixels.withUnsafeBufferPointer { source in
      guard let base = buffer.baseAddress else { return }
      unsafe ck_unit_floats(base, source.baseAddress, source.count)
    }
    initializedCount = pixels.count
  }
}

extension Matrix {
  /// Makes row `row` the numbers of row `source` of a packed `[_, columns]` array of pixels.
  func setRow(_ row: Int, fromPixels pixels: [UInt8], row source: Int) {
    precondition(
      row >= 0 && row < rows && source >= 0 && (source + 1) * columns <= pixels.count,
      "row \(source) → \(row)")
    unsafe pixels.withUnsafeBufferPointer { packed in
      guard let start = packed.baseAddress else { return }
      unsafe ck_unit_floats(base + row * stride, start + source * columns, columns)
    }
  }
}
