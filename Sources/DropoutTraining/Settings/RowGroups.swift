/// Which row of a mask each row of a batch uses: groups of consecutive rows share one, and the last group may
/// be smaller.
package struct RowGroups: Sendable {
  /// Rows of the batch.
  package let rowCount: Int
  /// Rows per group; the last group may have fewer.
  package let size: Int

  /// The number of groups, and so of rows of the mask.
  package var count: Int { (rowCount + size - 1) / size }

  /// The row of the mask that a row of the batch uses.
  package func group(of row: Int) -> Int { row / size }

  /// The rows of the batch that use a row of the mask.
  package func rows(of group: Int) -> Range<Int> {
    group * size..<min((group + 1) * size, rowCount)
  }
}

extension MaskPolicy {
  /// Which rows of a batch share a mask.
  package func rowGroups(batchSize: Int) -> RowGroups {
    RowGroups(rowCount: batchSize, size: rowsPerMask(batchSize: batchSize))
  }
}
