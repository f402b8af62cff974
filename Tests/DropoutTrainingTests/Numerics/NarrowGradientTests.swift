import CKernels
import DropoutTraining
import Testing

/// The gradients of narrow nets on every instruction set, bit for bit those of ``NarrowReference``.
struct NarrowGradientTests {
  static let instructionSets = KernelSupport.instructionSets
  /// Loss and outputs.
  static let losses: [(loss: Int32, outputs: Int)] = [(0, 2), (0, 17), (1, 1), (2, 1), (2, 5)]

  @Test(arguments: instructionSets, [Int32(0), 1, 2, 3])
  func gradientsFollowTheLoop(name: String, activation: Int32) {
    for (loss, outputs) in Self.losses {
      for rows in [16, 17, 31, 211] {
        compare(name, activation, loss, widths: [3, 7, 5, outputs], rows: rows)
      }
      compare(name, activation, loss, widths: [2, outputs], rows: 33)
      compare(name, activation, loss, widths: [5, 33, 6, outputs], rows: 20)
    }
  }

  private func reference(
    _ activation: Int32, _ loss: Int32, widths: [Int], rows: Int
  ) -> NarrowReference {
    var random = RandomSequence(RandomKey(seed: 21))
    func matrix(_ rows: Int, _ columns: Int) -> [[Float]] {
      (0..<rows).map { _ in (0..<columns).map { _ in Float(random.normal()) } }
    }
    let parameters = zip(widths, widths.dropFirst()).map { matrix($0 + 1, $1) }
    let input = matrix(widths[0], rows)
    let masks = widths.dropFirst().dropLast().map { units in
      (0..<units).map { _ in (0..<rows).map { _ in random.uniform() < 0.6 } }
    }
    let classes = max(widths[widths.count - 1], 2)
    return NarrowReference(
      activation: activation, loss: loss, widths: widths, parameters: parameters, masks: masks,
      scale: 1.25, input: input,
      labels: (0..<rows).map { _ in
        // A squared loss of one output is told numbers.
        loss == 2 && widths.last == 1
          ? Int32(bitPattern: Float(random.normal()).bitPattern) : Int32(random.below(classes))
      })
  }

  /// The memory of one weight layer.
  private struct Memory {
    let parameters, slope, activated, masked, gradient: KernelBlock<Float>
    let words: KernelBlock<UInt16>
    let ld: Int
  }

  private func memory(_ net: NarrowReference, layer: Int, stride: Int) -> Memory {
    let (inputs, outputs) = (net.widths[layer], net.widths[layer + 1])
    let ld = KernelSupport.padded(outputs)
    var parameters = [Float](repeating: 0, count: (inputs + 1) * ld)
    for row in 0...inputs {
      for unit in 0..<outputs { parameters[row * ld + unit] = net.parameters[layer][row][unit] }
    }
    var words = [UInt16](repeating: 0, count: outputs * stride / 16)
    if layer < net.masks.count {
      for unit in 0..<outputs {
        for (example, survives) in net.masks[layer][unit].enumerated() where survives {
          words[(unit * stride + example) / 16] |= 1 << (example % 16)
        }
      }
    }
    return Memory(
      parameters: KernelBlock(parameters), slope: KernelBlock(0, count: parameters.count),
      activated: KernelBlock(0, count: outputs * stride),
      masked: KernelBlock(0, count: outputs * stride),
      gradient: KernelBlock(0, count: outputs * stride), words: KernelBlock(words), ld: ld)
  }

  /// The pass of an evaluation, layer by layer, is the first half of a gradient.
  @Test(arguments: instructionSets, [Int32(0), 1, 2, 3])
  func forwardPassesFollowTheLoop(name: String, activation: Int32) {
    for (widths, rows) in [([3, 7, 5, 2], 31), ([2, 1], 16), ([5, 33, 17, 6], 47)] {
      let net = reference(activation, 0, widths: widths, rows: rows)
      unsafe withLayers(net, rows: rows) { layers, memories, stride in
        for layer in unsafe layers.indices {
          // Sound: the layer's memory lives through the call.
          unsafe withUnsafePointer(to: layers[layer]) {
            unsafe KernelSupport.table(name).narrow_forward(activation, $0, rows)
          }
        }
        for (memory, expected) in zip(memories, net.outputs().below.dropFirst()) {
          for (unit, row) in expected.enumerated() {
            let got = memory.masked.bits[unit * stride..<unit * stride + rows]
            #expect(Array(got) == row.map(\.bitPattern), "unit \(unit) of \(widths)")
          }
        }
      }
    }
  }

  private func compare(
    _ name: String, _ activation: Int32, _ loss: Int32, widths: [Int], rows: Int
  ) {
    let net = reference(activation, loss, widths: widths, rows: rows)
    let labels = KernelBlock(
      net.labels + [Int32](repeating: 0, count: KernelSupport.padded(rows) - rows))
    let factor = 1 / Float(rows)
    unsafe withLayers(net, rows: rows) { layers, memories, _ in
      unsafe KernelSupport.table(name).narrow_gradient(
        activation, layers, layers.count, loss, labels.pointer, rows, factor)
      let expected = net.gradients(factor: factor)
      for (memory, slope) in zip(memories, expected) {
        let padded = slope.flatMap { row in
          row + [Float](repeating: 0, count: memory.ld - row.count)
        }
        #expect(
          memory.slope.bits == padded.map(\.bitPattern), "\(widths), loss \(loss), \(rows) rows")
      }
    }
  }

  private func withLayers(
    _ net: NarrowReference, rows: Int, _ body: ([ck_narrow], [Memory], _ stride: Int) -> Void
  ) {
    let widths = net.widths
    let stride = KernelSupport.padded(rows) + 16
    let padding = [Float](repeating: 0, count: stride - rows)
    let input = KernelBlock(net.input.flatMap { $0 + padding })
    let memories = net.parameters.indices.map { memory(net, layer: $0, stride: stride) }
    let layers = unsafe memories.indices.map { layer in
      let memory = memories[layer]
      let isLast = layer == memories.count - 1
      return unsafe ck_narrow(
        inputs: widths[layer], outputs: widths[layer + 1], stride: stride, ld: memory.ld,
        parameters: memory.parameters.pointer, slope: memory.slope.pointer,
        below: layer == 0 ? input.pointer : memories[layer - 1].masked.pointer,
        activated: memory.activated.pointer, masked: memory.masked.pointer,
        gradient: memory.gradient.pointer, mask: isLast ? nil : memory.words.pointer,
        scale: isLast ? 1 : net.scale)
    }
    unsafe body(layers, memories, stride)
  }
}
