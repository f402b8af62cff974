@testable import DropoutReproductions
import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct TrainedRowsTests {
  private let trained = TrainedRows(
    base: ["data.train=40", "data.test=50", "training.steps=60"],
    rows: [
      TrainedRows.Row(labels: ["a"], published: "1.5", settings: []),
      TrainedRows.Row(
        labels: ["b"], policy: .perBatch, settings: ["data.train=30", "dropout.noise=gaussian"]),
    ])

  private func context(_ store: RunStore, budget: Double? = nil) -> ReproductionContext {
    ReproductionContext(jobs: 2, budgetMinutes: budget, openStore: { store })
  }

  @Test func everyRowHasEverySeedOfItsOwnTraining() async throws {
    let store = try RunStore(path: ":memory:")
    let records = try await trained.train(context(store), seeds: [1, 2, 3])
    #expect(records.map { $0.map(\.seed) } == [[1, 2, 3], [1, 2, 3]])
    #expect(records.map { Set($0.map(\.policy)) } == [[.perExample], [.perBatch]])
    let table = trained.table(title: "", labelColumns: ["net"], records: records)
    #expect(table.rows.map(\.published) == ["1.5", nil])
    let mean = records[0].map { 100 * $0.testError }.reduce(0, +) / 3
    #expect(abs((table.rows[0].ours ?? 0) - mean) < 1e-12 && table.rows[0].seeds == 3)
    // The same again comes from the store, in rounds too.
    let again = try await trained.train(context(store, budget: 10), seeds: [1, 2, 3])
    #expect(again == records)
  }

  @Test func aSpentBudgetTrainsNothing() async throws {
    let store = try RunStore(path: ":memory:")
    let records = try await trained.train(context(store, budget: -1), seeds: [1])
    #expect(records == [[], []])
    #expect(try store.all().isEmpty)
  }

  @Test func differencesTakeCommonSeedsAlone() throws {
    let a = makeRuns(.perExample, wrong: [1, 2, 3, 4], of: 50)
    let b = makeRuns(.perBatch, wrong: [3, 4, 5, 7, 9], of: 50)
    let difference = try #require(TrainedRows.difference(a, b, comparisons: 1))
    #expect(difference.seeds == 4 && abs(difference.mean + 9.0 / 4 / 50) < 1e-12)
    #expect(difference.judgement == "lower")
    let corrected = try #require(TrainedRows.difference(a, b, comparisons: 1_000))
    #expect(corrected.judgement == "cannot tell" && corrected.text == difference.text)
    #expect(difference.text.contains("4 seeds"))
    #expect(TrainedRows.difference(a, [], comparisons: 1) == nil)
    let one = try #require(TrainedRows.difference(Array(a.prefix(1)), b, comparisons: 1))
    #expect(one.interval == nil && one.judgement.contains("one seed"))
  }

  /// Every reproduction's settings must resolve; those that need MNIST are tried where it is at hand.
  @Test func namesAreOneOfAKind() throws {
    let names = ReproductionList.all.map(\.identity.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(try ReproductionList.find(name).identity.name == name) }
  }
}
