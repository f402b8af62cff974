import DropoutTraining
import Foundation
import GRDB
import Testing

@testable import DropoutLab

/// Comparisons as a store has them: what belongs together, under which hash, name and note.
struct ComparisonEntryTests {
  /// A plan of short runs with some settings, and its data.
  private func plan(
    _ assignments: [String] = [], arms: [String] = []
  ) throws -> (plan: Plan, dataset: Dataset) {
    var settings = PlanSettings()
    let tiny = ["training.steps=2", "comparison.seeds=2", "data.train=30", "data.test=20"]
    for assignment in tiny + assignments { try settings.merge(assignment: assignment) }
    for arm in arms { settings.add(try ArmSettings(arm, source: "test")) }
    let dataset = try DataSpecification(settings).load()
    return (try Plan(settings, dataset: dataset), dataset)
  }

  private func train(
    _ store: RunStore, _ assignments: [String] = [], arms: [String] = [], name: String? = nil,
    keeping: Bool = true
  ) async throws -> String {
    let (plan, dataset) = try plan(assignments, arms: arms)
    if keeping { #expect(store.keep(plan, dataset: dataset, name: name)) }
    _ = try await RunDesk(store: store, jobs: 1).train(SweepCase(plan, dataset: dataset).orders)
    return plan.comparisonHash(dataset: dataset)
  }

  private func entries(_ store: RunStore) throws -> [ComparisonEntry] {
    try store.comparisonEntries(of: store.all())
  }

  @Test func armsOfOneComparisonStayTogether() async throws {
    let store = try RunStore(path: ":memory:")
    let arms = ["row: per-example keep=0.8", "column: per-batch keep=0.9 l2=0.01"]
    let hash = try await train(store, arms: arms, name: "rows, columns")
    let entry = try #require(try entries(store).first)
    #expect(try entries(store).count == 1)
    #expect(entry.hash == hash && entry.label.name == "rows, columns")
    #expect(entry.arms.map(\.arm.name) == ["row", "column"])
    #expect(entry.arms.map(\.seeds) == [[1, 2], [1, 2]])
    #expect(entry.arms.map { $0.training.keepProbabilities.last } == [0.8, 0.9])
    #expect(
      entry.armsLine
        == "row (per-example, keep 0.8), column (per-batch, keep 0.9, training.l2 0.01): 2 seeds (1–2)"
    )
    // Two comparisons that hold the same run: both are listed, and the run has one place.
    let second = try await train(store, arms: [arms[0], "none: none"])
    #expect(Set(try entries(store).map(\.hash)) == [hash, second])
    #expect(try entries(store).places.count == 6)
  }

  /// Without a plan, runs that share all but policy and seed are one comparison, in the usual order.
  @Test func runsWithoutAPlanAreGroupedByWhatTheyShare() async throws {
    let store = try RunStore(path: ":memory:")
    let policies = "comparison.policies=frozen/per-batch,per-batch,none,per-example"
    let hash = try await train(store, [policies], keeping: false)
    _ = try await train(store, ["training.l2=0.5", "comparison.policies=none"], keeping: false)
    let found = try #require(try entries(store).first { $0.hash == hash })
    #expect(try entries(store).count == 2)
    #expect(
      found.arms.map(\.arm.name) == ["none", "per-example", "per-batch", "frozen/per-batch"])
    #expect(found.hash == found.arms[0].runs[0].comparison && found.plan == nil)
    // Later asked for with fewer policies: the same comparison, those asked for first.
    #expect(try await train(store, ["comparison.policies=per-batch,none"]) == hash)
    let asked = try #require(try entries(store).first { $0.hash == hash })
    #expect(
      asked.arms.map(\.arm.name) == ["per-batch", "none", "per-example", "frozen/per-batch"])
  }

  @Test func theHashIsThatOfArmsWhateverTheirOrderAndSeeds() throws {
    func hash(_ assignments: [String] = [], _ arms: [String] = []) throws -> String {
      let (plan, dataset) = try plan(assignments, arms: arms)
      return plan.comparisonHash(dataset: dataset)
    }
    let arms = ["a: per-example keep=0.8", "b: per-batch"]
    #expect(
      try hash([], arms)
        == hash(["comparison.seeds=5", "comparison.first-seed=9"], arms.reversed()))
    #expect(try hash([], arms) != hash([], ["a: per-example keep=0.7", arms[1]]))
    #expect(try hash([], arms) != hash([], ["c: per-example keep=0.8", arms[1]]))
    #expect(try hash() == hash(["comparison.policies=none", "comparison.moment=last"]))
    #expect(try hash() != hash(["training.l2=0.1"]))
  }

  @Test func namesAndNotesAreNoPartOfRuns() async throws {
    let sample = try StoreSample(steps: 2, seeds: 1)
    let store = try RunStore(path: sample.path)
    _ = try await sample.train(store)
    let before = try store.all()
    let hash = sample.plan.comparisonHash(dataset: sample.dataset)
    #expect(store.keep(sample.plan, dataset: sample.dataset, name: "first, \"best\""))
    try store.setNote("looked at twice", ofComparison: hash)
    // Asked for again without a name: the name stays.
    #expect(store.keep(sample.plan, dataset: sample.dataset, name: nil))
    let again = try RunStore(path: sample.path)
    #expect(try again.all() == before && again.check().isSound)
    let entry = try again.comparisonEntry("first, \"best\"")
    #expect(entry == (try again.comparisonEntry(String(hash.prefix(5)).uppercased())))
    #expect(entry.label == ComparisonLabel(name: "first, \"best\"", note: "looked at twice"))
    #expect(entry.plan == sample.plan.settings && entry.training == sample.plan.training)
    try again.setNote(nil, ofComparison: hash)
    #expect(try again.label(ofComparison: hash) == ComparisonLabel(name: "first, \"best\""))
    #expect(try again.deleteAll() == 3)
    #expect(try again.label(ofComparison: hash) == ComparisonLabel())
  }

  /// A store of the version before gets the tables; what somebody put into them is no plan.
  @Test func olderStoresAndChangedRowsLoseNoRun() async throws {
    let sample = try StoreSample(steps: 2, seeds: 1)
    _ = try await sample.train(try RunStore(path: sample.path))
    try sample.change(
      """
      DROP TABLE comparison; DROP TABLE comparisonArm;
      DELETE FROM grdb_migrations WHERE identifier = '11 names and notes';
      """)
    let store = try RunStore(path: sample.path)
    #expect(try entries(store).map(\.arms.count) == [3])
    #expect(store.keep(sample.plan, dataset: sample.dataset, name: "n"))
    for change in [
      "UPDATE comparisonArm SET runs = x'00'", "UPDATE comparison SET plan = 'odd = ['",
      "UPDATE comparison SET plan = x'ff', name = 5", "DELETE FROM comparisonArm",
    ] {
      try sample.change(change)
      #expect(try entries(store).map(\.plan) == [nil], "\(change)")
      #expect(try entries(store).map(\.arms.count) == [3], "\(change)")
    }
  }

  @Test func unclearNamesListWhatTheyMayMean() async throws {
    let store = try RunStore(path: ":memory:")
    #expect(throws: StoreError.noSuchComparison(path: ":memory:", text: "a", known: [])) {
      try store.comparisonEntry("a")
    }
    // Of seventeen hashes two begin with the same digit.
    for index in 0..<17 {
      _ = try await train(
        store, ["training.l2=0.\(index + 10)", "comparison.policies=none", "comparison.seeds=1"],
        name: index < 2 ? "twice" : nil)
    }
    let all = try entries(store)
    let digits = Dictionary(grouping: all) { $0.hash.prefix(1) }
    let (digit, shared) = try #require(digits.first { $0.value.count > 1 })
    #expect(
      throws: StoreError.ambiguousComparison(
        path: ":memory:", text: String(digit), candidates: shared.map(\.shortTitle))
    ) { try store.comparisonEntry(String(digit)) }
    let line = StoreError.ambiguousComparison(
      path: "s", text: "a", candidates: all.map(\.shortTitle)
    ).description
    #expect(line.contains(" and 11 more (dropout runs list); give more digits"))
    #expect(throws: StoreError.self) { try store.comparisonEntry("twice") }
    #expect(throws: StoreError.self) { try store.comparisonEntry("") }
    for entry in all { #expect(try store.comparisonEntry(entry.hash).hash == entry.hash) }
  }

  @Test(arguments: [
    (
      ["training.l2=0.0"],
      "2-20-3-1, keep 0.86, gradient descent, rate 0.3, 2 steps over the full batch"
    ),
    (
      [
        "dropout.keep=[0.9, 0.8, 0.7]", "training.batch=16", "network.activation=tanh",
        "training.l2=0.01",
      ],
      "2-20-3-1, keep 0.9/0.8/0.7, gradient descent, rate 0.3, 2 steps over batches of 16, activation tanh, l2 0.01"
    ),
    (
      ["training.schedule=inverse-time", "training.schedule-steps=25"],
      "2-20-3-1, keep 0.86, gradient descent, rate 0.3, 2 steps over the full batch, schedule inverse-time, schedule-steps 25"
    ),
    (
      [
        "training.optimizer=momentum", "training.momentum=0.8", "training.patience=5",
        "data.validation=0.2",
      ],
      "2-20-3-1, keep 0.86, momentum 0.8, rate 0.3, 2 steps over the full batch, patience 5"
    ),
  ])
  func settingsAreSaidInFewWords(assignments: [String], line: String) throws {
    #expect(try plan(assignments).plan.training.shortLine == line)
  }
}

struct RunFilterTests {
  @Test func agesAndDatesAreRead() throws {
    let now = try Date("2026-11-30T18:00:00Z", strategy: .iso8601)
    func text(_ since: String) -> String? { RunFilter.date(since, now: now)?.shortText }
    #expect(text("12h") == "2026-11-30 06:00" && text("2d") == "2026-11-28 18:00")
    #expect(text("1w") == "2026-11-23 18:00" && text("0.5d") == "2026-11-30 06:00")
    #expect(text("2026-11-01") == "2026-11-01 00:00")
    #expect(text("2026-11-01 17:30") == "2026-11-01 17:30")
    #expect(text("2026-11-01T17:30") == "2026-11-01 17:30")
    #expect(text("2026-11-01T17:30:00Z") == "2026-11-01 17:30")
    for wrong in ["", "d", "-1d", "2y", "nand", "yesterday", "2026-13-01", "infd"] {
      #expect(text(wrong) == nil, "\(wrong)")
    }
  }
}
