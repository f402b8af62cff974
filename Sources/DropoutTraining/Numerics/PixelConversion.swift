private import CKernels

/// Pixels of 0 to 255 as numbers of 0 to 1: each byte divided by 255, correctly rounded.
func unitFloats(_ pixels: [UInt8]) -> [Float] {
  // Sound: the buffer has room for `pixels.count` numbers and the kernel writes exactly as many.
  unsafe [Float](unsafeUninitializedCapacity: pixels.count) { buffer, initializedCount in
    if let base = buffer.baseAddress { unsafe ck_unit_floats(base, pixels, pixels.count) }
    initializedCount = pixels.count
  }
}
