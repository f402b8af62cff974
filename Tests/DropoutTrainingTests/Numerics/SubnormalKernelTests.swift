import CKernels
import DropoutTraining
import Testing

/// Subnormal numbers count as zero, operands and results alike, on every instruction set.
struct SubnormalKernelTests {
  static let instructionSets = KernelSupport.instructionSets

  /// Numbers of every sign and fraction whose exponents lie around those of subnormal products and sums,
  /// subnormal ones and zeros among them.
  private static func numbers(_ count: Int, seed: UInt64, exponents: ClosedRange<Int>) -> [Float] {
    var random = RandomSequence(RandomKey(seed: seed))
    return (0..<count).map { _ in
      let exponent = exponents.lowerBound + random.below(exponents.count)
      // Half of the fractions have few bits: sums that cancel, and results on the very edge.
      let fraction = random.nextWord() & (random.below(2) == 0 ? 0x7f_ffff : 0x60_0001)
      let sign = random.nextWord() & 0x8000_0000
      return Float(bitPattern: sign | UInt32(exponent + 127) << 23 | fraction)
    }
  }

  private static func flushed(_ x: Float) -> Float {
    x.isSubnormal ? Float(signOf: x, magnitudeOf: 0) : x
  }

  /// a · b + c with one rounding, then zero where the rounded result is smaller than 2⁻¹²⁶: computed
  /// 2¹⁰⁰ times as large, where nothing is subnormal.
  private static func product(_ a: Float, _ b: Float, plus c: Float) -> Float {
    let (x, y, z) = (flushed(a), flushed(b) * 0x1p100, flushed(c) * 0x1p100)
    let large = z.addingProduct(x, y)
    return abs(large) < 0x1p-26 ? Float(signOf: large, magnitudeOf: 0) : large * 0x1p-100
  }

  private func bits(_ values: some Sequence<Float>) -> [UInt32] { values.map(\.bitPattern) }

  /// One fused multiply-add an output: a gradient step, w − rate · g.
  @Test(arguments: instructionSets)
  func stepsFlush(name: String) {
    let count = 64_000
    for (rate, exponents) in [(Float(0x1.8p-3), -127 ... -122), (0x1.000002p-20, -108 ... -104)] {
      let w = Self.numbers(count, seed: 1, exponents: -127 ... -124)
      let g = Self.numbers(count, seed: 2, exponents: exponents)
      var step = ck_update(
        rule: Int32(CK_SGD.rawValue), rate: rate, decay: 0, momentum: 0, beta1: 0, beta2: 0,
        gain1: 0, gain2: 0, firstScale: 0, secondScale: 0, epsilon: 0, maxNorm: 0)
      let (p, slope) = (KernelBlock(w), KernelBlock(g))
      unsafe KernelSupport.table(name).update(
        p.pointer, slope.pointer, nil, nil, 16, count / 16, 16, &step)
      // The kernel adds decay · w first, which is 0 · w.
      let expected = zip(w, g).map { w, g in
        Self.product(-rate, Self.product(0, w, plus: g), plus: w)
      }
      #expect(bits(p.values) == bits(expected))
      #expect(!p.values.contains { $0.isSubnormal })
      let gradual = zip(w, g).map { $0.addingProduct(-rate, $1) }
      #expect(gradual.count { $0.isSubnormal } > count / 20, "nothing here would be subnormal")
    }
  }

  /// Sums of products in sequence, dense and over lists: a subnormal factor is left out.
  @Test(arguments: instructionSets)
  func productsFlush(name: String) {
    let (rows, depth, columns) = (40, 33, 48)
    let a = Self.numbers(rows * depth, seed: 3, exponents: -70 ... -58)
      .enumerated().map { $0 % 5 == 0 ? Float.leastNonzeroMagnitude : $1 }
    let b = Self.numbers(depth * columns, seed: 4, exponents: -66 ... -58)
    var expected: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        expected.append(
          (0..<depth).reduce(0) {
            Self.product(a[row * depth + $1], b[$1 * columns + column], plus: $0)
          })
      }
    }
    let table = unsafe KernelSupport.table(name)
    let (left, right) = (KernelBlock(a), KernelBlock(b))
    let out = KernelBlock(Float(7), count: rows * columns)
    unsafe table.product(
      out.pointer, columns, left.pointer, depth, right.pointer, columns, nil, rows, depth, columns)
    #expect(bits(out.values) == bits(expected))
    let stride = KernelSupport.padded(depth)
    let padded = KernelBlock(
      (0..<rows * stride).map { $0 % stride < depth ? a[$0 / stride * depth + $0 % stride] : 0 })
    let lists = KernelLists(rows: rows, columns: depth)
    let count = unsafe table.row_lists(lists.rows, padded.pointer, stride, rows, depth)
    #expect(count == a.count { !$0.isSubnormal && $0 != 0 })
    let sparse = KernelBlock(Float(7), count: rows * columns)
    unsafe table.list_product(
      sparse.pointer, columns, lists.rows, right.pointer, columns, nil, rows, columns)
    // A negative sum that was flushed is −0, to which a term of zero, which lists leave out, adds +0.
    #expect(sparse.values == expected)
  }

  /// Every rule, activation and loss gives what the portable kernels give, and nothing subnormal.
  @Test(arguments: instructionSets)
  func allElseAgrees(name: String) {
    let count = 1_600
    func run(_ name: String) -> [KernelBlock<Float>] {
      let table = unsafe KernelSupport.table(name)
      var results: [KernelBlock<Float>] = []
      for rule in [CK_MOMENTUM, CK_NESTEROV, CK_ADAM].map({ Int32($0.rawValue) }) {
        var step = ck_update(
          rule: rule, rate: 0.01, decay: 0.001, momentum: 0.9, beta1: 0.9, beta2: 0.999, gain1: 0.1,
          gain2: 0.001, firstScale: 2, secondScale: 3, epsilon: 1e-30, maxNorm: 0)
        let blocks = (0..<4).map {
          KernelBlock(Self.numbers(count, seed: UInt64(10 + $0), exponents: -127 ... -118))
        }
        let second = KernelBlock(blocks[3].values.map(abs))
        unsafe table.update(
          blocks[0].pointer, blocks[1].pointer, blocks[2].pointer, second.pointer, 16, count / 16,
          16, &step)
        // The second moment is Adam's.
        results += [blocks[0], blocks[2]] + (rule == Int32(CK_ADAM.rawValue) ? [second] : [])
      }
      for activation in Int32(0)...3 {
        let z = KernelBlock(Self.numbers(count, seed: 20, exponents: -127 ... -124))
        let (a, h) = (KernelBlock(Float(0), count: count), KernelBlock(Float(0), count: count))
        let mask = unsafe ck_mask(
          bits: nil, ld: 0, rowsPerMask: 1, scale: 0.75, factors: nil, factorLd: 0)
        unsafe table.activate(
          activation, z.pointer, a.pointer, h.pointer, 16, count / 16, 16, mask)
        unsafe table.activate_backward(
          activation, h.pointer, a.pointer, a.pointer, 16, count / 16, 16, mask)
        results += [h, a]
      }
      for loss in Int32(0)...2 {
        let z = KernelBlock(
          (0..<count).map { place -> Float in Float(place % 16) * -6 - Float(place) / 300 })
        let labels = [Int32](repeating: 0, count: count / 16)
        let dz = KernelBlock(Float(0), count: count)
        unsafe table.loss_gradient(
          loss, z.pointer, dz.pointer, 16, labels, count / 16, loss == 1 ? 1 : 16, 1 / 300)
        results.append(dz)
      }
      return results
    }
    let (got, expected) = (run(name), run("portable"))
    #expect(got.map(\.bits) == expected.map(\.bits))
    #expect(!got.flatMap(\.values).contains { $0.isSubnormal })
  }

  /// The caller's floating-point mode is the same before and after.
  @Test(arguments: instructionSets)
  func theCallersModeStays(name: String) {
    let (x, y) = (
      KernelBlock(Float.leastNormalMagnitude, count: 16), KernelBlock(Float(1), count: 16)
    )
    // What a kernel may have changed is read, and computed, anew.
    func half() -> Float {
      unsafe KernelSupport.table(name).elementary(0, x.pointer, y.pointer, 16)
      return x[0] / 2
    }
    #expect(half().isSubnormal)
    let outer = ck_enter_mode()
    let inner = ck_enter_mode()
    ck_leave_mode(inner)
    let flushed = half()
    ck_leave_mode(outer)
    #expect(outer.isSaved && !inner.isSaved && flushed == 0)
    #expect(half().isSubnormal)
  }
}
