import CKernels
import DropoutTraining
import Foundation
import Testing

/// The kernel of normal factors against its contract in Double, and the same bits everywhere.
struct NormalFactorTests {
  static let instructionSets = KernelSupport.instructionSets

  @Test(arguments: instructionSets, [1, 2, 15, 16, 17, 63, 64, 65, 130])
  func factorsFollowTheContract(name: String, units: Int) {
    let (rows, key, draw, sigma) = (3, SIMD2<UInt32>(17, 99), UInt64(1) << 33 | 5, Float(0.4))
    let ld = KernelSupport.padded(units) + 16
    func factors(_ name: String) -> [Float] {
      let block = KernelBlock(Float(7), count: rows * ld)
      unsafe KernelSupport.table(name).normal_factors(
        block.pointer, ld, rows, units, key[0], key[1], draw, sigma)
      return block.values
    }
    let got = factors(name)
    for row in 0..<rows {
      for column in 0..<ld {
        let value = got[row * ld + column]
        if column >= KernelSupport.padded(units) {
          #expect(value == 7)
        } else if column >= units {
          #expect(value == 0)
        } else {
          let words = Philox.block(
            counter: SIMD4(
              UInt32(16 * (column / 64) + column % 16), UInt32(row),
              UInt32(truncatingIfNeeded: draw), UInt32(draw >> 32)), key: key)
          let word = column / 16 % 4
          let radius = Double((words[word / 2 * 2] >> 8) + 1) / 16_777_216
          let turn = 2 * Double.pi * Double(words[word / 2 * 2 + 1] >> 8) / 16_777_216
          let normal = (-2 * log(radius)).squareRoot() * (word % 2 == 0 ? cos(turn) : sin(turn))
          #expect(abs(Double(value) - (1 + 0.4 * normal)) < 2e-6, "unit \(column)")
        }
      }
    }
    #expect(got.map(\.bitPattern) == factors("portable").map(\.bitPattern))
  }
}
