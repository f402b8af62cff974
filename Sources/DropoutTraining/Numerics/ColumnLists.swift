import CKernels

/// The numbers of a layer's input that its gradients need, listed column by column, and the gradient
/// by each of them.
///
/// What is not listed has a zero factor in the gradient of the weights, and a mask or ReLU clears its
/// own gradient: leaving it out changes no bit. Memory is taken once.
@safe final class ColumnLists: Sendable {
  private let index: AlignedBuffer<Int32>
  private let value: AlignedBuffer<Float>
  private let start: AlignedBuffer<UInt32>
  private let sums: AlignedBuffer<Float>
  private let capacity: Int

  /// Which numbers of a matrix are listed.
  enum Members {
    /// Those that are not zero.
    case nonzero
    /// Those of surviving units, zeros among them.
    case surviving(AppliedMask)
    /// All.
    static var all: Members { .surviving(.all()) }
  }

  /// The units whose lists lie together; work is split between such blocks.
  static let block = Int(CK_BLOCK)

  /// Room for matrices of up to `rows` × `columns`.
  init(rows: Int, columns: Int) {
    capacity = padded(rows)
    let listed = (columns + Self.block - 1) / Self.block * Self.block
    index = AlignedBuffer(count: listed * capacity)
    value = AlignedBuffer(count: listed * capacity)
    start = AlignedBuffer(count: listed * 2)
    sums = AlignedBuffer(count: listed * capacity)
  }

  /// The lists of columns from `column` on, a multiple of the block, as the kernels take them.
  ///
  /// Sound while this object lives.
  func lists(from column: Int = 0) -> ck_lists {
    precondition(column % Self.block == 0, "column \(column) begins no block")
    return unsafe ck_lists(
      index: index.pointer(at: column * capacity), value: value.pointer(at: column * capacity),
      start: start.pointer(at: 2 * column), ld: capacity, blocks: 1)
  }

  /// Where the gradient by each listed number goes.
  ///
  /// Sound while this object lives.
  func sums(from column: Int = 0) -> UnsafeMutablePointer<Float> {
    unsafe sums.pointer(at: column * capacity)
  }

  private func eachBlock(of matrix: Matrix, team: WorkTeam, _ body: (Int, Matrix) -> Void) {
    precondition(
      matrix.rows <= capacity && matrix.columns * capacity <= index.count,
      "\(matrix.rows) × \(matrix.columns) beyond the lists")
    team.split(matrix.columns, unit: Self.block) { columns in
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: Self.block) {
        let end = min(column + Self.block, columns.upperBound)
        body(column, matrix.columns(vectors: column / 16..<(end + 15) / 16))
      }
    }
  }

  /// Lists the columns of `a`.
  func fill(_ a: Matrix, members: Members, team: WorkTeam) {
    eachBlock(of: a, team: team) { column, part in
      let lists = unsafe self.lists(from: column)
      switch members {
      case .nonzero:
        unsafe Kernels.table.pointee.column_lists(
          lists, part.base, part.stride, part.rows, part.columns, nil)
      case .surviving(let mask):
        unsafe withUnsafePointer(to: mask.shifted(units: column)) {
          unsafe Kernels.table.pointee.column_lists(
            lists, part.base, part.stride, part.rows, part.columns, $0)
        }
      }
    }
  }

  /// The gradients by the listed numbers as a matrix, zero where nothing is listed.
  func spread(into output: Matrix, team: WorkTeam) {
    eachBlock(of: output, team: team) { column, part in
      unsafe Kernels.table.pointee.spread_columns(
        part.base, part.stride, self.lists(from: column), self.sums(from: column), part.rows,
        part.columns)
    }
  }
}
