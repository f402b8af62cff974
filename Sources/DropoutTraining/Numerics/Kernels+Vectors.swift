import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// `output[j] = Σ gradient[r, j]` over rows in sequence.
  static func columnSums(_ gradient: Matrix, into output: Matrix) {
    precondition(
      output.columns == gradient.columns && output.rows == 1,
      "[\(output.rows), \(output.columns)] sums of \(gradient.columns) columns")
    unsafe table.pointee.column_sums(
      output.base, gradient.base, gradient.stride, gradient.rows, gradient.columns)
  }

  /// `sum += factor · part`, matrices of one shape.
  static func addScaled(_ part: Matrix, times factor: Float, to sum: Matrix) {
    checkSameShape(part, sum)
    unsafe table.pointee.add_scaled(
      sum.base, part.base, factor, sum.stride, sum.rows, sum.columns)
  }

  /// The sum of products of two matrices of one shape.
  static func dot(_ a: Matrix, _ b: Matrix) -> Double {
    checkSameShape(a, b)
    return unsafe table.pointee.dot(a.base, b.base, a.stride, a.rows, a.columns)
  }

  /// The sum of squared differences of two matrices of one shape.
  static func squaredDistance(_ a: Matrix, _ b: Matrix) -> Double {
    checkSameShape(a, b)
    return unsafe table.pointee.squared_distance(a.base, b.base, a.stride, a.rows, a.columns)
  }
}
