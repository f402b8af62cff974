import DropoutTraining
import Foundation
import Testing

@testable import DropoutLab

struct EmptyMaskTests {
  /// The course's net: 20 and 3 units that drop.
  private let training = TrainingConfiguration(
    network: NetworkShape(layers: [2, 20, 3, 1]), keepProbabilities: [1, 0.86, 0.86],
    learningRate: LearningRate(0.3), steps: 10)

  private func isEmpty(_ policy: MaskPolicy, seed: UInt64, layer: Int) -> Bool {
    EmptyMask.isEmpty(
      MaskFormula(policy: policy, seed: seed), layer: layer, training: training, exampleCount: 40)
  }

  @Test func seedOneDropsNothing() {
    let frozen = MaskPolicy(.perBatch, .frozen)
    for layer in [1, 2] { #expect(isEmpty(frozen, seed: 1, layer: layer)) }
    #expect(!isEmpty(frozen, seed: 2, layer: 1) && isEmpty(frozen, seed: 2, layer: 2))
    #expect(!isEmpty(.perExample, seed: 1, layer: 1))
    // What cannot drop is not called empty.
    #expect(!isEmpty(frozen, seed: 1, layer: 0) && !isEmpty(.none, seed: 1, layer: 1))
  }

  @Test func chancesArePowers() {
    let keep = KeepProbability(0.86)
    func chance(_ units: Int, _ policy: MaskPolicy) -> Double {
      EmptyMask.chance([(keep, units)], policy: policy, batchSize: 2)
    }
    func power(_ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { value, _ in value * keep.realised }
    }
    #expect(abs(chance(20, .perBatch) - power(20)) < 1e-12)
    let rare = EmptyMask.chance(
      [(KeepProbability(0.9999), 1)], policy: .perExample, batchSize: 10_000)
    #expect(abs(rare - exp(10_000 * log(KeepProbability(0.9999).realised))) < 1e-9)
    #expect(abs(chance(3, .perExample) - power(6)) < 1e-12)
    #expect(abs(chance(3, MaskPolicy(.perGroup(size: 2), .frozen)) - power(3)) < 1e-12)
  }

  @Test func onlyFrozenMasksThatDropNothingHaveARemark() {
    func remark(_ policy: MaskPolicy, _ seed: UInt64) -> String? {
      EmptyMask.remark(training, policy: policy, seed: seed, exampleCount: 40)
    }
    let frozen = MaskPolicy(.perBatch, .frozen)
    #expect(
      remark(frozen, 1)?.contains("seed 1 drops nothing, by chance, as with 3.1 % of seeds") == true
    )
    #expect(remark(frozen, 2) == nil && remark(.perBatch, 1) == nil && remark(.none, 1) == nil)
    #expect(remark(MaskPolicy(.perExample, .frozen), 1) == nil)
  }

  /// Seed 1 drops nothing, seed 4 the whole second layer.
  @Test func theSeedShownDropsSomeUnitsAndNoWholeLayer() {
    func seed(_ seeds: [UInt64]) -> UInt64 {
      EmptyMask.tellingSeed(of: training, layer: 1, seeds: seeds)
    }
    #expect(seed([1, 2, 3]) == 2)
    #expect(seed([1, 4, 6]) == 6)
    #expect(seed([4, 1]) == 4)
  }
}
