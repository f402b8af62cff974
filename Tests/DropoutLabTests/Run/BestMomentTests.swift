import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

/// The best moment of a training: found on held-out examples, by whoever looks at every point of the curve.
struct BestMomentTests {
  private func plan(_ assignments: [String]) throws -> (plan: Plan, dataset: Dataset) {
    var settings = PlanSettings()
    for assignment in [
      "data.train=80", "data.test=50", "comparison.seeds=2", "training.steps=400",
      "comparison.policies=per-example,none", "training.learning-rate=1",
    ] + assignments { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    return (try Plan(settings, dataset: dataset), dataset)
  }

  private let held = ["data.validation=0.25"]

  @Test func trainingExamplesAreHeldOutByClass() throws {
    let whole = try plan([]).dataset
    let dataset = try plan(held).dataset
    let validation = try #require(dataset.validation)
    #expect(whole.validation == nil)
    #expect(dataset.train.count == 60 && validation.count == 20)
    #expect(dataset.test == whole.test)
    #expect(dataset.checksum != whole.checksum)
    func ones(_ examples: Examples) -> Int { examples.labels.count { $0 == 1 } }
    #expect(ones(dataset.train) + ones(validation) == ones(whole.train))
    #expect(abs(Double(ones(validation)) - 0.25 * Double(ones(whole.train))) <= 1)
    func rows(_ examples: Examples) -> Set<[Float]> {
      Set((0..<examples.count).map { Array(examples.features.numbers[2 * $0..<2 * $0 + 2]) })
    }
    #expect(rows(dataset.train).isDisjoint(with: rows(validation)))
    #expect(rows(dataset.train).union(rows(validation)) == rows(whole.train))
    // Choosing settings holds out more, and leaves this part alone.
    let tuning = dataset.validationSplit(share: 0.5, seed: 1)
    #expect(tuning.validation == validation && tuning.train.count == 30)
  }

  /// The best moment is that of a training which evaluates everything at every point and keeps all.
  @Test(arguments: [ValidationScore.loss, .error])
  func itIsThatOfTheSlowWay(monitor: ValidationScore) throws {
    let (plan, dataset) = try plan(held + ["training.monitor=\(monitor)"])
    let run = plan.runs(dataset: dataset)[0]
    let record = try #require(run.train(PreparedData(dataset))).record
    let (train, test) = (ExampleMatrix(dataset.train), ExampleMatrix(dataset.test))
    let validation = ExampleMatrix(try #require(dataset.validation))
    var trainer = Trainer(run.training, policy: run.policy, seed: run.seed, examples: train)
    var points: [RunRecord.BestPoint] = []
    for point in record.curve {
      while trainer.stepsDone < point.step { trainer.step() }
      let (held, tested) = (trainer.evaluate(validation), trainer.evaluate(test))
      let learned = trainer.evaluate(train)
      #expect(point.validationLogLoss == held.loss && point.validationError == held.error)
      points.append(
        .init(
          step: point.step, validationError: held.error, validationLogLoss: held.loss,
          testError: tested.error, testLogLoss: tested.loss, trainError: learned.error,
          cleanTrainLoss: learned.loss,
          failure: learned.isNoBetterThanGuessing(train) ? .noBetterThanGuessing : nil,
          details: TestDetails(
            trainer.evaluate(test, detailed: true), loss: run.training.network.loss, target: nil)))
    }
    func score(_ point: RunRecord.BestPoint) -> Double {
      monitor == .loss ? point.validationLogLoss : point.validationError
    }
    let least = try #require(points.map(score).min())
    #expect(record.best == points.first { score($0) == least })
    #expect(record.lastStep == 400 && record.at(.last) == record)
    let best = record.at(.best)
    #expect(best.testError == record.best?.testError && best.seed == record.seed)
    #expect(best.testLogLoss == record.best?.testLogLoss)
  }

  /// However large the parts are that a curve is measured on, there are points to choose from.
  @Test func shortRunsHavePointsToChooseFrom() throws {
    let large = ["data.test=2000", "training.steps=60", "training.batch=4"]
    let (plan, dataset) = try plan(held + large)
    let record = try #require(plan.runs(dataset: dataset)[0].train(PreparedData(dataset))).record
    #expect(record.curve.count == 20)
    let (plain, whole) = try self.plan(large)
    #expect(
      try #require(plain.runs(dataset: whole)[0].train(PreparedData(whole))).record.curve.count == 1
    )
  }

  /// A run that stops early is the beginning of the one that does not.
  @Test func patienceEndsARun() throws {
    let (whole, dataset) = try plan(held)
    let (patient, _) = try plan(held + ["training.patience=40"])
    let data = PreparedData(dataset)
    let record = try #require(whole.runs(dataset: dataset)[0].train(data)).record
    let run = patient.runs(dataset: dataset)[0]
    let finished = try #require(run.train(data))
    let stopped = finished.record
    let last = try #require(stopped.lastStep)
    #expect(last < 400)
    #expect(stopped.curve == Array(record.curve.prefix(stopped.curve.count)))
    let best = try #require(stopped.best)
    #expect(last - best.step >= 40)
    // At no point before it had waited long enough.
    for point in stopped.curve.dropLast() {
      let sofar = stopped.curve.prefix { $0.step <= point.step }
      let lowest = try #require(
        sofar.min { ($0.validationLogLoss ?? 0) < ($1.validationLogLoss ?? 0) })
      #expect(point.step - lowest.step < 40)
    }
    var trainer = Trainer(run.training, policy: run.policy, seed: run.seed, examples: data.train)
    while trainer.stepsDone < last { trainer.step() }
    #expect(stopped.weightsDigest == trainer.parameters.digest)
    #expect(patient.judgedSteps == nil && whole.moment == .best)
  }

  /// Patience is over when that many steps have passed, not one later.
  @Test func patienceIsCountedInSteps() throws {
    let (plan, dataset) = try plan(held + ["training.patience=40"])
    let run = plan.runs(dataset: dataset)[0]
    var trainer = Trainer(
      run.training, policy: run.policy, seed: run.seed, examples: ExampleMatrix(dataset.train))
    for _ in 0..<7 { trainer.step() }
    let validation = trainer.evaluate(ExampleMatrix(try #require(dataset.validation)))
    let best = BestMoment(trainer, validation: validation, of: run.training)
    #expect(best.step == 7 && !best.isOver(at: 46) && best.isOver(at: 47))
  }

  /// Runs without any of this have the identities that they had before it existed.
  @Test func olderIdentitiesStay() throws {
    let (plain, dataset) = try plan([])
    let text = plain.runs(dataset: dataset)[0].canonicalText
    for word in ["validation", "patience", "monitor", "moment"] { #expect(!text.contains(word)) }
    #expect(plain.moment == .last && plain.judgedSteps == 400)
    let (patient, held) = try plan(self.held + ["training.patience=40"])
    #expect(patient.runs(dataset: held)[0].canonicalText.contains("training.patience = 40\n"))
  }

  @Test(arguments: ["training.patience=10", "training.monitor=error", "comparison.moment=best"])
  func withoutHeldOutExamplesThereIsNoBestMoment(assignment: String) {
    #expect {
      try plan([assignment])
    } throws: {
      "\($0)".contains(assignment.prefix { $0 != "=" })
        && "\($0)".contains("hold some out with data.validation=0.2")
    }
  }

  @Test func aStoreKeepsIt() throws {
    let (plan, dataset) = try plan(held)
    let run = plan.runs(dataset: dataset)[0]
    let finished = try #require(run.train(PreparedData(dataset)))
    let store = try RunStore(path: ":memory:")
    try store.insert(run, finished, dataName: "football")
    #expect(try store.records(identities: [run.identity])[run.identity] == finished.record)
    #expect(finished.record.best != nil)
  }

  /// Both moments are judged by the same rules; the verdict is about the one that was chosen.
  @Test(arguments: [Moment.best, .last]) func bothMomentsAreTold(moment: Moment) throws {
    let (plan, dataset) = try plan(held + ["comparison.moment=\(moment)"])
    let data = PreparedData(dataset)
    let records = try plan.runs(dataset: dataset).map { try #require($0.train(data)).record }
    var judged = plan
    let results = try ComparisonResults(
      &judged, dataset: dataset, records: records, isFixed: true)
    #expect(results.moment == moment)
    #expect(results.otherMoments.map(\.moment) == Moment.allCases.filter { $0 != moment })
    for (at, arms) in [(Moment.last, results.arms(at: .last)), (.best, results.arms(at: .best))] {
      let arms = try #require(arms)
      for (place, arm) in arms.enumerated() {
        let own = stride(from: place, to: records.count, by: 2).map { records[$0].at(at) }
        #expect(arm.runs == own)
      }
    }
    #expect(results.comparisons[0].sentence.contains(results.momentText))
    let others = try #require(results.otherMoments.first)
    #expect(results.sentences(allPairs: true).contains(others.comparisons[0].sentence))
    #expect(results.momentTable != nil)
    // Without held-out examples there is one moment, and the words are as ever.
    let (plain, whole) = try self.plan([])
    let plainData = PreparedData(whole)
    var alone = plain
    let only = try ComparisonResults(
      &alone, dataset: whole,
      records: plain.runs(dataset: whole).map { try #require($0.train(plainData)).record },
      isFixed: true)
    #expect(only.otherMoments.isEmpty && only.momentTable == nil)
    #expect(only.comparisons[0].sentence.contains("after 400 steps"))
  }

  /// A sweep compares its settings at the plan's moment.
  @Test(arguments: Moment.allCases) func aSweepIsJudgedAtItsMoment(moment: Moment) throws {
    var settings = PlanSettings()
    for assignment in [
      "data.train=80", "data.test=50", "comparison.seeds=2", "training.steps=400",
      "comparison.policies=per-example,none", "data.validation=0.25", "comparison.moment=\(moment)",
    ] { try settings.merge(assignment: assignment) }
    let sweep = try Sweep(
      base: settings, axes: [SweepAxis("learning-rate=1", source: "--vary")], sampling: .grid)
    let cases = try sweep.cases()
    let data = PreparedData(cases[0].dataset)
    let records = try cases[0].orders.map { try #require($0.run.train(data)).record }
    let results = try SweepResults(sweep, cases: cases, records: [records])
    let arm = results.settings[0].arms[0]
    let errors = [records[0], records[2]].map { $0.at(moment).testError }
    let losses = [records[0], records[2]].map { $0.at(moment).testLogLoss }
    #expect(arm.mean(of: .testError) == errors.reduce(0, +) / 2)
    #expect(arm.mean(of: .testLogLoss) == losses.reduce(0, +) / 2)
    let briers = [records[0], records[2]].map { Metric.brierScore.value(of: $0.at(moment)) }
    #expect(arm.mean(of: .brierScore) == briers.reduce(0, +) / 2)
    let sentence = try #require(results.pairs[0].sentences.first)
    #expect(sentence.contains(moment == .best ? "at the best moment" : "after 400 steps"))
  }

  /// With added seeds, too, the other moment is judged over the seeds that the chosen one stopped at.
  @Test func addedSeedsAreJudgedAtBothMoments() throws {
    let (plan, dataset) = try plan(held + ["comparison.seeds=6"])
    let data = PreparedData(dataset)
    let records = try plan.runs(dataset: dataset).map { try #require($0.train(data)).record }
    var judged = plan
    let results = try ComparisonResults(
      &judged, dataset: dataset, records: records, isFixed: false)
    let other = try #require(results.otherMoments.first)
    #expect(results.moment == .best && other.moment == .last)
    #expect(other.judgement != .fixed && other.friedman == nil)
    #expect(results.differenceCurves.isEmpty)
    for judged in [results, other] {
      for (place, arm) in judged.arms.enumerated() {
        #expect(
          arm.runs
            == stride(from: place, to: records.count, by: 2).map { records[$0].at(judged.moment) })
      }
      let means = judged.arms.map(\.mean)
      #expect(abs(judged.comparisons[0].meanDifference - (means[0] - means[1])) < 1e-12)
    }
    #expect(results.arms.map(\.mean) != other.arms.map(\.mean))
    // How seeds were added is said once.
    let sentences = results.sentences(allPairs: true)
    #expect(Set(sentences).count == sentences.count)
    #expect(sentences.contains(other.comparisons[0].sentence))
    #expect(other.arms.allSatisfy { $0.interval == nil && $0.runs.count == 6 })
  }

  /// Two arms of the same law: whichever noisy point of each curve is taken for the best one by its
  /// validation score, a verdict is rare. 5 % and 3 σ of 600 comparisons is 7.7 %.
  @Test func atTheBestMomentVerdictsAreRareWithoutADifference() throws {
    var random = RandomSequence(RandomKey(seed: 21))
    func noise(_ size: Double) -> Double { size * (random.uniform() + random.uniform() - 1) }
    func run(_ policy: MaskPolicy, seed: UInt64, shared: Double) -> RunRecord {
      var best: (score: Double, error: Double, step: Int)?
      for step in 1...20 {
        let course = 0.1 + 0.002 * Double((step - 8) * (step - 8)) / 10 + shared
        let (score, error) = (course + noise(0.03), course + noise(0.02))
        if score < best?.score ?? .infinity { best = (score, error, step) }
      }
      let chosen = best ?? (0, 0, 0)
      var record = makeRun(policy, seed: seed, error: 0.4)
      record.best = .init(
        step: chosen.step, validationError: chosen.score, validationLogLoss: chosen.score,
        testError: min(max(chosen.error, 0), 1), testLogLoss: chosen.error, trainError: 0,
        cleanTrainLoss: 0, failure: nil)
      return record
    }
    var verdicts = 0
    for _ in 0..<600 {
      let runs = (0..<12 as Range<UInt64>).flatMap { seed in
        let shared = noise(0.02)
        return [MaskPolicy.perExample, .perBatch].map { run($0, seed: seed, shared: shared) }
      }
      let results = try ComparisonResults(
        arms: [ArmRuns](runs, by: [.perExample, .perBatch]), testExampleCount: 1_000, steps: nil,
        moment: .best, randomPatterns: 500)
      if [.aBetter, .bBetter].contains(results.comparisons[0].verdict) { verdicts += 1 }
    }
    #expect(Double(verdicts) / 600 < 0.077)
    #expect(verdicts > 0)
  }
}
