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

  /// Each combination is a trial with the mean of its runs as the store has them, and the lowest is taken.
  @Test func everyTrialIsKept() async throws {
    let cases = try sweep("comparison.policies=none,per-example").cases()
    let store = try RunStore(path: ":memory:")
    let tuning = try Tuning(
      axes: [
        SweepAxis("learning-rate=0.1,0.3,1", source: ""), SweepAxis("keep=0.8,0.9", source: ""),
      ], seeds: 3, validationShare: 0.25)
    let tuned = try await tuning.tuned(cases, desk: desk(store))[0]
    #expect(try tuned.trials.count == 3 + 6 && tuning.runCount(of: cases[0]) == 3 * 9)
    for trial in tuned.trials {
      let own = try store.all().filter { run in
        let training = try #require(PlannedRun(json: run.plan)).training
        let keep = trial.values["dropout.keep"]?.asNumber
        return run.policy == trial.arm.name
          && training.learningRate.initial == trial.values["training.learning-rate"]?.asNumber
          && (keep == nil || training.keepProbabilities == [1, keep ?? 1, keep ?? 1])
      }
      #expect(own.count == 3 && trial.seeds == 3)
      let errors = own.compactMap { $0.scores["testError"] }
      let losses = own.compactMap { $0.scores["testLogLoss"] }
      let error = try #require(trial.validationError)
      #expect(abs(error - errors.reduce(0, +) / 3) < 1e-12 && trial.validationScore == error)
      #expect(abs(trial.validationLogLoss - losses.reduce(0, +) / 3) < 1e-12)
    }
    for (arm, training) in zip(cases[0].plan.arms.map(\.arm), tuned.trainings) {
      let own = tuned.trials.filter { $0.arm == arm }
      let chosen = try #require(own.first { $0.isChosen })
      #expect(own.count(where: \.isChosen) == 1)
      #expect(own.allSatisfy { $0.validationScore >= chosen.validationScore })
      #expect(training.learningRate.initial == chosen.values["training.learning-rate"]?.asNumber)
    }
  }

  /// Chosen values of single settings, one for each setting of a sweep, and the sentences they lead to.
  @Test(arguments: [
    (
      "keep=0.5,0.7,0.86", ["0.5"],
      ["a took keep 0.5, the lowest of its grid (0.5, 0.7, 0.86): a lower one may be better still."]
    ),
    ("keep=0.7,0.5,1", ["0.7", "1", "1"], []),
    (
      "learning-rate=0.3,0.1", ["0.3", "0.1", "0.3"],
      [
        "a took learning-rate 0.1 in 1 of 3 settings, the lowest of its grid (0.1, 0.3): a lower one may be better still.",
        "a took learning-rate 0.3 in 2 of 3 settings, the highest of its grid (0.1, 0.3): a higher one may be better still.",
      ]
    ),
    ("learning-rate=0,0.1,0.3", ["0", "0.1"], []),
    (
      "batch=8,32,0", ["0", "8"],
      [
        "a took batch 8 in 1 of 2 settings, the lowest of its grid (8, 32, all): a lower one may be better still."
      ]
    ),
    ("batch=1,8,0", ["1"], []), ("keep=0.5", ["0.5"], []),
    ("optimizer=sgd,adam", ["sgd"], []),
  ])
  func choicesAtTheEdgeOfAGridAreNamed(
    axis: String, chosen: [String], sentences: [String]
  ) throws {
    let axis = try SweepAxis(axis, source: "")
    guard case .list(let values) = axis.values else { return }
    let trials = try chosen.enumerated().flatMap { number, text in
      let taken = try #require(values.first { $0.bareText == text })
      return values.map { value in
        var trial = TuningTrial(
          setting: number + 1, arm: Arm("a", .perExample), values: [axis.name: value], seeds: 1,
          metric: .testError, validationScore: 0.5, validationError: 0.5, validationLogLoss: 1)
        trial.isChosen = value == taken
        return trial
      }
    }
    #expect(GridEdge.edges(trials, axes: [axis]).map(\.sentence) == sentences)
  }

  @Test func matchingTakesAtMostWhatIsCounted() async throws {
    let cases = try sweep("dropout.keep=0.6", "comparison.policies=none,per-batch,per-example")
      .cases()
    let store = try RunStore(path: ":memory:")
    let matching = StrengthMatching(seeds: 2)
    _ = try await matching.matched(cases, desk: desk(store))
    let count = try store.all().count
    #expect(count <= matching.runCount(of: cases[0]) && count > matching.runCount(of: cases[0]) / 2)
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
