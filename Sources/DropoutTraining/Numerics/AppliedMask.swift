/// A mask with its scale, or random factors, as one argument of a kernel.
///
/// Sound as long as the ``MaskBits`` or ``NormalFactors`` it was taken from exist.
@safe struct AppliedMask {
  /// One bit per unit, row by row; nil if every unit is kept.
  let bits: UnsafePointer<UInt8>?
  /// Bytes from one mask row to the next.
  let stride: Int
  /// Consecutive rows of the batch that share a row of the mask, or of the factors.
  let rowsPerMask: Int
  /// The factor of kept units.
  let scale: Float
  /// One factor per unit, row by row, instead of bits.
  let factors: UnsafePointer<Float>?
  /// Floats from one row of factors to the next.
  let factorStride: Int

  /// Keeps every unit and multiplies by `scale`.
  static func all(scale: Float = 1) -> AppliedMask {
    unsafe AppliedMask(
      bits: nil, stride: 0, rowsPerMask: 1, scale: scale, factors: nil, factorStride: 0)
  }

  /// The mask of the units from `units` on, a multiple of 8.
  func shifted(units: Int) -> AppliedMask {
    precondition(units % 8 == 0, "unit \(units) begins no byte")
    return unsafe AppliedMask(
      bits: bits.map { unsafe $0 + units / 8 }, stride: stride, rowsPerMask: rowsPerMask,
      scale: scale, factors: factors, factorStride: factorStride)
  }
}
