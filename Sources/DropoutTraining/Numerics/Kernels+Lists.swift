import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// The number of columns, or inputs, whose lists are stored together.
  static let listBlock = Int(CK_BLOCK)

  /// Lists the numbers of each row that are not zero.
  ///
  /// - Returns: The number of listed numbers.
  static func listRows(of matrix: Matrix, into lists: NumberLists) -> Int {
    unsafe Int(
      table.pointee.row_lists(
        lists.kernelLists, matrix.base, matrix.stride, matrix.rows, matrix.columns))
  }

  /// Lists the numbers of a block of columns: with a mask, those it keeps, including zeros; without a mask,
  /// those that are not zero.
  static func listColumns(of matrix: Matrix, keptBy mask: AppliedMask?, into lists: NumberLists) {
    precondition(matrix.columns <= listBlock, "\(matrix.columns) columns in a block")
    guard let mask else {
      return unsafe table.pointee.column_lists(
        lists.kernelLists, matrix.base, matrix.stride, matrix.rows, matrix.columns, nil)
    }
    unsafe withUnsafePointer(to: mask.kernelMask) {
      unsafe table.pointee.column_lists(
        lists.kernelLists, matrix.base, matrix.stride, matrix.rows, matrix.columns, $0)
    }
  }

  /// Writes the gradients with respect to the listed numbers to a block of columns, and zero elsewhere.
  static func spreadColumns(_ lists: NumberLists, into output: Matrix) {
    guard let sums = unsafe lists.sums else { preconditionFailure("lists without gradients") }
    unsafe table.pointee.spread_columns(
      output.base, output.stride, lists.kernelLists, sums, output.rows, output.columns)
  }
}

extension NumberLists {
  /// The lists as the kernels take them.
  var kernelLists: ck_lists {
    unsafe ck_lists(index: index, value: value, start: start, ld: stride, blocks: blocks)
  }
}
