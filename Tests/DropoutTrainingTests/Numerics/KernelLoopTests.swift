import CKernels
import DropoutTraining
import Foundation
import Testing

/// The kernels of a layer on every instruction set, against loops written out in Swift.
struct KernelLoopTests {
  static let instructionSets: [String] = ["portable", "avx2", "avx512"].filter {
    unsafe ck_kernels_for($0) != nil
  }

  /// Floats for the C kernels, aligned.
  ///
  /// Sound: it frees what it allocated, and `with` keeps it alive through the call.
  @safe private final class Block {
    private let memory: UnsafeMutablePointer<Float>
    let count: Int
    init(_ values: [Float]) {
      count = values.count
      unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
        .bindMemory(to: Float.self, capacity: count)
      for (index, value) in values.enumerated() { unsafe memory[index] = value }
    }
    deinit { unsafe memory.deallocate() }
    var pointer: UnsafeMutablePointer<Float> { unsafe memory }
    var values: [Float] { (0..<count).map { unsafe memory[$0] } }
  }

  private func table(_ name: String) -> ck_table {
    guard let table = unsafe ck_kernels_for(name) else { preconditionFailure(name) }
    return unsafe table.pointee
  }

  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var random = RandomSequence(RandomKey(seed: seed))
    return (0..<count).map { _ in Float(random.normal()) }
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

  /// A sentinel fills what a kernel must not touch.
  private let untouched: Float = 7

  /// Rows of all three matrices are longer than what is asked for.
  @Test(arguments: instructionSets)
  func productsFollowTheLoop(name: String) {
    for (rows, depth, vectors) in [(1, 1, 1), (5, 9, 1), (6, 130, 2), (13, 37, 3), (20, 129, 5)] {
      let (aStride, bStride, outStride) = (depth + 7, 16 * vectors + 32, 16 * vectors + 16)
      let a = numbers(rows * aStride, seed: 1)
      let b = numbers(depth * bStride, seed: 2)
      let (left, right) = (Block(a), Block(b))
      let out = Block([Float](repeating: untouched, count: rows * outStride))
      unsafe table(name).product(
        out.pointer, outStride, left.pointer, aStride, right.pointer, bStride, nil, rows, depth,
        16 * vectors)
      var expected = [Float](repeating: untouched, count: rows * outStride)
      for row in 0..<rows {
        for column in 0..<16 * vectors {
          expected[row * outStride + column] = (0..<depth).reduce(0) {
            $0.addingProduct(a[row * aStride + $1], b[$1 * bStride + column])
          }
        }
      }
      #expect(bits(out.values) == bits(expected), "\(rows) × \(depth) × \(vectors) vectors")
    }
  }

  @Test(arguments: instructionSets)
  func columnSumsFollowTheLoop(name: String) {
    for (rows, vectors) in [(0, 1), (1, 1), (7, 2), (33, 3), (64, 5)] {
      let stride = 16 * vectors + 16
      let values = numbers(max(rows, 1) * stride, seed: 3)
      let block = Block(values)
      let out = Block([Float](repeating: untouched, count: stride))
      unsafe table(name).column_sums(out.pointer, block.pointer, stride, rows, 16 * vectors)
      var expected = [Float](repeating: untouched, count: stride)
      for column in 0..<16 * vectors {
        expected[column] = (0..<rows).reduce(0) { $0 + values[$1 * stride + column] }
      }
      #expect(bits(out.values) == bits(expected), "\(rows) rows, \(vectors) vectors")
    }
  }

  private struct Layer {
    let rows = 7
    let vectors = 3
    let rowsPerMask = 2
    let scale: Float = 1.25
    var stride: Int { 16 * vectors + 16 }
    var maskStride: Int { 2 * vectors + 2 }

    /// Rows of the mask, one for two of the batch's.
    func mask() -> [UInt8] {
      var random = RandomSequence(RandomKey(seed: 8))
      return (0..<(rows + 1) / 2 * maskStride).map { _ in UInt8(random.uniform() * 256) }
    }

    /// A number under the mask.
    func masked(_ value: Float, _ mask: [UInt8]?, row: Int, unit: Int) -> Float {
      guard let mask else { return value * scale }
      let byte = mask[row / rowsPerMask * maskStride + unit / 8]
      return byte >> (unit % 8) & 1 == 1 ? value * scale : 0
    }

    /// `value(row, unit)` where the kernel writes, the sentinel elsewhere.
    func filled(_ sentinel: Float, _ value: (_ row: Int, _ unit: Int) -> Float) -> [Float] {
      (0..<rows * stride).map {
        $0 % stride < 16 * vectors ? value($0 / stride, $0 % stride) : sentinel
      }
    }
  }

  /// Hands a mask's bytes, or none, to a kernel.
  private func withMask(_ layer: Layer, _ mask: [UInt8]?, _ body: (ck_mask) -> Void) {
    guard let mask else {
      // Sound: no bits, nothing is read.
      unsafe body(
        ck_mask(bits: nil, ld: 0, rowsPerMask: 1, scale: layer.scale, factors: nil, factorLd: 0))
      return
    }
    // Sound: the kernel reads within the rows that the mask has, and only during the call.
    unsafe mask.withUnsafeBufferPointer { bytes in
      unsafe body(
        ck_mask(
          bits: bytes.baseAddress, ld: layer.maskStride, rowsPerMask: layer.rowsPerMask,
          scale: layer.scale, factors: nil, factorLd: 0))
    }
  }

  /// Linear and ReLU bit for bit; tanh and logistic near Foundation's, masked bit for bit, and the
  /// same bits everywhere.
  @Test(arguments: instructionSets, [Int32(0), 1, 2, 3])
  func activationsFollowTheLoop(name: String, activation: Int32) {
    let layer = Layer()
    for mask in [nil, layer.mask()] {
      let z = numbers(layer.rows * layer.stride, seed: 4)
      func run(_ set: String) -> (a: [Float], h: [Float]) {
        let input = Block(z)
        let a = Block([Float](repeating: untouched, count: z.count))
        let h = Block([Float](repeating: untouched, count: z.count))
        unsafe withMask(layer, mask) {
          unsafe table(set).activate(
            activation, input.pointer, a.pointer, h.pointer, layer.stride, layer.rows,
            16 * layer.vectors, $0)
        }
        return (a.values, h.values)
      }
      let got = run(name)
      let exact = layer.filled(untouched) { row, unit in
        let x = z[row * layer.stride + unit]
        switch activation {
        case 0: return x
        case 1: return x > 0 ? x : 0
        case 2: return Float(tanh(Double(x)))
        default: return Float(1 / (1 + exp(-Double(x))))
        }
      }
      if activation < 2 { #expect(bits(got.a) == bits(exact)) }
      #expect(zip(got.a, exact).allSatisfy { abs($0 - $1) <= 2 * $1.ulp })
      let masked = layer.filled(untouched) { row, unit in
        layer.masked(got.a[row * layer.stride + unit], mask, row: row, unit: unit)
      }
      #expect(bits(got.h) == bits(masked))
      let portable = run("portable")
      #expect(bits(got.a) == bits(portable.a) && bits(got.h) == bits(portable.h))
    }
  }

  @Test(arguments: instructionSets, [Int32(0), 1, 2, 3])
  func activationGradientsFollowTheLoop(name: String, activation: Int32) {
    let layer = Layer()
    for mask in [nil, layer.mask()] {
      let dh = numbers(layer.rows * layer.stride, seed: 5)
      let a = numbers(dh.count, seed: 6).map { min(max($0, activation == 2 ? -1 : 0), 1) }
      func run(_ set: String) -> [Float] {
        let (above, activated) = (Block(dh), Block(a))
        let dz = Block([Float](repeating: untouched, count: dh.count))
        unsafe withMask(layer, mask) {
          unsafe table(set).activate_backward(
            activation, above.pointer, activated.pointer, dz.pointer, layer.stride, layer.rows,
            16 * layer.vectors, $0)
        }
        return dz.values
      }
      let got = run(name)
      let expected = layer.filled(untouched) { row, unit in
        let at = row * layer.stride + unit
        let g = Double(layer.masked(dh[at], mask, row: row, unit: unit))
        let y = Double(a[at])
        switch activation {
        case 0: return Float(g)
        case 1: return y > 0 ? Float(g) : 0
        case 2: return Float(g * (1 - y * y))
        default: return Float(g * y * (1 - y))
        }
      }
      #expect(zip(got, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) })
      #expect(bits(got) == bits(run("portable")))
    }
  }
}
