private import CKernels

extension Matrix {
  /// Converts row `source` of a packed `[_, columns]` array of pixels to numbers in row `row`.
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
