import CKernels
import DropoutTraining

/// A matrix for a kernel whose padding holds a number of the test's choice, and a sentinel behind it.
final class PaddedOperand {
  let rows, columns, stride: Int
  private let block: KernelBlock<Float>
  private static let untouched: Float = 7

  init(_ rows: Int, _ columns: Int, seed: Int, density: Double = 1, padding: Float) {
    (self.rows, self.columns) = (rows, columns)
    let width = KernelSupport.padded(columns)
    stride = width + 16
    let stride = stride
    let numbers = KernelSupport.numbers(rows * columns, seed: seed, density: density)
    block = KernelBlock(
      (0..<rows * stride).map { index in
        let (row, column) = (index / stride, index % stride)
        if column < columns { return numbers[row * columns + column] }
        return column < width ? padding : Self.untouched
      })
  }

  var pointer: UnsafeMutablePointer<Float> { unsafe block.pointer }

  /// The bits of the columns.
  var bits: [UInt32] {
    (0..<rows).flatMap { row in (0..<columns).map { block[row * stride + $0].bitPattern } }
  }

  /// Whether the padding is zero, and what lies behind it was left alone.
  var isClean: Bool {
    (0..<rows * stride).allSatisfy { index in
      let column = index % stride
      if column < columns { return true }
      let expected: Float = column < KernelSupport.padded(columns) ? 0 : Self.untouched
      return block[index].bitPattern == expected.bitPattern
    }
  }

  subscript(row: Int, column: Int) -> Float {
    get { block[row * stride + column] }
    set { unsafe block.pointer[row * stride + column] = newValue }
  }
}

extension PaddedOperand {
  /// The same with every number replaced.
  func mapped(_ change: (Float) -> Float) -> PaddedOperand {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = change(self[row, column]) }
    }
    return self
  }
}
