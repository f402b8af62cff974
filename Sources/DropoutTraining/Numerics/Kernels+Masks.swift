import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// Draws the bits of `rows` mask rows: see ``MaskFormula`` for the formula.
  static func drawMask(
    into bits: borrowing AlignedBuffer<UInt8>, stride: Int, rows: Int, units: Int, key: RandomKey,
    draw: UInt64, threshold: UInt32
  ) {
    // The kernel reads and writes whole words of 16 units.
    unsafe table.pointee.mask_bits(
      bits.pointer(at: 0, count: rows * stride + 16), stride, rows, units, key.words[0],
      key.words[1], draw, threshold)
  }

  /// Draws `rows` rows of factors 1 + `sigma` · n with standard normal n.
  static func drawFactors(
    into factors: borrowing AlignedBuffer<Float>, stride: Int, rows: Int, units: Int,
    key: RandomKey, draw: UInt64, sigma: Float
  ) {
    unsafe table.pointee.normal_factors(
      factors.pointer(at: 0, count: rows * stride), stride, rows, units, key.words[0],
      key.words[1], draw, sigma)
  }

  /// Draws the mask of a layer with examples side by side.
  ///
  /// - Parameter maskRows: The mask row of each example, padded to whole vectors.
  static func drawLanes(
    into words: LaneWords, maskRows: borrowing AlignedBuffer<UInt32>, batchSize: Int,
    key: RandomKey, draw: UInt64, threshold: UInt32
  ) {
    unsafe table.pointee.mask_lanes(
      words.base, words.stride, maskRows.pointer(at: 0, count: padded(batchSize)), batchSize,
      words.units, key.words[0], key.words[1], draw, threshold)
  }

  /// `output = input`, units × examples, times `scale` in the lanes whose bits are set; else 0.
  static func applyLanes(_ input: Matrix, words: LaneWords, scale: Float, into output: Matrix) {
    precondition(
      input.stride == output.stride && input.rows == output.rows && input.rows == words.units
        && input.stride <= 16 * words.stride,
      "[\(input.rows), \(input.columns)] to [\(output.rows), \(output.columns)], \(words.units) units"
    )
    unsafe table.pointee.apply_lanes(
      output.base, input.base, words.base, input.stride, input.rows, input.columns, scale)
  }
}

extension AppliedMask {
  /// The mask as the kernels take it.
  var kernelMask: ck_mask {
    unsafe ck_mask(
      bits: bits, ld: stride, rowsPerMask: rowsPerMask, scale: scale, factors: factors,
      factorLd: factorStride)
  }
}
