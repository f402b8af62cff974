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
