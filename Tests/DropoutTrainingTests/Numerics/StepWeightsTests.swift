import CKernels
import DropoutTraining
import Testing

/// The fused gradient and step, against a gradient in a loop, then `update`, then `max_norm`.
struct StepWeightsTests {
  static let instructionSets = KernelSupport.instructionSets
  static let rules = [CK_SGD, CK_MOMENTUM, CK_NESTEROV, CK_ADAM, CK_STORE].map {
    Int32($0.rawValue)
  }

  /// A layer's memory.
  private final class Layer {
    let inputs, batch, vectors, stride, aStride, gradientStride: Int
    let p, m, v, stored: KernelBlock<Float>
    let a, gradient: [Float]

    init(inputs: Int, batch: Int, vectors: Int, density: Double) {
      (self.inputs, self.batch, self.vectors) = (inputs, batch, vectors)
      stride = 16 * vectors + 16
      aStride = KernelSupport.padded(inputs) + 16
      gradientStride = 16 * vectors + 32
      p = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 1))
      m = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 2))
      v = KernelBlock(KernelSupport.numbers(inputs * stride, seed: 3).map { $0 * $0 })
      stored = KernelBlock(7, count: inputs * stride)
      a = KernelSupport.matrix(
        rows: batch, columns: inputs, stride: aStride, seed: 4, density: density)
      gradient = KernelSupport.numbers(batch * gradientStride, seed: 5)
    }

    var bits: [UInt32] { p.bits + m.bits + v.bits + stored.bits }

    /// The gradient of input `input` by one 16-float vector of outputs.
    func slope(input: Int, vector: Int) -> [Float] {
      (16 * vector..<16 * vector + 16).map { column in
        (0..<batch).reduce(Float(0)) {
          $0.addingProduct(a[$1 * aStride + input], gradient[$1 * gradientStride + column])
        }
      }
    }
  }

  private func update(_ rule: Int32, maxNorm: Float) -> ck_update {
    ck_update(
      rule: rule, rate: 0.1, decay: 0.01, momentum: 0.9, beta1: 0.9, beta2: 0.999, firstScale: 2,
      secondScale: 3, epsilon: 1e-8, maxNorm: maxNorm)
  }

  private func expect(_ layer: Layer, _ update: ck_update, vectors: Range<Int>) {
    var update = update
    let table = unsafe KernelSupport.table("portable")
    for vector in vectors {
      for input in 0..<layer.inputs {
        let slope = KernelBlock(layer.slope(input: input, vector: vector))
        let at = input * layer.stride + 16 * vector
        if update.rule == Int32(CK_STORE.rawValue) {
          for lane in 0..<16 { unsafe layer.stored.pointer[at + lane] = slope[lane] }
        } else {
          unsafe table.update(
            layer.p.pointer + at, slope.pointer, layer.m.pointer + at, layer.v.pointer + at, 16,
            &update)
        }
      }
    }
    if update.maxNorm > 0, update.rule != Int32(CK_STORE.rawValue) {
      unsafe table.max_norm(
        layer.p.pointer + 16 * vectors.lowerBound, layer.stride, layer.inputs, vectors.count,
        update.maxNorm)
    }
  }

  private func step(
    _ name: String, _ layer: Layer, _ update: ck_update, vectors: Range<Int>, lists: Bool
  ) {
    var update = update
    let (a, gradient) = (KernelBlock(layer.a), KernelBlock(layer.gradient))
    let memory = KernelLists(rows: layer.batch, columns: layer.inputs)
    let table = unsafe KernelSupport.table(name)
    if lists {
      _ = unsafe table.row_lists(memory.rows, a.pointer, layer.aStride, layer.batch, layer.inputs)
      unsafe table.column_lists(memory.columns, memory.rows, layer.batch, 0, memory.blocks)
    }
    unsafe table.step_weights(
      ck_weights(
        weights: layer.p.pointer, m: layer.m.pointer, v: layer.v.pointer,
        stored: layer.stored.pointer, ld: layer.stride, inputs: layer.inputs, a: a.pointer,
        aLd: layer.aStride, batch: layer.batch, columns: lists ? memory.columns : ck_lists(),
        gradient: gradient.pointer, gradientLd: layer.gradientStride),
      vectors.lowerBound, vectors.upperBound, &update)
  }

  @Test(arguments: instructionSets, rules)
  func stepsAreGradientUpdateAndLimit(name: String, rule: Int32) {
    for (inputs, batch, vectors, range) in [
      (1, 1, 1, 0..<1), (5, 3, 2, 0..<2), (6, 17, 3, 1..<3), (7, 16, 4, 0..<4), (13, 5, 5, 0..<5),
      (64, 3, 9, 3..<8), (65, 2, 6, 5..<6), (130, 3, 3, 0..<3), (9, 6, 4, 2..<2),
      (3, 2, 17, 0..<17),
    ] {
      for (density, lists) in [(1, false), (0.3, false), (0.3, true), (0, true), (1, true)] {
        for maxNorm: Float in [0, 1.1] {
          let update = update(rule, maxNorm: maxNorm)
          let got = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
          let want = Layer(inputs: inputs, batch: batch, vectors: vectors, density: density)
          step(name, got, update, vectors: range, lists: lists)
          expect(want, update, vectors: range)
          #expect(
            got.bits == want.bits,
            "\(inputs) inputs, batch \(batch), \(range) of \(vectors), lists \(lists), \(maxNorm)")
        }
      }
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
    unsafe KernelSupport.table(name).update(p.pointer, g.pointer, nil, nil, 48, &update)
    #expect(p.bits == expected.map(\.bitPattern))
  }
}
