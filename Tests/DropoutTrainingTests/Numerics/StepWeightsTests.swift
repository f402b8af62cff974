import CKernels
import DropoutTraining
import Testing

/// The fused gradients and step, against loops in the documented order, then `update`.
struct StepWeightsTests {
  static let instructionSets = KernelSupport.instructionSets
  static let rules = [CK_SGD, CK_MOMENTUM, CK_NESTEROV, CK_ADAM, CK_STORE].map {
    Int32($0.rawValue)
  }
  static let block = Int(CK_BLOCK)

  /// A layer's memory.
  private final class Layer {
    let inputs, batch, vectors, stride, aStride, gradientStride: Int
    let p, m, v, stored, squares, sums: KernelBlock<Float>
    let a, gradient: [Float]
    /// The input whose gradient is stored first.
    var first = 0

    init(inputs: Int, batch: Int, vectors: Int, density: Double) {
      (self.inputs, self.batch, self.vectors) = (inputs, batch, vectors)
      stride = 16 * vectors + 16
      aStride = KernelSupport.padded(inputs) + 16
      gradientStride = 16 * vectors + 32
      let blocks = (inputs + block - 1) / block
      p = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 1))
      m = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 2))
      v = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 3).map { $0 * $0 })
      stored = KernelBlock(7, count: inputs * stride)
      squares = KernelBlock(7, count: blocks * stride)
      sums = KernelBlock(7, count: blocks * block * KernelSupport.padded(batch))
      a = KernelSupport.matrix(
        rows: batch, columns: inputs, stride: aStride, seed: 4, density: density)
      gradient = KernelSupport.numbers(batch * gradientStride, seed: 5)
    }

    var bits: [UInt32] { p.bits + m.bits + v.bits + stored.bits + squares.bits }

    func arguments(_ columns: ck_lists) -> ck_weights {
      unsafe ck_weights(
        weights: p.pointer, m: m.pointer, v: v.pointer, stored: stored.pointer,
        squares: squares.pointer, ld: stride, outputs: 16 * vectors, first: first, a: nil,
        aLd: aStride, batch: batch, columns: columns, gradient: nil,
        gradientLd: gradientStride, sums: nil)
    }

    /// The gradient of input `input`'s weights by one 16-float vector of outputs.
    func slope(input: Int, vector: Int) -> [Float] {
      (16 * vector..<16 * vector + 16).map { column in
        (0..<batch).reduce(Float(0)) {
          $0.addingProduct(a[$1 * aStride + input], gradient[$1 * gradientStride + column])
        }
      }
    }

    /// The gradient by the number in a row and a column of the input, from the weights as they are.
    func inputGradient(row: Int, input: Int) -> Float {
      let groups = Swift.stride(from: 0, to: vectors, by: 8).map { first in
        var lanes = [Float](repeating: 0, count: 16)
        for column in 16 * first..<16 * min(first + 8, vectors) {
          lanes[column % 16].addProduct(
            p[input * stride + column], gradient[row * gradientStride + column])
        }
        return treeSum(lanes)
      }
      return groups.dropFirst().reduce(groups.first ?? 0, +)
    }

    private func treeSum(_ lanes: [Float]) -> Float {
      var lanes = lanes
      for width in [8, 4, 2, 1] { for lane in 0..<width { lanes[lane] += lanes[lane + width] } }
      return lanes[0]
    }
  }

  private func update(_ rule: Int32, maxNorm: Float) -> ck_update {
    ck_update(
      rule: rule, rate: 0.1, decay: 0.01, momentum: 0.9, beta1: 0.9, beta2: 0.999, gain1: 0.1,
      gain2: 0.001, firstScale: 2,
      secondScale: 3, epsilon: 1e-8, maxNorm: maxNorm)
  }

  private func expect(_ layer: Layer, _ update: ck_update, inputs: Range<Int>) {
    var update = update
    let table = unsafe KernelSupport.table("portable")
    for input in inputs {
      for vector in 0..<layer.vectors {
        let slope = KernelBlock(layer.slope(input: input, vector: vector))
        let at = input * layer.stride + 16 * vector
        if update.rule == Int32(CK_STORE.rawValue) {
          for lane in 0..<16 { unsafe layer.stored.pointer[at + lane] = slope[lane] }
          continue
        }
        unsafe table.update(
          layer.p.pointer + at, slope.pointer, layer.m.pointer + at, layer.v.pointer + at, 16,
          1, 16, &update)
        guard update.maxNorm > 0 else { continue }
        for lane in 0..<16 {
          let place = input / Self.block * layer.stride + 16 * vector + lane
          let before = input % Self.block == 0 ? 0 : layer.squares[place]
          let x = layer.p[at + lane]
          unsafe layer.squares.pointer[place] = before.addingProduct(x, x)
        }
      }
    }
  }

  /// Steps on a machine's kernels; gives the lists it used.
  private func step(
    _ name: String, _ layer: Layer, _ update: ck_update, inputs: Range<Int>, lists: Bool,
    sums: Bool
  ) -> KernelLists {
    var update = update
    let (a, gradient) = (KernelBlock(layer.a), KernelBlock(layer.gradient))
    let memory = KernelLists(rows: layer.batch, columns: layer.inputs)
    if lists {
      unsafe memory.fillColumns(
        KernelSupport.table(name), a, stride: layer.aStride, rows: layer.batch,
        columns: layer.inputs, mask: nil)
    }
    var arguments = unsafe layer.arguments(lists ? memory.columns : ck_lists())
    unsafe arguments.a = UnsafePointer(a.pointer)
    unsafe arguments.gradient = UnsafePointer(gradient.pointer)
    if sums { unsafe arguments.sums = layer.sums.pointer }
    unsafe KernelSupport.table(name).step_weights(
      arguments, inputs.lowerBound, inputs.upperBound, &update)
    return memory
  }

  private static let shapes = [
    (1, 1, 1, 0..<1), (5, 3, 2, 0..<5), (6, 17, 3, 0..<6), (7, 16, 4, 0..<7), (13, 5, 5, 0..<13),
    (64, 3, 9, 0..<64), (65, 2, 6, 0..<65), (130, 3, 3, 64..<128), (130, 5, 8, 128..<130),
    (9, 6, 4, 0..<0), (3, 2, 17, 0..<3), (2, 300, 16, 0..<2), (70, 40, 7, 0..<70),
  ]

  @Test(arguments: instructionSets, rules)
  func stepsAreGradientAndUpdate(name: String, rule: Int32) {
    for (inputs, batch, vectors, range) in Self.shapes {
      for (density, lists) in [(1, false), (0.3, false), (0.3, true), (0, true), (1, true)] {
        for maxNorm: Float in [0, 1.1] {
          let update = update(rule, maxNorm: maxNorm)
          let got = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
          let want = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
          _ = step(name, got, update, inputs: range, lists: lists, sums: lists && maxNorm > 0)
          expect(want, update, inputs: range)
          #expect(
            got.bits == want.bits,
            "\(range) of \(inputs) inputs, batch \(batch), \(vectors), lists \(lists), \(maxNorm)")
        }
      }
    }
  }

  /// Every listed number gets its gradient from the weights before the step.
  @Test(arguments: instructionSets, [CK_SGD, CK_STORE].map { Int32($0.rawValue) })
  func inputGradientsAreSummedInGroups(name: String, rule: Int32) {
    for (inputs, batch, vectors, range) in Self.shapes {
      for density in [0, 0.2, 1] {
        let layer = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
        let want = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
        let lists = step(
          name, layer, update(rule, maxNorm: 0), inputs: range, lists: true, sums: true)
        for input in range {
          for (place, row) in lists.column(input) {
            #expect(
              layer.sums[place].bitPattern
                == want.inputGradient(row: row, input: input).bitPattern,
              "row \(row), input \(input) of \(inputs), batch \(batch), \(vectors) vectors")
          }
        }
      }
    }
  }

  /// Where no output is present, numbers that are listed get no gradient, and none of another layer's.
  @Test(arguments: instructionSets)
  func withoutOutputsTheInputGradientIsZero(name: String) {
    for inputs in [3, 70] {
      let layer = Layer(inputs: inputs, batch: 5, vectors: 0, density: 0.7)
      let lists = step(
        name, layer, update(Int32(CK_STORE.rawValue), maxNorm: 0), inputs: 0..<inputs, lists: true,
        sums: true)
      for input in 0..<inputs {
        #expect(lists.column(input).allSatisfy { layer.sums[$0.place].bitPattern == 0 })
      }
    }
  }

  /// A block's gradient may be stored from the block's first input on.
  @Test(arguments: instructionSets)
  func gradientsAreStoredFromTheFirstInput(name: String) {
    let update = update(Int32(CK_STORE.rawValue), maxNorm: 0)
    let whole = Layer(inputs: 130, batch: 7, vectors: 3, density: 0.5)
    _ = step(name, whole, update, inputs: 64..<128, lists: true, sums: false)
    let part = Layer(inputs: 130, batch: 7, vectors: 3, density: 0.5)
    part.first = 64
    _ = step(name, part, update, inputs: 64..<128, lists: true, sums: false)
    let expected = whole.stored.values[64 * whole.stride..<128 * whole.stride]
    #expect(part.stored.bits.prefix(64 * part.stride) == expected.map(\.bitPattern)[...])
  }

  /// A gradient of survivors moved together steps like the whole one, zero elsewhere.
  @Test(arguments: instructionSets, rules)
  func compactGradientsStepAll(name: String, rule: Int32) {
    // A limit changes nothing here: the squares are left alone.
    var update = update(rule, maxNorm: 1.1)
    for (inputs, vectors, last) in [
      (1, 1, true), (7, 3, false), (70, 9, true), (130, 2, false), (65, 17, true),
    ] {
      for density in [0, 0.4, 1] {
        let columns = 16 * vectors - 5
        let rowBits = KernelSupport.bits(inputs, seed: 6, density: density)
        let columnBits = KernelSupport.bits(columns, seed: 7, density: density)
        let (rows, kept) = (KernelSupport.set(rowBits), KernelSupport.set(columnBits))
        let got = Layer(inputs: inputs, batch: 1, vectors: vectors, density: 1)
        let want = Layer(inputs: inputs, batch: 1, vectors: vectors, density: 1)
        let compact = KernelBlock(KernelSupport.numbers(inputs * got.gradientStride, seed: 8))
        let whole = KernelBlock(Float(0), count: inputs * got.stride)
        for (place, row) in rows.enumerated() {
          for (column, unit) in kept.enumerated() {
            unsafe whole.pointer[row * got.stride + unit] =
              compact[place * got.gradientStride + column]
          }
        }
        var arguments = unsafe got.arguments(ck_lists())
        unsafe arguments.gradient = UnsafePointer(compact.pointer)
        // The rows that have at least `from` and less than `to` survivors before them.
        let from = rows.count / 3
        let to = last ? rows.count + 1 : rows.count * 2 / 3
        let rank = { (row: Int) in rows.count { $0 < row } }
        unsafe arguments.gradient += from * got.gradientStride
        unsafe KernelSupport.table(name).step_compacted(
          arguments, inputs, from, to, rowBits, columnBits, &update)
        for row in 0..<inputs where from..<to ~= rank(row) {
          let at = row * want.stride
          if rule == Int32(CK_STORE.rawValue) {
            unsafe (want.stored.pointer + at).update(from: whole.pointer + at, count: 16 * vectors)
          } else {
            unsafe KernelSupport.table("portable").update(
              want.p.pointer + at, whole.pointer + at, want.m.pointer + at, want.v.pointer + at,
              16 * vectors, 1, 16 * vectors, &update)
          }
        }
        #expect(got.bits == want.bits, "\(inputs) inputs, \(vectors) vectors, \(density), \(last)")
      }
    }
  }

  /// Squares in blocks of inputs, and columns scaled down to the limit.
  @Test(arguments: instructionSets)
  func normsAreLimited(name: String) {
    for (rows, vectors) in [(1, 1), (63, 2), (64, 3), (65, 1), (200, 4)] {
      let (table, limit) = unsafe (KernelSupport.table(name), Float(7.5))
      let layer = Layer(inputs: rows, batch: 1, vectors: vectors, density: 1)
      let before = layer.p.values
      unsafe table.square_sums(
        layer.squares.pointer, layer.p.pointer, layer.stride, rows, 16 * vectors)
      unsafe table.limit_norms(
        layer.p.pointer, layer.stride, rows, 16 * vectors, layer.squares.pointer, limit)
      var limited = 0
      for column in 0..<16 * vectors {
        let parts = stride(from: 0, to: rows, by: Self.block).map { first in
          (first..<min(first + Self.block, rows)).reduce(Float(0)) {
            $0.addingProduct(
              before[$1 * layer.stride + column], before[$1 * layer.stride + column])
          }
        }
        let norm = parts.reduce(0, +).squareRoot()
        if norm > limit { limited += 1 }
        for row in 0..<rows {
          let at = row * layer.stride + column
          let expected = norm > limit ? before[at] * (limit / norm) : before[at]
          #expect(layer.p[at].bitPattern == expected.bitPattern, "row \(row), column \(column)")
        }
      }
      #expect(rows < 64 || limited > 0, "no norm of \(rows) rows is above the limit")
    }
  }

  /// Plain gradient descent touches no moment.
  @Test(arguments: instructionSets)
  func momentsThatARuleHasNotMayBeMissing(name: String) {
    var update = update(Int32(CK_SGD.rawValue), maxNorm: 0)
    let p = KernelBlock(KernelSupport.numbers(48, seed: 1))
    let g = KernelBlock(KernelSupport.numbers(48, seed: 2))
    let expected = zip(p.values, g.values).map { p, g in
      p.addingProduct(-0.1, g.addingProduct(0.01, p))
    }
    unsafe KernelSupport.table(name).update(p.pointer, g.pointer, nil, nil, 48, 1, 48, &update)
    #expect(p.bits == expected.map(\.bitPattern))
  }
}
