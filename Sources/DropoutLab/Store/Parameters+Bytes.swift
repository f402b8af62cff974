import DropoutTraining
import Foundation

extension Parameters {
  /// Weights and biases, layer by layer, as little-endian Float32.
  var storedBytes: Data {
    var data = Data()
    for (weight, bias) in zip(weights, biases) {
      for value in weight + bias {
        var bits = value.bitPattern.littleEndian
        for _ in 0..<4 {
          data.append(UInt8(truncatingIfNeeded: bits))
          bits >>= 8
        }
      }
    }
    return data
  }

  /// The ``digest`` of parameters from their ``storedBytes``, without the network's shape.
  static func digest(storedBytes data: Data) -> String {
    let bytes = [UInt8](data)
    var digest = SHA256()
    digest.update(
      stride(from: 0, to: bytes.count - 3, by: 4).map { position in
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << (8 * $1) }
        let value = Float(bitPattern: bits)
        return value.isNaN ? .nan : value
      })
    return digest.finalized()
  }

  /// Reads what ``storedBytes`` wrote; nil if the size does not fit the network.
  init?(storedBytes data: Data, shape: NetworkShape) {
    guard data.count == 4 * shape.parameterCount else { return nil }
    let bytes = [UInt8](data)
    var position = 0
    func take(_ count: Int) -> [Float] {
      (0..<count).map { _ in
        defer { position += 4 }
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << (8 * $1) }
        return Float(bitPattern: bits)
      }
    }
    var weights: [[Float]] = []
    var biases: [[Float]] = []
    for (inputs, outputs) in zip(shape.layers, shape.layers.dropFirst()) {
      weights.append(take(inputs * outputs))
      biases.append(take(outputs))
    }
    self.init(weights: weights, biases: biases)
  }
}
