/// A row-major view of part of an ``AlignedBuffer``: rows of floats at a padded distance.
///
/// A view owns nothing. Sound because every view is made from a buffer that lives as long as the
/// object which holds both, and never leaves that object.
@safe struct Matrix {
  let rows: Int
  /// Logical columns; padding up to `stride` holds zero.
  let columns: Int
  /// Floats from one row to the next, a multiple of 16.
  let stride: Int
  let base: UnsafeMutablePointer<Float>

  /// A `rows` × `columns` view from `offset` of `buffer`.
  ///
  /// - Precondition: `offset` is a multiple of 16 and the view lies inside the buffer.
  init(_ buffer: borrowing AlignedBuffer<Float>, offset: Int = 0, rows: Int, columns: Int) {
    precondition(offset % 16 == 0, "offset \(offset) is not a multiple of 16")
    self.rows = rows
    self.columns = columns
    stride = rowStride(columns)
    unsafe base = buffer.pointer(at: offset, count: rows * stride)
  }

  private init(rows: Int, columns: Int, stride: Int, base: UnsafeMutablePointer<Float>) {
    self.rows = rows
    self.columns = columns
    self.stride = stride
    unsafe self.base = unsafe base
  }

  /// The number of 16-float vectors that hold a row's columns.
  var vectors: Int { (columns + 15) / 16 }

  /// `count` rows from `start` on.
  func rows(_ start: Int, count: Int) -> Matrix {
    precondition(start >= 0 && start + count <= rows, "\(start) + \(count) rows of \(rows)")
    return unsafe Matrix(rows: count, columns: columns, stride: stride, base: base + start * stride)
  }

  /// A view of the 16-float vectors `range` of every row.
  func columns(vectors range: Range<Int>) -> Matrix {
    precondition(range.upperBound <= vectors, "vectors \(range) of \(vectors)")
    return unsafe Matrix(
      rows: rows, columns: min(columns - 16 * range.lowerBound, 16 * range.count), stride: stride,
      base: base + 16 * range.lowerBound)
  }

  /// The same memory seen as `rows` × `columns`, with the same stride.
  func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(rows <= self.rows && padded(columns) <= stride, "\(rows) × \(columns)")
    return unsafe Matrix(rows: rows, columns: columns, stride: stride, base: base)
  }

  /// `rows` rows of this memory from row `start` on, with the width and stride of another matrix.
  func packed(from start: Int, rows: Int, like other: Matrix) -> Matrix {
    precondition(
      start >= 0 && other.stride <= stride && start + rows <= self.rows,
      "\(start) + \(rows) rows of \(other.stride) in \(self.rows) of \(stride)")
    return unsafe Matrix(
      rows: rows, columns: other.columns, stride: other.stride, base: base + start * stride)
  }

  /// The first `count` rows.
  func prefix(_ count: Int) -> Matrix {
    precondition(count <= rows, "\(count) rows of \(rows)")
    return unsafe Matrix(rows: count, columns: columns, stride: stride, base: base)
  }

  /// The element at a row and a column.
  subscript(row: Int, column: Int) -> Float {
    get {
      check(row, column)
      return unsafe base[row * stride + column]
    }
    nonmutating set {
      check(row, column)
      unsafe base[row * stride + column] = newValue
    }
  }

  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "[\(row), \(column)] is outside \(rows) × \(columns)")
  }

  /// Copies row `source` of a packed `[_, columns]` array into row `row`.
  func setRow(_ row: Int, from values: [Float], row source: Int) {
    precondition(row < rows && (source + 1) * columns <= values.count, "row \(source) → \(row)")
    unsafe values.withUnsafeBufferPointer { packed in
      guard let start = packed.baseAddress else { return }
      unsafe (base + row * stride).update(from: start + source * columns, count: columns)
    }
  }

  /// Fills all of row *r* with the number in column *r* of a row of numbers.
  func fillRows(from numbers: Matrix) {
    precondition(numbers.columns == rows, "\(numbers.columns) numbers for \(rows) rows")
    for row in 0..<rows {
      unsafe (base + row * stride).update(repeating: numbers[0, row], count: stride)
    }
  }

  /// Copies a row of another view, padding included.
  func copyRow(_ row: Int, from other: Matrix, row source: Int) {
    precondition(
      row >= 0 && row < rows && source >= 0 && source < other.rows && other.stride == stride,
      "row \(source) of \(other.rows) × \(other.stride) to row \(row) of \(rows) × \(stride)")
    unsafe (base + row * stride).update(from: other.base + source * stride, count: stride)
  }

  /// The logical columns of all rows, packed.
  func packed() -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    for row in 0..<rows {
      unsafe values.append(
        contentsOf: UnsafeBufferPointer(start: base + row * stride, count: columns))
    }
    return values
  }
}
