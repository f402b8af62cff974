@testable import DropoutStatistics
import DropoutTraining
import Foundation
import TestSupport
import Testing

@testable import DropoutLab

/// The parts of gradient noise against enumeration of every mask, and what is measured on batches against
/// the formula.
struct GradientNoiseTests {
  /// The 2-3-1 net and the four examples of the reference vectors.
  private struct Known {
    let configuration: TrainingConfiguration
    let parameters: Parameters
    let examples: ExampleMatrix

    init(_ vector: ReferenceVector) {
      let w1: [[Double]] = vector.input("W1")
      let w2: [[Double]] = vector.input("W2")
      let (b1, b2): ([Double], [Double]) = (vector.input("b1"), vector.input("b2"))
      let x: [[Double]] = vector.input("X")
      let y: [Double] = vector.input("y")
      configuration = TrainingConfiguration(
        network: NetworkShape(layers: [2, 3, 1]),
        keepProbabilities: [1, vector.input("keepHidden")], learningRate: LearningRate(0.1),
        steps: 1)
      // The vectors have a row for each unit above.
      parameters = Parameters(
        weights: [w1, w2].map { w in
          (0..<w[0].count).flatMap { i in w.map { Float($0[i]) } }
        }, biases: [b1, b2].map { $0.map { Float($0) } })
      examples = ExampleMatrix(
        Examples(
          featureCount: 2, features: x.joined().map { Float($0) }, labels: y.map { Int32($0) }))
    }
  }

  private func close(_ got: Double, _ want: Double) -> Bool { abs(got - want) <= 2e-6 * want }

  @Test func enumerationIsThatOfTheVectors() throws {
    guard let fixed = try ReferenceVector("gradient_variance_fixed_batch"),
      let vector = try ReferenceVector("gradient_variance_random_batch")
    else { return }
    let known = Known(fixed)
    let study = GradientNoiseStudy(
      known.configuration, parameters: known.parameters, batchSizes: [4])
    let exact = try #require(study.exactParts(known.examples))
    #expect(close(exact.example, vector.expected("sigmaX2")))
    #expect(close(exact.mask, vector.expected("sigmaD2")))
    #expect(close(exact.common, vector.expected("tau2")))
    for (policy, groups) in [
      ("perExample", [1, 1, 1, 1]), ("groupsOfTwo", [2, 2]), ("shared", [4]),
    ] {
      #expect(close(exact.variance(groups: groups), vector.expected("totalVariance", policy)))
    }
  }

  /// With many blocks and pairs; each interval misses in 5 % of seeds, all are wider by half here.
  @Test func estimatesLieAroundTheExactParts() throws {
    guard let fixed = try ReferenceVector("gradient_variance_fixed_batch") else { return }
    let known = Known(fixed)
    let study = GradientNoiseStudy(
      known.configuration, parameters: known.parameters, batchSizes: [1, 4, 6], pairs: 4_000,
      blocks: 1_500, seed: 3)
    let noise = study.measure(known.examples)
    let exact = try #require(noise.exact)
    func covers(_ estimate: Estimate, _ value: Double) -> Bool {
      abs(estimate.mean - value) <= 1.5 * estimate.half && estimate.half < 0.2 * value
    }
    #expect(covers(noise.components.example, exact.example), "\(noise.components.example)")
    #expect(covers(noise.components.mask, exact.mask), "\(noise.components.mask)")
    #expect(covers(noise.components.common, exact.common), "\(noise.components.common)")
    #expect(noise.cells.count == 1 + 3 + 4)
    for cell in noise.cells {
      let groups = cell.policy.groups(batchSize: cell.batchSize)
      #expect(groups.count == cell.masks && groups.reduce(0, +) == cell.batchSize)
      let value = exact.variance(groups: groups)
      #expect(covers(cell.measured, value), "\(cell.policy) at \(cell.batchSize): \(cell.measured)")
      #expect(covers(cell.predicted, value), "\(cell.policy) at \(cell.batchSize)")
      #expect(abs(cell.layers.reduce(0) { $0 + $1.mean } - cell.measured.mean) < 1e-9)
    }
  }

  @Test func sameSeedRepeatsAndAnotherDoesNot() throws {
    let dataset = try DataGenerator.moons.makeDataset(
      GeneratorOptions(seed: 1, trainCount: 30, testCount: 2))
    let configuration = TrainingConfiguration(
      network: NetworkShape(layers: [2, 18, 3, 1]), keepProbabilities: [1, 0.8, 0.7],
      learningRate: LearningRate(0.1), steps: 1)
    func noise(seed: UInt64) -> GradientNoise {
      GradientNoiseStudy(
        configuration,
        parameters: Parameters(shape: configuration.network, key: RandomKey(seed: 1)),
        batchSizes: [16], pairs: 3, blocks: 13, seed: seed
      ).measure(ExampleMatrix(dataset.train))
    }
    #expect(noise(seed: 1) == noise(seed: 1))
    #expect(noise(seed: 1).cells != noise(seed: 2).cells)
    #expect(noise(seed: 1).components != noise(seed: 2).components)
    #expect(noise(seed: 1).exact == nil)
  }

  @Test func groupsNeedNotDivideTheBatch() {
    let parts = GradientNoise.Parts(example: 2, mask: 3, common: 0.5)
    #expect(MaskPolicy.perBatch.groups(batchSize: 7) == [7])
    #expect(MaskPolicy.perExample.groups(batchSize: 3) == [1, 1, 1])
    #expect(MaskPolicy(.perGroup(size: 3)).groups(batchSize: 7) == [3, 3, 1])
    #expect(abs(parts.variance(groups: [1, 1, 1, 1, 1, 1, 1, 1]) - 0.625) < 1e-15)
    #expect(abs(parts.variance(groups: [4, 4]) - 0.8125) < 1e-15)
    #expect(abs(parts.variance(groups: [8]) - 1.0625) < 1e-15)
    #expect(
      abs(parts.variance(groups: [3, 3, 1]) - (5.0 / 7 + 0.5 * (19.0 / 49 - 1.0 / 7))) < 1e-15)
  }
}
