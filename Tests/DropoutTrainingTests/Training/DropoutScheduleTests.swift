import Foundation
import TestSupport
import Testing

@testable import DropoutTraining

/// Keep probabilities that change over training: the formulas, and every engine under them.
struct DropoutScheduleTests {
  static let changing = DropoutSchedule.Kind.allCases.filter { $0 != .constant }
  static let policies = [
    "per-example", "per-group:4", "per-batch", "every:3/per-example", "per-epoch/per-batch",
    "frozen/per-example", "frozen/per-batch",
  ]
  /// A net in the narrow layout, one in the wide layout, and one with few masks of low keep, so that layers are
  /// packed until a schedule raises it.
  static let shapes: [(layers: [Int], keeps: [Double], batchSize: Int?)] = [
    ([5, 20, 17, 3], [0.9, 0.7, 0.5], 17), ([6, 70, 33, 3], [0.8, 0.5, 0.6], 10),
    ([20, 90, 70, 2], [1, 0.2, 0.3], 6),
  ]

  private func configuration(
    _ shape: (layers: [Int], keeps: [Double], batchSize: Int?), _ kind: DropoutSchedule.Kind,
    steps: Int, of total: Int = 24, noise: DropoutNoise = .bernoulli,
    optimizer: Optimizer = .momentum(.init(0.5))
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: shape.layers), keepProbabilities: shape.keeps, noise: noise,
      optimizer: optimizer, learningRate: LearningRate(0.05), l2: 0.01, maxNorm: 2,
      batchSize: shape.batchSize, steps: total, dropoutSchedule: DropoutSchedule(kind, steps: steps)
    )
  }

  // MARK: Formulas

  /// ```python
  /// p = .86
  /// [round(65536 * ((1 - p) * math.exp(-10 * s / 1000) + p)) for s in (0, 1, 100, 500, 1000, 2000)]
  /// [round(65536 * min(1, p + (1 - p) * s / 1000)) for s in (0, 1, 100, 500, 1000, 2000)]
  /// ```
  @Test func keepFollowsTheFormulas() {
    let steps = [0, 1, 100, 500, 1_000, 2_000]
    func thresholds(_ kind: DropoutSchedule.Kind) -> [UInt32] {
      steps.map { DropoutSchedule(kind, steps: 1_000).keep(0.86, step: $0).threshold }
    }
    #expect(thresholds(.constant) == [56361, 56361, 56361, 56361, 56361, 56361])
    #expect(thresholds(.early) == [56361, 56361, 56361, 56361, 65536, 65536])
    #expect(thresholds(.late) == [65536, 65536, 65536, 65536, 56361, 56361])
    #expect(thresholds(.curriculum) == [65536, 65445, 59736, 56423, 56361, 56361])
    #expect(thresholds(.annealed) == [56361, 56370, 57278, 60948, 65536, 65536])
  }

  @Test(arguments: DropoutSchedule.Kind.allCases)
  func everyKeepProbabilityStaysAllowed(kind: DropoutSchedule.Kind) {
    for length in [1, 2, 7, 1_000_000_000_000] {
      let schedule = DropoutSchedule(kind, steps: length)
      for keep in [0.00001, 0.5, 0.99999, 1] {
        for step in [0, 1, 2, 6, 7, length - 1, length, 10 * length] {
          let realised = schedule.keep(keep, step: step)
          #expect(realised.threshold >= KeepProbability(keep).threshold)
          #expect(realised.threshold <= 65_536)
        }
      }
    }
  }

  @Test func onlyASchedulesPresenceIsStored() throws {
    let plain = configuration(Self.shapes[0], .constant, steps: 9)
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("chedule\":{\"kind"))
    #expect(plain.dropoutSchedule == .constant && plain.constantDropout(step: 3) == plain)
    for kind in Self.changing {
      let own = configuration(Self.shapes[0], kind, steps: 9)
      let data = try JSONEncoder().encode(own)
      #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: data) == own)
      let constant = own.constantDropout(step: 4)
      #expect(constant.dropoutSchedule.isConstant)
      for layer in 0..<3 { #expect(constant.keep(layer: layer) == own.keep(layer: layer, step: 4)) }
    }
  }

  /// A unit that a frozen mask keeps stays kept when the keep probability rises.
  @Test func frozenMasksAreNested() {
    let formula = MaskFormula(policy: MaskPolicy(.perExample, .frozen), seed: 3)
    let schedule = DropoutSchedule(.annealed, steps: 20)
    let masks = (0...20).map { step in
      formula.matrix(
        layer: 1, keep: schedule.keep(0.3, step: step), batchSize: 8, units: 40, step: step,
        epoch: 0)
    }
    for (mask, next) in zip(masks, masks.dropFirst()) {
      #expect(zip(mask, next).allSatisfy { $0 <= $1 } && mask != next)
    }
  }

  // MARK: Engines

  private func compare(_ configuration: TrainingConfiguration, _ policy: String) throws {
    let test = TrainingCase(configuration, policy: try #require(MaskPolicy(policy)), count: 25)
    var trainer = test.trainer()
    var reference = ReferenceTraining(configuration, initial: trainer.parameters)
    var order = BatchOrder(
      seed: test.seed, exampleCount: 25, batchSize: configuration.batchSize(exampleCount: 25))
    for step in 0..<configuration.steps {
      let batch = order.nextBatch()
      reference.train(test.rows(batch), labels: test.labels(batch), masks: test.masks(step: step))
      trainer.step()
    }
    let largest = reference.flattened.map(abs).max() ?? 1
    for (got, want) in zip(trainer.parameters.flattened, reference.flattened) {
      #expect(abs(got - want) < 2e-4 * largest)
    }
  }

  @Test(arguments: changing, policies)
  func trainingFollowsTheReference(kind: DropoutSchedule.Kind, policy: String) throws {
    for shape in Self.shapes { try compare(configuration(shape, kind, steps: 13), policy) }
  }

  @Test(arguments: changing, [DropoutNoise.gaussian, .dropconnect])
  func otherNoiseFollowsTheReference(kind: DropoutSchedule.Kind, noise: DropoutNoise) throws {
    for policy in ["per-example", "frozen/per-batch"] {
      try compare(configuration(Self.shapes[0], kind, steps: 13, noise: noise), policy)
    }
  }

  @Test(arguments: DropoutNoise.allCases, policies)
  func stepsThatDropNothingAreThoseOfNone(noise: DropoutNoise, text: String) throws {
    let policy = try #require(MaskPolicy(text))
    for shape in Self.shapes {
      let late = configuration(shape, .late, steps: 12, noise: noise)
      var one = TrainingCase(late, policy: policy, count: 25).trainer()
      var none = TrainingCase(late, policy: .none, count: 25).trainer()
      for _ in 0..<12 {
        one.step()
        none.step()
        #expect(one.lastStepOperations == none.lastStepOperations)
      }
      #expect(one.parameters.digest == none.parameters.digest)
      #expect(one.lastBatchLoss == none.lastBatchLoss)
      one.step()
      none.step()
      #expect(one.parameters.digest != none.parameters.digest)
      // And after the last dropped unit, from the same weights.
      let early = configuration(shape, .early, steps: 5, noise: noise)
      var before = TrainingCase(early, policy: policy, count: 25).trainer()
      var after = TrainingCase(early, policy: .none, count: 25).trainer()
      for _ in 0..<5 { before.step() }
      after.restore(before.checkpoint())
      for _ in 0..<7 {
        before.step()
        after.step()
        #expect(before.lastStepOperations == after.lastStepOperations)
      }
      #expect(before.parameters.digest == after.parameters.digest)
    }
  }

  /// Step *s* is a step of a constant run with its keep probabilities, bit for bit, in whichever engine.
  @Test(arguments: changing, DropoutNoise.allCases)
  func eachStepIsThatOfItsKeepProbabilities(kind: DropoutSchedule.Kind, noise: DropoutNoise) {
    for shape in Self.shapes {
      for sharing in [MaskPolicy.Sharing.perExample, .perGroup(size: 5), .perBatch] {
        let own = configuration(shape, kind, steps: 10, noise: noise)
        let policy = MaskPolicy(sharing)
        var trainer = TrainingCase(own, policy: policy, count: 25).trainer()
        for step in 0..<14 {
          let checkpoint = trainer.checkpoint()
          var constant = TrainingCase(
            own.constantDropout(step: step), policy: policy, count: 25
          ).trainer()
          constant.restore(checkpoint)
          constant.step()
          trainer.step()
          #expect(trainer.parameters.digest == constant.parameters.digest, "step \(step)")
          #expect(trainer.lastStepOperations == constant.lastStepOperations)
        }
      }
    }
  }

  @Test(arguments: changing, DropoutNoise.allCases)
  func threadsChangeNoBit(kind: DropoutSchedule.Kind, noise: DropoutNoise) {
    let test = TrainingCase(
      configuration(Self.shapes[2], kind, steps: 4, noise: noise), policy: .perBatch, count: 25)
    let digests = [1, 2, 3].map { threads in
      var trainer = Trainer(
        test.configuration, policy: test.policy, seed: 1, examples: ExampleMatrix(test.examples),
        threads: threads)
      for _ in 0..<7 { trainer.step() }
      return trainer.parameters.digest
    }
    #expect(Set(digests).count == 1)
  }

  // MARK: Studies

  /// A probe at a moment has the masks of its keep probabilities: with full batches and policies that renew
  /// nothing, the gradient of none.
  @Test func studiesTakeTheKeepProbabilitiesOfTheirMoment() {
    let late = configuration(Self.shapes[1], .late, steps: 12)
    let test = TrainingCase(late, policy: .perExample, count: 25)
    let trainer = test.trainer()
    func gradient(_ policy: MaskPolicy, step: Int) -> [Double] {
      var probe = GradientProbe(
        late.constantDropout(step: step), policy: policy, seed: 5, batchSize: 10,
        examples: ExampleMatrix(test.examples), parameters: trainer.parameters)
      let gradient = GradientVector(late.network)
      probe.measure(0..<10, draw: 1, into: gradient)
      return gradient.parameters.flattened
    }
    #expect(gradient(.perExample, step: 11) == gradient(.none, step: 11))
    #expect(gradient(.perExample, step: 12) != gradient(.none, step: 12))
  }
}
