import DropoutTraining

extension GradientNoiseStudy {
  /// The parts of the variance, `[block][weight layer]`, each estimated from one block of examples by masks.
  func blockParts(
    _ examples: ExampleMatrix, share: WorkShare? = nil
  ) -> [[GradientNoise.Parts]] {
    // The blocks of a chunk share memory.
    let chunks = stride(from: 0, to: blocks, by: 5).map { $0..<min($0 + 5, blocks) }
    return chunks.concurrentMap { chunk in
      var probe = probe(.perBatch, batchSize: 1, examples)
      let memory = BlockMemory(configuration.network)
      defer { share?.add(Self.blockSize * Self.blockSize * chunk.count) }
      return chunk.map {
        memory.parts(block: $0, probe: &probe, examples: examples, key: key("block", $0))
      }
    }.flatMap { $0 }
  }

  /// The largest number of gradients for an exact enumeration.
  static let exactGradientLimit = 1 << 18
  /// The largest count of numbers that an exact enumeration may hold in memory.
  static let exactNumberLimit = 1 << 22

  /// The parts by enumeration of every mask of every example; nil if there are too many, or if this
  /// kind of noise does not drop units.
  func exactParts(_ examples: ExampleMatrix) -> GradientNoise.Parts? {
    let shape = configuration.network
    let dropping = shape.layers.indices.dropLast().filter {
      configuration.keep(layer: $0).realised < 1
    }
    let units = dropping.flatMap { layer in
      (0..<shape.layers[layer]).map { (layer: layer, unit: $0) }
    }
    guard configuration.noise.dropsUnits, units.count < 21,
      examples.count << units.count <= Self.exactGradientLimit,
      shape.parameterCount * examples.count <= Self.exactNumberLimit
    else { return nil }
    var probe = probe(.perBatch, batchSize: 1, examples)
    let gradient = GradientVector(shape)
    let zeros = [Double](repeating: 0, count: shape.parameterCount)
    var means = [[Double]](repeating: zeros, count: examples.count)
    var (squares, commonSquares) = (0.0, 0.0)
    for mask in 0..<1 << units.count {
      var survivors = shape.layers.dropLast().map { [Bool](repeating: true, count: $0) }
      var probability = 1.0
      for (bit, place) in units.enumerated() {
        let lives = mask >> bit & 1 == 1
        let keep = configuration.keep(layer: place.layer).realised
        survivors[place.layer][place.unit] = lives
        probability *= lives ? keep : 1 - keep
      }
      var common = zeros
      for example in 0..<examples.count {
        probe.measure(example: example, survivors: survivors, into: gradient)
        let parameters = gradient.parameters
        for (index, number) in (parameters.weights + parameters.biases).joined().enumerated() {
          means[example][index] += probability * Double(number)
          common[index] += Double(number) / Double(examples.count)
          squares += probability * Double(number) * Double(number) / Double(examples.count)
        }
      }
      commonSquares += probability * Self.squaredLength(common)
    }
    let mean = zeros.indices.map { index in
      means.reduce(0) { $0 + $1[index] } / Double(examples.count)
    }
    let byExample = means.reduce(0) { $0 + Self.squaredLength($1) } / Double(examples.count)
    let signal = Self.squaredLength(mean)
    return GradientNoise.Parts(
      example: byExample - signal, mask: squares - byExample, common: commonSquares - signal)
  }

  private static func squaredLength(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }
  }
}

/// Sums of a block's gradients: by example, by mask, and of all.
private struct BlockMemory {
  private let byExample: [GradientVector]
  private let byMask: [GradientVector]
  private let all: GradientVector
  private let gradient: GradientVector

  init(_ shape: NetworkShape) {
    let size = GradientNoiseStudy.blockSize
    byExample = (0..<size).map { _ in GradientVector(shape) }
    byMask = (0..<size).map { _ in GradientVector(shape) }
    all = GradientVector(shape)
    gradient = GradientVector(shape)
  }

  /// Estimates the parts from the gradients g of n examples under the same n masks. With the sums S_x over
  /// masks, T_d over examples and U over both, unbiased estimates of the four mean products are
  ///
  /// ```
  /// same example, same mask      Σ|g|² / n²
  /// same example, other mask     (Σ|S_x|² − Σ|g|²) / (n² (n − 1))
  /// other example, same mask     (Σ|T_d|² − Σ|g|²) / (n² (n − 1))
  /// other example, other mask    (|U|² − Σ|S_x|² − Σ|T_d|² + Σ|g|²) / (n² (n − 1)²)
  /// ```
  func parts(
    block: Int, probe: inout GradientProbe, examples: ExampleMatrix, key: RandomKey
  ) -> [GradientNoise.Parts] {
    for vector in byExample + byMask + [all] { vector.clear() }
    var sequence = RandomSequence(key)
    let chosen = byExample.map { _ in sequence.below(examples.count) }
    var squares = [Double](repeating: 0, count: gradient.layerCount)
    for d in byMask.indices {
      for (x, example) in chosen.enumerated() {
        probe.measure([example], draw: UInt64(block * byMask.count + d), into: gradient)
        for (layer, square) in gradient.dot(gradient).enumerated() { squares[layer] += square }
        byExample[x].add(gradient)
        byMask[d].add(gradient)
        all.add(gradient)
      }
    }
    func squared(_ vectors: [GradientVector]) -> [Double] {
      vectors.map { $0.dot($0) }.reduce(squares.map { _ in 0 }) { zip($0, $1).map(+) }
    }
    let (s, t, u) = (squared(byExample), squared(byMask), squared([all]))
    let n = Double(byMask.count)
    return squares.indices.map { layer in
      let same = squares[layer] / (n * n)
      let sameExample = (s[layer] - squares[layer]) / (n * n * (n - 1))
      let sameMask = (t[layer] - squares[layer]) / (n * n * (n - 1))
      let neither =
        (u[layer] - s[layer] - t[layer] + squares[layer]) / (n * n * (n - 1) * (n - 1))
      return GradientNoise.Parts(
        example: sameExample - neither, mask: same - sameExample, common: sameMask - neither)
    }
  }
}
