@testable import DropoutStatistics
import DropoutTraining
import Foundation
import Testing

@testable import DropoutLab

/// What a training visits, against sets of the very mask matrices.
struct ThinnedVisitsTests {
  private func training(
    _ layers: [Int], keep: [Double], batch: Int?, steps: Int
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: layers), keepProbabilities: keep,
      learningRate: LearningRate(0.1), batchSize: batch, steps: steps)
  }

  /// With seed 1 the frozen mask of the course's net keeps all 23 units: nothing can be learned from it about
  /// frozen masks.
  @Test func aMaskThatDropsNothingIsSaidTo() {
    let course = training([2, 20, 3, 1], keep: [1, 0.86, 0.86], batch: nil, steps: 9)
    func sentence(_ policy: MaskPolicy, _ seed: UInt64) -> String {
      ThinnedVisits(course, policy: policy, seed: seed, exampleCount: 40).sentence
    }
    let frozen = MaskPolicy(.perBatch, .frozen)
    #expect(
      sentence(frozen, 1)
        == "frozen/per-batch visits 1 thinned network of 2²³ = 8,388,608: with this seed it happens to "
        + "drop nothing, so every weight is trained; another --seed drops something.")
    #expect(sentence(frozen, 2).hasSuffix("8,388,608; 10 of 103 weights are never trained."))
    #expect(sentence(.none, 1).hasSuffix("8,388,608; every weight is trained."))
    #expect(sentence(.perExample, 1).hasSuffix("8,388,608; every weight is trained."))
  }

  private struct Counted {
    var masks: Set<[UInt8]> = []
    var curve: [Int: Int] = [:]
    /// `[layer][input][output]`
    var weights: [[[Int]]]
    var units: [[Int]]
    var pairs = 0
  }

  /// Example by example, from the matrices.
  private func count(
    _ training: TrainingConfiguration, _ policy: MaskPolicy, seed: UInt64, examples: Int, steps: Int
  ) -> Counted {
    let source = MaskFormula(policy: policy, seed: seed)
    let widths = training.network.layers
    let batch = training.batchSize(exampleCount: examples)
    var counted = Counted(
      weights: zip(widths, widths.dropFirst()).map { inputs, outputs in
        [[Int]](repeating: [Int](repeating: 0, count: outputs), count: inputs)
      }, units: widths.dropLast().map { [Int](repeating: 0, count: $0) })
    for step in 0..<steps {
      let matrices = widths.dropLast().indices.map { layer in
        source.matrix(
          layer: layer, keep: training.keep(layer: layer), batchSize: batch, units: widths[layer],
          step: step, epoch: training.epoch(step: step, exampleCount: examples))
      }
      for row in 0..<batch {
        let mask = matrices.indices.map { layer in
          Array(matrices[layer][row * widths[layer]..<(row + 1) * widths[layer]])
        }
        counted.masks.insert(Array(mask.joined()))
        counted.pairs += 1
        let all = mask + [[UInt8](repeating: 1, count: widths[widths.count - 1])]
        for layer in counted.weights.indices {
          for i in 0..<widths[layer] where all[layer][i] == 1 {
            counted.units[layer][i] += 1
            for j in 0..<widths[layer + 1] where all[layer + 1][j] == 1 {
              counted.weights[layer][i][j] += 1
            }
          }
        }
      }
      counted.curve[step + 1] = counted.masks.count
    }
    return counted
  }

  private func check(_ shares: ThinnedVisits.Shares, _ counts: [Int], of pairs: Int) {
    let sorted = counts.map { Double($0) / Double(pairs) }.sorted()
    #expect(shares.count == counts.count && shares.never == counts.count { $0 == 0 })
    #expect(shares.least == sorted[0] && shares.most == sorted[sorted.count - 1])
    let half = sorted.count / 2
    let median = sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    #expect(abs(shares.median - median) < 1e-12)
  }

  @Test(arguments: [
    "none", "per-example", "per-group:3", "per-batch", "frozen/per-example", "frozen/per-batch",
    "every:4/per-group:4", "per-epoch/per-batch", "per-epoch/per-group:2",
  ])
  func visitsAreThoseOfTheMatrices(policy text: String) throws {
    let policy = try #require(MaskPolicy(text))
    for (layers, keep, batch) in [
      ([2, 6, 3, 1], [1, 0.6, 0.5], nil), ([5, 4, 3, 2], [0.7, 1, 0.5], 8),
      ([3, 70, 5, 1], [0.9, 0.5, 0.8], 70), ([2, 40, 1], [1, 0.5], 11),
    ] as [([Int], [Double], Int?)] {
      let training = training(layers, keep: keep, batch: batch, steps: 37)
      let examples = batch.map { $0 + 9 } ?? 13
      let visits = ThinnedVisits(training, policy: policy, seed: 4, exampleCount: examples)
      let counted = count(training, policy, seed: 4, examples: examples, steps: 37)
      #expect(visits.distinct == counted.masks.count, "\(layers)")
      #expect(visits.isComplete && visits.weightSteps == 37)
      for moment in visits.curve { #expect(moment.distinct == counted.curve[moment.steps]) }
      #expect(visits.curve.last?.steps == 37)
      for (layer, shares) in visits.weights.enumerated() {
        #expect(shares.layer == layer + 1)
        check(shares, counted.weights[layer].flatMap { $0 }, of: counted.pairs)
      }
      for shares in visits.units { check(shares, counted.units[shares.layer], of: counted.pairs) }
      #expect(visits.units.map(\.layer) == keep.indices.filter { keep[$0] < 1 })
    }
  }

  @Test func seedsDecideVisits() {
    let training = training([2, 12, 1], keep: [1, 0.7], batch: nil, steps: 50)
    func visits(_ seed: UInt64) -> ThinnedVisits {
      ThinnedVisits(training, policy: .perExample, seed: seed, exampleCount: 9)
    }
    #expect(visits(1) == visits(1))
    #expect(visits(1).curve != visits(2).curve)
  }

  @Test func countingStopsAtItsLimit() {
    let training = training([2, 12, 1], keep: [1, 0.7], batch: nil, steps: 50)
    let visits = ThinnedVisits(
      training, policy: .perExample, seed: 1, exampleCount: 9, maskLimit: 100, weightLimit: 100)
    #expect(visits.countedSteps == 12 && visits.masksDrawn == 108 && !visits.isComplete)
    #expect(visits.curve.last?.steps == 12 && visits.weightSteps == 6)
    #expect(visits.sentence.contains("at least"))
    let whole = count(training, .perExample, seed: 1, examples: 9, steps: 12)
    #expect(visits.distinct == whole.masks.count)
  }

  @Test(arguments: [1, 50, 100_000])
  func expectedNumberIsTheSumOverMasks(masks: Int) throws {
    let networks = ThinnedNetworks(
      training([2, 5, 3, 1], keep: [0.9, 0.75, 0.5], batch: nil, steps: 1))
    let sum = (0..<1 << 10).reduce(0.0) {
      $0 + 1 - pow(1 - networks.probability(of: $1), Double(masks))
    }
    let expected = try #require(networks.expectedDistinct(masks: masks))
    #expect(abs(expected - sum) < 1e-9 * sum)
  }

  /// Wide layers: nearly every mask is another, down to probabilities no Double holds.
  @Test func expectedNumberOfWideNetworksIsTheirMasks() throws {
    let wide = ThinnedNetworks(training([2, 990, 1], keep: [1, 0.5], batch: nil, steps: 1))
    let expected = try #require(wide.expectedDistinct(masks: 5_000))
    #expect(abs(expected - 5_000) < 1e-6)
    let rare = ThinnedNetworks(training([2, 990, 1], keep: [1, 0.05], batch: nil, steps: 1))
    #expect(abs(try #require(rare.expectedDistinct(masks: 7)) - 7) < 1e-6)
    let tooWide = ThinnedNetworks(training([2, 1_001, 1], keep: [1, 0.5], batch: nil, steps: 1))
    #expect(tooWide.expectedDistinct(masks: 7) == nil)
  }

  /// Distinct numbers of 200 seeds scatter around the expected one: four standard errors are missed by
  /// one of 16,000 choices of seeds; these are fixed.
  @Test func seedsScatterAroundTheExpectedNumber() throws {
    let training = training([2, 8, 1], keep: [1, 0.7], batch: nil, steps: 20)
    let found = (1...200).map {
      ThinnedVisits(training, policy: .perExample, seed: $0, exampleCount: 5)
    }
    let numbers = found.map { Double($0.distinct) }
    let error = try #require(Descriptive.standardDeviation(numbers)) / 200.0.squareRoot()
    let expected = try #require(found[0].expectedDistinct)
    #expect(abs(Descriptive.mean(numbers) - expected) < 4 * error)
    #expect(error < 0.5)
  }

  @Test func momentsAreSpacedByLogarithm() {
    #expect(ThinnedVisits.moments(1) == [1])
    #expect(ThinnedVisits.moments(5) == [1, 2, 3, 4, 5])
    let moments = ThinnedVisits.moments(30_000)
    #expect(moments.first == 1 && moments.last == 30_000 && (15...20).contains(moments.count))
    #expect(moments == Set(moments).sorted())
  }

  @Test func sentencesNameTheNumbers() {
    let training = training([2, 20, 3, 1], keep: [1, 0.86, 0.86], batch: nil, steps: 10)
    let frozen = ThinnedVisits(
      training, policy: MaskPolicy(.perBatch, .frozen), seed: 1, exampleCount: 211)
    #expect(
      frozen.sentence.hasPrefix("frozen/per-batch visits 1 thinned network of 2²³ = 8,388,608"))
    #expect(ThinnedVisits.networkCount(units: 2_058) == "2²⁰⁵⁸")
    #expect(ThinnedVisits.remark(units: 64) == nil && ThinnedVisits.remark(units: 65) != nil)
  }
}
