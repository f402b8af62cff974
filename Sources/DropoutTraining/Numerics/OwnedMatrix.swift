/// A matrix with its own memory, zeroed.
final class OwnedMatrix {
  private let memory: AlignedBuffer<Float>
  private let rows: Int
  private let columns: Int

  /// Room for `rows` × `columns`.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    memory = AlignedBuffer(count: rows * rowStride(columns))
  }

  /// The whole matrix.
  var view: Matrix { Matrix(memory, rows: rows, columns: columns) }
}
