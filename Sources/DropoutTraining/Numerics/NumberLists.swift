/// Lists of a matrix's numbers, row by row or column by column, as the kernels take them.
///
/// A view; sound as long as the ``RowLists`` or ``ColumnLists`` it was taken from exist and are not filled
/// again.
@safe struct NumberLists {
  /// The column, or the row, of each listed number.
  let index: UnsafeMutablePointer<Int32>
  let value: UnsafeMutablePointer<Float>
  /// Where each block's list begins, and where it ends.
  let start: UnsafeMutablePointer<UInt32>
  /// The gradient with respect to each listed number, if it is wanted.
  let sums: UnsafeMutablePointer<Float>?
  /// Entries from one list to the next.
  let stride: Int
  /// The number of blocks in a list.
  let blocks: Int
}
