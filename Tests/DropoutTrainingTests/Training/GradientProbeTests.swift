import CKernels
import TestSupport
import Testing

@testable import DropoutTraining

/// Gradients at given weights, batches and masks: against the naive network, and their sums in Double.
struct GradientProbeTests {
  private static let shapes = [
    NetworkShape(layers: [3, 18, 5, 1]), NetworkShape(layers: [3, 70, 5, 4], activation: .tanh),
  ]

  private func configuration(_ shape: NetworkShape) -> TrainingConfiguration {
    TrainingConfiguration(
      network: shape, keepProbabilities: [0.9, 0.6, 0.5], learningRate: LearningRate(0.1), steps: 1)
  }

  private func expectClose(_ got: Parameters, _ want: ReferenceNetwork.Gradients) {
    let wanted = zip(want.weights, want.biases).flatMap { $0.flatMap { $0 } + $1 }
    let values = zip(got.weights, got.biases).flatMap { $0 + $1 }.map(Double.init)
    let largest = wanted.map(abs).max() ?? 0
    #expect(values.count == wanted.count)
    #expect(zip(values, wanted).allSatisfy { abs($0 - $1) < 1e-5 * max(largest, 0.1) })
  }

  /// Batches in both layouts, an example twice among them; each draw has masks of its own.
  @Test(arguments: shapes, ["none", "per-example", "per-group:3", "per-batch"])
  func gradientsAreThoseOfTheNaiveNetwork(shape: NetworkShape, policy: String) throws {
    let policy = try #require(MaskPolicy(policy))
    let configuration = configuration(shape)
    let test = TrainingCase(configuration, policy: policy, count: 30)
    let parameters = Parameters(shape: shape, key: RandomKey(seed: 3))
    let network = ReferenceNetwork(shape: shape, parameters: parameters)
    let gradient = GradientVector(shape)
    for batch in [[4, 29, 4], Array(0..<20)] {
      var probe = GradientProbe(
        configuration, policy: policy, seed: 5, batchSize: batch.count,
        examples: ExampleMatrix(test.examples), parameters: parameters)
      let source = MaskFormula(policy: policy, seed: 5, purpose: .study)
      for draw in [0, 7, 7] {
        probe.measure(batch, draw: UInt64(draw), into: gradient)
        let masks = ReferenceNetwork.Masks(
          bits: (0..<3).map { layer in
            let units = shape.layers[layer]
            let flat = source.matrix(
              layer: layer, keep: configuration.keep(layer: layer), batchSize: batch.count,
              units: units, step: draw, epoch: 0)
            return batch.indices.map { row in
              flat[row * units..<(row + 1) * units].map(Double.init)
            }
          },
          scales: (0..<3).map {
            policy == .none ? 1 : 1 / configuration.keep(layer: $0).realised
          })
        let rows = batch.map { Int32($0) }
        expectClose(
          gradient.parameters,
          network.gradients(test.rows(rows), labels: test.labels(rows), masks: masks))
      }
    }
  }

  @Test(arguments: shapes)
  func masksMayBeChosen(shape: NetworkShape) {
    let configuration = configuration(shape)
    let test = TrainingCase(configuration, policy: .perBatch, count: 5)
    let parameters = Parameters(shape: shape, key: RandomKey(seed: 3))
    var probe = GradientProbe(
      configuration, policy: .perBatch, seed: 5, batchSize: 1,
      examples: ExampleMatrix(test.examples), parameters: parameters)
    let gradient = GradientVector(shape)
    var random = RandomSequence(RandomKey(seed: 8))
    for example in 0..<5 {
      let survivors = shape.layers.dropLast().map { units in
        (0..<units).map { _ in example < 4 && random.uniform() < 0.6 }
      }
      probe.measure(example: example, survivors: survivors, into: gradient)
      let masks = ReferenceNetwork.Masks(
        bits: survivors.map { [$0.map { $0 ? 1 : 0 }] },
        scales: (0..<3).map { 1 / configuration.keep(layer: $0).realised })
      let rows = [Int32(example)]
      expectClose(
        gradient.parameters,
        ReferenceNetwork(shape: shape, parameters: parameters).gradients(
          test.rows(rows), labels: test.labels(rows), masks: masks))
    }
  }

  /// Another purpose, other masks: what is measured is not what was trained on.
  @Test func masksAreNotThoseOfATraining() {
    let masks = [MaskFormula.Purpose.training, .monteCarlo, .study].map { purpose in
      MaskFormula(policy: .perExample, seed: 1, purpose: purpose).matrix(
        layer: 1, keep: KeepProbability(0.5), batchSize: 10, units: 64, step: 0, epoch: 0)
    }
    #expect(Set(masks).count == 3)
  }

  @Test(arguments: KernelSupport.instructionSets)
  func sumsFollowTheLoop(name: String) {
    for count in [0, 16, 48, 1_024] {
      let (a, b) = (KernelSupport.numbers(count, seed: 1), KernelSupport.numbers(count, seed: 2))
      let (left, right) = (KernelBlock(a), KernelBlock(b))
      func sum(_ term: (Double, Double) -> Double) -> Double {
        var lanes = [Double](repeating: 0, count: 16)
        for index in 0..<count { lanes[index % 16] += term(Double(a[index]), Double(b[index])) }
        for width in [8, 4, 2, 1] { for lane in 0..<width { lanes[lane] += lanes[lane + width] } }
        return lanes[0]
      }
      let table = unsafe KernelSupport.table(name)
      #expect(unsafe table.dot(left.pointer, right.pointer, 16, count / 16, 16) == sum { $0 * $1 })
      #expect(
        unsafe table.squared_distance(left.pointer, right.pointer, 16, count / 16, 16)
          == sum { ($0 - $1) * ($0 - $1) })
      unsafe table.add_scaled(left.pointer, right.pointer, 0.75, 16, count / 16, 16)
      #expect(left.values == zip(a, b).map { $0.addingProduct(0.75, $1) })
    }
  }
}
