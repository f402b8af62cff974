/// Lists, column by column, the numbers of a layer's input that its gradients need, with the gradient with
/// respect to each.
///
/// A number that is not listed is a zero factor in the gradient of the weights, and a mask or ReLU clears the
/// gradient with respect to it: leaving it out changes no bit. Memory is allocated once.
@safe final class ColumnLists {
  private let index: AlignedBuffer<Int32>
  private let value: AlignedBuffer<Float>
  private let start: AlignedBuffer<UInt32>
  private let sums: AlignedBuffer<Float>
  private let capacity: Int

  /// Which numbers of a matrix are listed.
  enum Members {
    /// Numbers that are not zero.
    case nonzero
    /// Numbers of kept units, including zeros.
    case surviving(AppliedMask)
    /// All numbers.
    static var all: Members { .surviving(.all()) }
  }

  /// The number of columns whose lists are stored together; work is split between blocks of this size.
  static let block = Kernels.listBlock

  /// Room for matrices of up to `rows` × `columns`.
  init(rows: Int, columns: Int) {
    capacity = padded(rows)
    let listed = (columns + Self.block - 1) / Self.block * Self.block
    index = AlignedBuffer(count: listed * capacity)
    value = AlignedBuffer(count: listed * capacity)
    start = AlignedBuffer(count: listed * 2)
    sums = AlignedBuffer(count: listed * capacity)
  }

  /// Lists the columns of `a`; the lists are valid until the next call.
  func filled(_ a: Matrix, members: Members, team: WorkTeam) -> Filled {
    precondition(
      a.rows <= capacity && a.columns * capacity <= index.count,
      "\(a.rows) × \(a.columns) beyond the lists")
    let filled = Filled(self, rows: a.rows, columns: a.columns)
    filled.eachBlock(of: a, team: team) { column, part in
      let mask: AppliedMask? =
        switch members {
        case .nonzero: nil
        case .surviving(let mask): mask.shifted(units: column)
        }
      Kernels.listColumns(of: part, keptBy: mask, into: filled.lists(from: column))
    }
    return filled
  }

  /// The lists of one matrix.
  ///
  /// Sound while the ``ColumnLists`` are not filled again.
  @safe struct Filled {
    private let source: ColumnLists
    /// The size of the matrix.
    let rows: Int
    let columns: Int

    fileprivate init(_ source: ColumnLists, rows: Int, columns: Int) {
      self.source = source
      self.rows = rows
      self.columns = columns
    }

    /// The lists from `column` on, which must be the first of a block.
    func lists(from column: Int = 0) -> NumberLists {
      precondition(column % ColumnLists.block == 0, "column \(column) begins no block")
      let first = column * source.capacity
      return unsafe NumberLists(
        index: source.index.pointer(at: first), value: source.value.pointer(at: first),
        start: source.start.pointer(at: 2 * column), sums: source.sums.pointer(at: first),
        stride: source.capacity, blocks: 1)
    }

    /// The number of listed numbers.
    var count: Int {
      (0..<columns).reduce(0) { $0 + Int(source.start[2 * $1 + 1] - source.start[2 * $1]) }
    }

    /// Writes the gradients with respect to the listed numbers to a matrix, and zero where nothing is listed.
    func spread(into output: Matrix, team: WorkTeam) {
      precondition(
        output.rows == rows && output.columns == columns,
        "\(rows) × \(columns) into \(output.rows) × \(output.columns)")
      eachBlock(of: output, team: team) { column, part in
        Kernels.spreadColumns(lists(from: column), into: part)
      }
    }

    fileprivate func eachBlock(
      of matrix: Matrix, team: WorkTeam, _ body: (Int, Matrix) -> Void
    ) {
      team.split(matrix.columns, unit: ColumnLists.block) { part in
        for column in stride(from: part.lowerBound, to: part.upperBound, by: ColumnLists.block) {
          let end = min(column + ColumnLists.block, part.upperBound)
          body(column, matrix.columns(vectors: column / 16..<(end + 15) / 16))
        }
      }
    }
  }
}
