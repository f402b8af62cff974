import CKernels
import DropoutTraining
import Testing

/// Masks with lanes over examples are the masks with lanes over units, turned.
struct LaneMaskTests {
  static let instructionSets = KernelSupport.instructionSets

  @Test(arguments: instructionSets, [UInt32(1), 20_000, 56_361, 65_535])
  func laneMasksAreTheMasksTurned(name: String, threshold: UInt32) {
    for rows in [1, 2, 15, 16, 17, 31, 33, 211] {
      for rowsPerMask in Set([1, 3, 16, 40, rows]) {
        for units in [1, 7, 8, 9, 20, 64] {
          compare(
            name, threshold, rows: rows, rowsPerMask: min(rowsPerMask, rows), units: units)
        }
      }
    }
  }

  private func compare(
    _ name: String, _ threshold: UInt32, rows: Int, rowsPerMask: Int, units: Int
  ) {
    let maskCount = (rows + rowsPerMask - 1) / rowsPerMask
    let stride = (units + 15) / 16 * 2
    var bits = [UInt8](repeating: 0, count: maskCount * stride)
    unsafe KernelSupport.table("portable").mask_bits(
      &bits, stride, maskCount, units, 17, 99, 1 << 33 | 5, threshold)
    let maskRows = KernelBlock(
      (0..<KernelSupport.padded(rows)).map { UInt32(min($0, rows - 1) / rowsPerMask) })
    let vectors = (rows + 15) / 16
    let ld = vectors + 1
    let sentinel: UInt16 = 0xa5a5
    let words = KernelBlock(sentinel, count: units * ld)
    unsafe KernelSupport.table(name).mask_lanes(
      words.pointer, ld, maskRows.pointer, rows, units, 17, 99, 1 << 33 | 5, threshold)
    var expected = [UInt16](repeating: sentinel, count: units * ld)
    for unit in 0..<units {
      for vector in 0..<vectors { expected[unit * ld + vector] = 0 }
      for row in 0..<rows {
        let bit = bits[row / rowsPerMask * stride + unit / 8] >> (unit % 8) & 1
        expected[unit * ld + row / 16] |= UInt16(bit) << (row % 16)
      }
    }
    #expect(
      words.values == expected, "\(units) units, \(rows) rows, \(rowsPerMask) sharing a mask")
  }

  @Test(arguments: instructionSets)
  func laneMasksApplyBitByBit(name: String) {
    for (units, vectors) in [(1, 1), (5, 2), (17, 3)] {
      let stride = 16 * (vectors + 1)
      let input = KernelSupport.numbers(units * stride, seed: 6)
      var random = RandomSequence(RandomKey(seed: 7))
      let words = (0..<units * stride / 16).map { _ in UInt16(random.below(65_536)) }
      let (block, mask) = (KernelBlock(input), KernelBlock(words))
      let out = KernelBlock(Float(7), count: units * stride)
      unsafe KernelSupport.table(name).apply_lanes(
        out.pointer, block.pointer, mask.pointer, stride, units, 16 * vectors, 1.25)
      let expected: [Float] = input.indices.map { index in
        guard index % stride < 16 * vectors else { return 7 }
        return words[index / 16] >> (index % 16) & 1 == 1 ? input[index] * 1.25 : 0
      }
      #expect(out.bits == expected.map(\.bitPattern), "\(units) units, \(vectors) vectors")
    }
  }
}
