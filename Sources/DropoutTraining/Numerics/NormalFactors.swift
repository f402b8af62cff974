/// The factors of one layer under Gaussian dropout, 1 + σn with standard normal n: one row for each row group
/// of the batch.
///
/// Owns its memory; allocated once for the largest batch and redrawn in place.
@safe struct NormalFactors: ~Copyable {
  private let units: Int
  private let stride: Int
  private let factors: AlignedBuffer<Float>

  /// Room for `rows` rows of `units` factors.
  init(rows: Int, units: Int) {
    self.units = units
    stride = rowStride(units)
    factors = AlignedBuffer(count: rows * stride)
  }

  /// Draws the first `rows` rows; the kernel's contract says which random word makes which factor.
  func draw(rows: Int, key: RandomKey, draw: UInt64, sigma: Float) {
    precondition(rows * stride <= factors.count, "\(rows) rows of factors do not fit")
    Kernels.drawFactors(
      into: factors, stride: stride, rows: rows, units: units, key: key, draw: draw, sigma: sigma)
  }

  /// The factor of a unit in a row.
  subscript(row: Int, unit: Int) -> Float { factors[row * stride + unit] }

  /// The factors as the kernels take them.
  ///
  /// Sound as long as this object exists, which its owner ensures.
  func applied(rowsPerMask: Int) -> AppliedMask {
    unsafe AppliedMask(
      bits: nil, stride: 0, rowsPerMask: rowsPerMask, scale: 1, factors: factors.pointer(),
      factorStride: stride)
  }
}
