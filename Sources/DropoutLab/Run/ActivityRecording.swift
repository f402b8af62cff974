package import DropoutTraining

/// Records which hidden units of a ReLU network were active in each step of a training.
///
/// A replay in other precision needs this: if a pre-activation is within rounding of 0, both sides are right,
/// and only the run itself knows which one it took.
package struct ActivityRecording: Sendable {
  private let widths: [Int]
  private let batchSize: Int
  /// Per hidden layer, `[steps, batch, ⌈units / 8⌉]`: the bits of a row, the first unit in the highest bit.
  private var bytes: [[UInt8]]

  /// An empty recording; nil if the network has no hidden layer of ReLU units.
  package init?(_ training: TrainingConfiguration, exampleCount: Int) {
    let network = training.network
    guard network.activation == .relu, network.layers.count > 2 else { return nil }
    widths = Array(network.layers.dropFirst().dropLast())
    batchSize = training.batchSize(exampleCount: exampleCount)
    bytes = widths.map { _ in [] }
  }

  /// Bytes per step.
  var bytesPerStep: Int { batchSize * widths.reduce(0) { $0 + ($1 + 7) / 8 } }

  /// Adds the last step of a training.
  package mutating func add(_ trainer: borrowing Trainer) {
    for layer in widths.indices {
      let active = trainer.lastActivity(layer: layer + 1)
      for row in stride(from: 0, to: active.count, by: widths[layer]) {
        for unit in stride(from: 0, to: widths[layer], by: 8) {
          var byte: UInt8 = 0
          for bit in 0..<min(8, widths[layer] - unit) where active[row + unit + bit] {
            byte |= 0x80 >> UInt8(bit)
          }
          bytes[layer].append(byte)
        }
      }
    }
  }

  /// The arrays `active1`, `active2`, …
  var arrays: [(name: String, array: NumericArray)] {
    widths.indices.map { layer in
      let width = (widths[layer] + 7) / 8
      let steps = bytes[layer].count / (batchSize * width)
      return (
        "active\(layer + 1)", NumericArray(shape: [steps, batchSize, width], bytes[layer])
      )
    }
  }
}
