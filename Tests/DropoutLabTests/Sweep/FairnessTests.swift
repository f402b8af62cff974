import DropoutTraining
import Testing

@testable import DropoutLab

/// Tuning and strength matching on runs of milliseconds.
struct FairnessTests {
  private func sweep(_ assignments: String...) throws -> Sweep {
    var base = PlanSettings()
    for assignment in [
      "data.train=60", "data.test=40", "training.steps=300", "comparison.seeds=2",
      "comparison.policies=per-example,per-batch",
    ] + assignments { try base.merge(assignment: assignment) }
    return try Sweep(base: base, axes: [], sampling: .grid)
  }

  private func desk(_ store: RunStore) -> RunDesk { RunDesk(store: store, jobs: 2) }

  @Test func tuningTakesWhatLearnsWithTheSameBudgetForEach() async throws {
    let cases = try sweep().cases()
    let store = try RunStore(path: ":memory:")
    let tuning = try Tuning(
      axes: [
        SweepAxis("learning-rate=0,0.3", source: "--tune"), SweepAxis("keep=0.8,0.9", source: ""),
      ], seeds: 3, validationShare: 0.25)
    let tuned = try await tuning.tuned(cases, desk: desk(store))
    for training in tuned[0].trainings { #expect(training.learningRate.initial == 0.3) }
    #expect(tuned[0].choices?.allSatisfy { $0.contains("learning-rate 0.3") } == true)
    let runs = try store.all()
    #expect(runs.count == 2 * 4 * 3)
    let counts = Dictionary(grouping: runs, by: \.policy).values.map(\.count)
    #expect(counts == [12, 12])
    // Fresh seeds, and all training examples again.
    let final = tuned[0].orders
    #expect(Set(final.map(\.run.seed)).isDisjoint(with: runs.map { UInt64($0.seed) }))
    #expect(final.allSatisfy { $0.run.dataChecksum == cases[0].dataset.checksum })
  }

  @Test func noneIsNotTunedInWhatItDoesNotUse() async throws {
    let cases = try sweep("comparison.policies=none,per-example").cases()
    let store = try RunStore(path: ":memory:")
    let tuning = try Tuning(
      axes: [SweepAxis("keep=0.8,0.9", source: "")], seeds: 1, validationShare: 0.25)
    _ = try await tuning.tuned(cases, desk: desk(store))
    #expect(try store.all().count { $0.policy == "none" } == 1)
  }

  @Test func validationPartsAreDisjointAndDecidedByTheSeed() throws {
    let dataset = try DataGenerator.moons.makeDataset(GeneratorOptions(seed: 1, trainCount: 50))
    let split = dataset.validationSplit(share: 0.2, seed: 1)
    #expect(split.train.count == 40 && split.test.count == 10)
    func rows(_ examples: Examples) -> Set<[Float]> {
      let numbers = examples.features.numbers
      return Set((0..<examples.count).map { Array(numbers[2 * $0..<2 * $0 + 2]) })
    }
    #expect(rows(split.train).union(rows(split.test)) == rows(dataset.train))
    #expect(split.checksum == dataset.validationSplit(share: 0.2, seed: 1).checksum)
    #expect(split.checksum != dataset.validationSplit(share: 0.2, seed: 2).checksum)
  }

  @Test func matchingBringsTrainingLossesTogether() async throws {
    let cases = try sweep("dropout.keep=0.6", "training.steps=1500").cases()
    let store = try RunStore(path: ":memory:")
    let matched = try await StrengthMatching(seeds: 8).matched(cases, desk: desk(store))
    func gap(_ one: SweepCase) async throws -> Double {
      let groups = [0, 1].map { arm in
        (100..<108).map { one.order(arm: arm, training: one.trainings[arm], seed: $0) }
      }
      let losses = try await desk(store).records(groups, phase: "").map { records in
        records.reduce(0) { $0 + $1.cleanTrainLoss } / Double(records.count)
      }
      return losses[1] - losses[0]
    }
    #expect(matched[0].trainings[0] == cases[0].trainings[0])
    let (before, after) = (try await gap(cases[0]), try await gap(matched[0]))
    #expect(abs(after) < abs(before) / 2, "\(before) before, \(after) after")
  }

  @Test func scalingMultipliesTheDropRates() throws {
    let training = try sweep("dropout.keep=[0.9, 0.8, 0.6]").cases()[0].trainings[0]
    #expect(StrengthMatching.scaled(training, by: 0.5).keepProbabilities == [0.95, 0.9, 0.8])
    #expect(StrengthMatching.scaled(training, by: 0).keepProbabilities == [1, 1, 1])
    #expect(StrengthMatching.scaled(training, by: 1) == training)
  }
}
