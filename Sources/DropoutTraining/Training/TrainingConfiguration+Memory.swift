extension TrainingConfiguration {
  /// The most memory that one training takes, estimated from its shapes, in bytes: weights, gradients,
  /// moments and their copies, and the units of a batch, but not the data.
  ///
  /// - Parameter exampleCount: Training examples.
  package func memoryEstimate(exampleCount: Int) -> Double {
    let widths = network.layers.map(Double.init)
    let batch = Double(batchSize(exampleCount: exampleCount))
    let weights = zip(network.layers, network.layers.dropFirst()).reduce(0.0) {
      $0 + Double($1.0 + 1) * Double(rowStride($1.1))
    }
    // Parameters and gradients; then the final weights once as arrays and twice as bytes for the store.
    var copies = 2 + Double(optimizer.momentCount) + 3
    // Masked or compacted weights.
    if !isNarrow(batchSize: batchSize(exampleCount: exampleCount)) { copies += 1 }
    let hidden = widths.dropFirst().dropLast().reduce(0, +)
    let output = widths[widths.count - 1]
    var perExample: Double
    if isNarrow(batchSize: batchSize(exampleCount: exampleCount)) {
      perExample = 2 * widths[0] + 3 * (hidden + output)
    } else {
      // Activations and gradients, masked and not; lists of rows and columns over the widest layer.
      perExample = 2 * widths[0] + 4 * hidden + 2 * output + 5 * (widths.dropLast().max() ?? 0)
    }
    // Masks, two bytes a unit at most.
    perExample += (widths[0] + hidden) / 2
    let evaluation = 256 * (widths[0] + 2 * hidden + output)
    return 4 * (copies * weights + batch * perExample + evaluation)
  }
}

extension Dataset {
  /// The memory of the data set in bytes, estimated: as it was read, and as it is laid out for training.
  package var memoryEstimate: Double {
    let count = Double(train.count + test.count)
    let isPixels = train.features.pixels != nil
    let laidOut = isPixels ? 0 : 4 * Double(rowStride(train.featureCount))
    return count * (Double(train.featureCount) * (isPixels ? 1 : 4) + laidOut + 16)
  }
}
