import CKernels
import DropoutTraining
import Foundation
import Testing

/// Every instruction set this machine has, against the portable kernels, bit for bit.
struct KernelTests {
  private static let instructionSets: [String] = ["avx2", "avx512"].filter {
    unsafe ck_kernels_for($0) != nil
  }

  private func table(_ name: String) -> ck_table {
    guard let table = unsafe ck_kernels_for(name) else { preconditionFailure(name) }
    return unsafe table.pointee
  }

  /// An aligned block of floats for the C kernels.
  ///
  /// Sound: it frees what it allocated, and every test keeps it alive through its calls.
  @safe private final class Block {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int
    init(_ values: [Float]) {
      count = values.count
      unsafe pointer = UnsafeMutableRawPointer.allocate(
        byteCount: max(values.count, 16) * 4, alignment: 64
      ).bindMemory(to: Float.self, capacity: max(values.count, 16))
      for (index, value) in values.enumerated() { unsafe pointer[index] = value }
    }
    deinit { unsafe pointer.deallocate() }
    var bits: [UInt32] { (0..<count).map { unsafe pointer[$0].bitPattern } }
    subscript(index: Int) -> Float { unsafe pointer[index] }
  }

  private func numbers(_ count: Int, seed: UInt64, zeros: Bool = false) -> [Float] {
    var random = RandomSequence(RandomKey(seed: seed))
    return (0..<count).map { _ in
      let value = Float(random.normal())
      return zeros && random.uniform() < 0.4 ? 0 : value
    }
  }

  @Test func thisMachineHasMoreThanThePortableKernels() {
    #if arch(x86_64)
      if Self.instructionSets.isEmpty {
        print("skipped: this processor has neither AVX2 nor AVX-512")
      }
    #endif
    #expect(unsafe ck_kernels_for("sse9") == nil)
  }

  @Test(arguments: instructionSets)
  func productsAgreeInEveryShape(name: String) {
    for rows in [0, 1, 2, 5, 6, 7, 13] {
      for depth in [0, 1, 2, 17, 127, 128, 129, 300] {
        for vectors in [1, 2, 3, 4, 5, 9] {
          let a = Block(numbers(max(rows * depth, 1), seed: 1, zeros: true))
          let b = Block(numbers(max(depth, 1) * vectors * 16, seed: 2))
          let bias = Block(numbers(vectors * 16, seed: 3))
          func run(_ set: String) -> [UInt32] {
            let out = Block([Float](repeating: 7, count: max(rows, 1) * vectors * 16))
            unsafe table(set).product(
              out.pointer, vectors * 16, a.pointer, depth, b.pointer, vectors * 16,
              bias.pointer, rows, depth, 16 * vectors)
            return out.bits
          }
          #expect(run(name) == run("portable"), "\(rows) × \(depth) × \(vectors) vectors")
        }
      }
    }
  }

  /// The documented order of the sum: from +0 over k by fused multiply-add, then the bias.
  @Test(arguments: ["portable"] + instructionSets)
  func productsSumInTheDocumentedOrder(name: String) {
    let (rows, depth) = (7, 150)
    let a = Block(numbers(rows * depth, seed: 4, zeros: true))
    let b = Block(numbers(depth * 32, seed: 5))
    let bias = Block(numbers(32, seed: 6))
    let out = Block([Float](repeating: 0, count: rows * 32))
    unsafe table(name).product(
      out.pointer, 32, a.pointer, depth, b.pointer, 32, bias.pointer, rows, depth, 32)
    for row in 0..<rows {
      for column in 0..<32 {
        var sum: Float = 0
        for k in 0..<depth where a[row * depth + k] != 0 {
          sum = sum.addingProduct(a[row * depth + k], b[k * 32 + column])
        }
        #expect(out[row * 32 + column] == sum + bias[column])
      }
    }
  }

  @Test(arguments: instructionSets)
  func masksAgreeInEveryShape(name: String) {
    for units in [1, 7, 8, 9, 20, 127, 128, 129, 300] {
      for rows in [1, 2, 15, 16, 17, 40] {
        let stride = (units + 15) / 16 * 2
        func run(_ set: String) -> [UInt8] {
          var bits = [UInt8](repeating: 0, count: rows * stride)
          unsafe table(set).mask_bits(&bits, stride, rows, units, 17, 99, 1 << 33 | 5, 56_361)
          return bits
        }
        #expect(run(name) == run("portable"), "\(units) units, \(rows) rows")
      }
    }
  }

  @Test(arguments: instructionSets)
  func lossesAndGradientsAgree(name: String) {
    for classes in [1, 2, 3, 10, 16, 17, 100] {
      let rows = 37
      let ld = (classes + 15) / 16 * 16
      let z = Block(numbers(rows * ld, seed: UInt64(classes)).map { $0 * 20 })
      let labels = (0..<rows).map { Int32($0 % max(classes, 2)) }
      for loss: Int32 in classes == 1 ? [1, 2] : [0, 2] {
        func run(_ set: String) -> [UInt32] {
          let dz = Block([Float](repeating: 0, count: rows * ld))
          var losses = [Float](repeating: 0, count: rows)
          unsafe table(set).loss_gradient(
            loss, z.pointer, dz.pointer, ld, labels, rows, classes, 0.125)
          unsafe table(set).loss(loss, z.pointer, ld, labels, rows, classes, &losses)
          return dz.bits + losses.map(\.bitPattern)
        }
        #expect(run(name) == run("portable"), "\(classes) classes, loss \(loss)")
      }
    }
  }

  @Test(arguments: instructionSets, [CK_SGD, CK_MOMENTUM, CK_NESTEROV, CK_ADAM].map(\.rawValue))
  func optimisersAgree(name: String, rule: UInt32) {
    let count = 112
    var step = ck_update(
      rule: Int32(rule), rate: 0.1, decay: 0.01, momentum: 0.9, beta1: 0.9, beta2: 0.999,
      gain1: 0.1,
      gain2: 0.001,
      firstScale: 2, secondScale: 3, epsilon: 1e-8, maxNorm: 0)
    func run(_ set: String) -> [UInt32] {
      let p = Block(numbers(count, seed: 1))
      let g = Block(numbers(count, seed: 2))
      let m = Block(numbers(count, seed: 3))
      let v = Block(numbers(count, seed: 4).map { $0 * $0 })
      unsafe table(set).update(p.pointer, g.pointer, m.pointer, v.pointer, count, 1, count, &step)
      return p.bits + m.bits + v.bits
    }
    #expect(run(name) == run("portable"))
  }

  /// exp, log, tanh and logistic against Double: at most 2 units in the last place, and the same bits
  /// on every instruction set.
  @Test(arguments: [
    (0, -87.0, 88.0), (1, 1e-30, 1e30), (1, 0.5, 2.0), (2, -12.0, 12.0), (2, -0.01, 0.01),
    (3, -80.0, 80.0),
  ])
  func elementaryFunctionsKeepTheirBound(function: Int, low: Double, high: Double) {
    let count = 40_000
    let x = Block(
      (0..<count).map { index in
        let share = Double(index) / Double(count - 1)
        return Float(
          high / low > 1e6 ? low * pow(high / low, share) : low + (high - low) * share)
      })
    var worst = 0.0
    let portable = Block([Float](repeating: 0, count: count))
    unsafe table("portable").elementary(Int32(function), x.pointer, portable.pointer, count)
    for index in 0..<count {
      let v = Double(x[index])
      let exact = [exp(v), log(v), tanh(v), 1 / (1 + exp(-v))][function]
      let unit = Double(max(Float(abs(exact)), .leastNormalMagnitude).ulp)
      worst = max(worst, abs(Double(portable[index]) - exact) / unit)
    }
    #expect(worst <= 2, "function \(function): \(worst) units")
    for name in Self.instructionSets {
      let other = Block([Float](repeating: 0, count: count))
      unsafe table(name).elementary(Int32(function), x.pointer, other.pointer, count)
      #expect(other.bits == portable.bits)
    }
  }
}
