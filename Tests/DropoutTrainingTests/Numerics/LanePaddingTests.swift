import CKernels
import DropoutTraining
import Testing

/// The same as ``PaddingTests`` where a vector holds examples: padding are the examples beyond the batch.
struct LanePaddingTests {
  static let batches = [1, 15, 16, 17, 33, 257]
  private static let fills: [Float] = [0, 0.5, .nan]

  /// A net of three layers of units × examples, with masks under which every unit of padding survives.
  private struct Net {
    let widths = [3, 18, 5, 2]
    let parameters, slopes: [PaddedOperand]
    let outputs, activated, gradients: [PaddedOperand]
    let words: [KernelBlock<UInt16>]

    init(batch: Int, padding: Float) {
      let widths = widths
      let pairs = Array(zip(widths, widths.dropFirst()))
      func operands(seed: Int) -> [PaddedOperand] {
        widths.enumerated().map {
          PaddedOperand($1, batch, seed: seed + $0, padding: padding)
        }
      }
      parameters = pairs.enumerated().map {
        PaddedOperand($1.0 + 1, $1.1, seed: $0, padding: padding)
      }
      slopes = pairs.map { PaddedOperand($0 + 1, $1, seed: 1, padding: padding) }
      outputs = operands(seed: 10)
      activated = operands(seed: 20)
      gradients = operands(seed: 30)
      let stride = outputs[0].stride
      words = widths.map { units in
        KernelBlock(
          (0..<units * stride / 16).map { word in
            var bits = UInt16(truncatingIfNeeded: word * 40_503 + 12_345)
            let first = word % (stride / 16) * 16
            for lane in 0..<16 where first + lane >= batch {
              if padding == 0 { bits &= ~(1 << lane) } else { bits |= 1 << lane }
            }
            return bits
          })
      }
    }

    var layers: [ck_narrow] {
      unsafe parameters.indices.map { layer in
        let isLast = layer == parameters.count - 1
        return unsafe ck_narrow(
          inputs: widths[layer], outputs: widths[layer + 1], stride: outputs[0].stride,
          ld: parameters[layer].stride, parameters: parameters[layer].pointer,
          slope: slopes[layer].pointer, below: outputs[layer].pointer,
          activated: activated[layer + 1].pointer, masked: outputs[layer + 1].pointer,
          gradient: gradients[layer + 1].pointer, mask: isLast ? nil : words[layer + 1].pointer,
          scale: isLast ? 1 : 1.25)
      }
    }
  }

  @Test(arguments: KernelSupport.instructionSets, batches)
  func narrowNetsHold(name: String, batch: Int) {
    let labels = KernelBlock((0..<KernelSupport.padded(batch)).map { Int32($0 % 2) })
    for activation in Int32(0)...3 {
      for loss: Int32 in [0, 2] {
        func run(_ name: String, _ padding: Float) -> Net {
          let net = Net(batch: batch, padding: padding)
          unsafe KernelSupport.table(name).narrow_gradient(
            activation, net.layers, 3, loss, labels.pointer, batch, 0.25)
          return net
        }
        let expected = run("portable", 0)
        for padding in Self.fills {
          let net = run(name, padding)
          let written = net.outputs.dropFirst() + net.gradients.dropFirst()
          #expect(net.slopes.map(\.bits) == expected.slopes.map(\.bits), "\(padding)")
          #expect(net.outputs.map(\.bits) == expected.outputs.map(\.bits), "\(padding)")
          #expect(written.allSatisfy { $0.isClean }, "activation \(activation), \(padding)")
          let hidden = net.activated.dropFirst().dropLast()
          #expect(activation == 1 || hidden.allSatisfy { $0.isClean }, "\(activation), \(padding)")
        }
      }
    }
  }

  @Test(arguments: KernelSupport.instructionSets, batches)
  func lanesUnderAMaskHold(name: String, batch: Int) {
    for padding in Self.fills {
      let net = Net(batch: batch, padding: padding)
      let clean = Net(batch: batch, padding: 0)
      for net in [net, clean] {
        unsafe KernelSupport.table(name).apply_lanes(
          net.activated[1].pointer, net.outputs[1].pointer, net.words[1].pointer,
          net.outputs[1].stride, 18, batch, 1.25)
      }
      #expect(net.activated[1].bits == clean.activated[1].bits)
      #expect(net.activated[1].isClean)
    }
  }

  @Test(arguments: KernelSupport.instructionSets, batches)
  func thinnedNetworksHold(name: String, points: Int) {
    for classes in [1, 3] {
      func run(_ padding: Float) -> [UInt64] {
        let a = PaddedOperand(classes, points, seed: 1, padding: padding)
        let b = PaddedOperand(4 * classes, points, seed: 2, padding: padding)
        let rows = classes + max(classes, 2)
        let room = KernelBlock(Float.nan, count: rows * a.stride + 16 * classes)
        let sums = KernelBlock(1.0, count: rows * a.stride)
        let weights = KernelBlock<Float>([0.1, 0.2, 0.3, 0.4])
        let labels = KernelBlock((0..<KernelSupport.padded(points)).map { Int32($0 % 2) })
        let (losses, wrong) = (KernelBlock(Float(0), count: 4), KernelBlock(UInt32(0), count: 4))
        var arguments = unsafe ck_thinned(
          classes: classes, points: points, ld: a.stride, networks: 4, a: a.pointer, b: b.pointer,
          weights: weights.pointer, labels: labels.pointer, factor: 0.5, sums: sums.pointer,
          room: room.pointer, losses: losses.pointer, wrong: wrong.pointer)
        unsafe KernelSupport.table(name).thinned(classes == 1 ? 1 : 0, &arguments)
        let beyond = sums.values.indices.filter { $0 % a.stride >= points }
        #expect(beyond.allSatisfy { sums[$0] == 1 })
        return sums.values.map(\.bitPattern) + losses.bits.map(UInt64.init)
          + wrong.values.map(UInt64.init)
      }
      let expected = run(0)
      for padding in Self.fills { #expect(run(padding) == expected, "padding \(padding)") }
    }
  }
}
