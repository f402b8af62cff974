import CKernels
import DropoutTraining
import Testing

/// Kernels that only move numbers, against loops.
struct RearrangementKernelTests {
  static let instructionSets = KernelSupport.instructionSets

  @Test(arguments: instructionSets)
  func transposesTurnRowsAndColumns(name: String) {
    for (rows, columns) in [
      (0, 3), (1, 1), (1, 40), (15, 17), (16, 16), (17, 15), (31, 33), (64, 65), (130, 211),
    ] {
      let stride = KernelSupport.padded(columns) + 16
      let outStride = KernelSupport.padded(rows) + 16
      let input = KernelSupport.matrix(rows: rows, columns: columns, stride: stride, seed: 1)
      let block = KernelBlock(input)
      let out = KernelBlock(Float(7), count: columns * outStride)
      unsafe KernelSupport.table(name).transpose(
        out.pointer, outStride, block.pointer, stride, rows, columns)
      let expected: [Float] = (0..<columns * outStride).map { index in
        let (column, row) = (index / outStride, index % outStride)
        if row < rows { return input[row * stride + column] }
        return row < KernelSupport.padded(rows) ? 0 : 7
      }
      #expect(out.bits == expected.map(\.bitPattern), "\(rows) × \(columns)")
    }
  }

  @Test(arguments: instructionSets, [0, 0.1, 0.5, 1])
  func survivorsMoveTogetherAndBack(name: String, density: Double) {
    for (rows, columns) in [(1, 1), (3, 15), (5, 16), (9, 17), (20, 64), (33, 211)] {
      for dropsRows in [false, true] {
        let columnBits = KernelSupport.bits(columns, seed: 2, density: density)
        let rowBits = KernelSupport.bits(rows, seed: 3, density: 0.5)
        let kept = KernelSupport.set(columnBits)
        let keptRows = dropsRows ? KernelSupport.set(rowBits) : Array(0..<rows)
        let stride = KernelSupport.padded(columns) + 16
        let input = KernelSupport.matrix(rows: rows, columns: columns, stride: stride, seed: 4)
        let (block, packed) = (KernelBlock(input), KernelBlock(Float(7), count: input.count))
        // Sound: the kernel reads the rows' bits during the call only.
        unsafe rowBits.withUnsafeBufferPointer {
          unsafe KernelSupport.table(name).compact(
            packed.pointer, stride, block.pointer, stride, dropsRows ? $0.baseAddress : nil, rows,
            columnBits, columns)
        }
        for (place, row) in keptRows.enumerated() {
          let got = (0..<KernelSupport.padded(kept.count)).map { packed[place * stride + $0] }
          let padding = [Float](repeating: 0, count: got.count - kept.count)
          #expect(got == kept.map { input[row * stride + $0] } + padding, "\(rows) × \(columns)")
        }
        let out = KernelBlock(Float(7), count: keptRows.count * stride)
        unsafe KernelSupport.table(name).expand(
          out.pointer, stride, packed.pointer, stride, keptRows.count, columnBits, columns)
        let survivors = Set(kept)
        let expected: [Float] = (0..<keptRows.count * stride).map { index in
          let (row, column) = (keptRows[index / stride], index % stride)
          if column >= KernelSupport.padded(columns) { return 7 }
          return survivors.contains(column) ? input[row * stride + column] : 0
        }
        #expect(out.bits == expected.map(\.bitPattern), "\(rows) × \(columns)")
      }
    }
  }
}
