@testable import DropoutStatistics
import DropoutLab
import DropoutTraining
import Testing

@testable import DropoutServer

@Suite(.timeLimit(.minutes(5)))
struct SeedComparisonTests {
  private static let small =
    "\"policies\":[\"per-example\",\"per-batch\",\"frozen/per-batch\"],\"steps\":400,\"seed\":5"

  /// What a comparison of the same plan says.
  private func comparison(seeds: Int) throws -> [String] {
    let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    var training = try ReferenceRun("per-example").training
    training.steps = 400
    let policies = try ["per-example", "per-batch", "frozen/per-batch"].map {
      try #require(MaskPolicy($0))
    }
    let data = PreparedData(dataset)
    let records = try (0..<UInt64(seeds)).flatMap { seed in
      try policies.map { policy in
        let run = PlannedRun(
          training: training, policy: policy, seed: 5 + seed, dataChecksum: dataset.checksum)
        return try #require(run.train(data)).record
      }
    }
    let results = try ComparisonResults(
      runs: records, policies: policies, testExampleCount: dataset.test.count, steps: training.steps
    )
    return PairOrder.sorted(results.comparisons, metric: .testError).map(\.sentence)
  }

  @Test func aComparisonEndsWithTheVerdictsOfTheComparison() async throws {
    let store = try RunStore(path: ":memory:")
    let page = LivePage(store: store)
    await page.open(Self.small)
    await page.send("{\"do\":\"compare\",\"seeds\":9}")
    var seen: [Int] = []
    let end = try await page.message("comparison") {
      seen.append($0.done ?? -1)
      return $0.state == "done"
    }
    #expect(end.verdicts == (try comparison(seeds: 9)))
    #expect(seen == seen.sorted() && end.done == 9)
    #expect(end.pairs?.map(\.differences.count) == [9, 9, 9])
    #expect(end.report?.hasPrefix("/report?comparison=") == true)
    #expect(try store.all().count == 27)
    // Again, from the store.
    await page.send("{\"do\":\"compare\",\"seeds\":9}")
    let again = try await page.message("comparison") { $0.state == "done" }
    #expect(again.verdicts == end.verdicts)
    #expect(try store.all().count == 27)
  }

  @Test func whileWatchingTheIntervalsAllowForItAndAtTheEndTheyNeedNot() async throws {
    var settings = ExperimentSettings()
    settings.policies = ["per-example", "per-batch", "frozen/per-batch"]
    settings.steps = 400
    let test = SeedComparison(
      experiment: try await Experiment(settings, shelf: DataShelf()), seeds: 12)
    let (told, continuation) = AsyncStream.makeStream(of: ServerMessage.ComparisonProgress.self)
    let store = try RunStore(path: ":memory:")
    try await test.run(store: store) { continuation.yield($0) }
    continuation.finish()
    var sequence = AnytimeTSequence(level: 0.05 / 3)
    var last: ServerMessage.ComparisonProgress?
    for await progress in told {
      defer { last = progress }
      guard progress.state == .running, let pair = progress.pairs.first else { continue }
      #expect(pair.differences.count == progress.done)
      // A pair that is decided keeps the figures of that seed.
      guard !(sequence.count > 1 && sequence.interval.excludesZero) else { continue }
      sequence.add(pair.differences[progress.done - 1] / 100)
      #expect(abs(pair.mean - 100 * sequence.mean) < 1e-9)
      if let low = pair.low { #expect(abs(low - 100 * sequence.interval.low) < 1e-9) }
    }
    let end = try #require(last)
    #expect(end.state == .done && end.done == 12)
    let records = try store.records(
      identities: test.plan.runs(dataset: test.experiment.dataset).map(\.identity))
    let results = try ComparisonResults(
      runs: Array(records.values), policies: test.plan.policies,
      testExampleCount: test.experiment.dataset.test.count, steps: test.plan.training.steps)
    for (pair, final) in zip(end.pairs, results.comparisons) {
      #expect(pair.a == final.a.description && pair.b == final.b.description)
      #expect(pair.sentence == final.sentence)
      #expect(pair.low == final.interval.map { 100 * $0.low })
    }
  }

  @Test func aStoppedComparisonKeepsWhatIsFinishedAndAnotherMayStart() async throws {
    let store = try RunStore(path: ":memory:")
    let page = LivePage(store: store)
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"steps\":20000")
    await page.send("{\"do\":\"compare\",\"seeds\":200}")
    _ = try await page.message("comparison") { ($0.done ?? 0) >= 2 }
    await page.send("{\"do\":\"compare\",\"seeds\":3}")
    #expect(try await page.message("error").message?.contains("stop it") == true)
    await page.send("{\"do\":\"stop comparison\"}")
    let end = try await page.message("comparison") { $0.state == "stopped" }
    #expect(end.message?.contains("finished runs are kept") == true && end.verdicts == nil)
    let kept = try store.all().count
    #expect(kept >= 4 && kept < 400)
    await page.send("{\"do\":\"compare\",\"seeds\":2}")
    let second = try await page.message("comparison") { $0.state != "stopped" }
    #expect(second.state == "running" || second.state == "done")
  }

  @Test func aComparisonEndsWithItsSession() async throws {
    let store = try RunStore(path: ":memory:")
    let page = LivePage(store: store)
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"steps\":20000")
    await page.send("{\"do\":\"compare\",\"seeds\":200}")
    _ = try await page.message("comparison") { ($0.done ?? 0) >= 1 }
    await page.session.end()
    guard case .close(1001) = await page.session.nextOutgoing() else {
      return #expect(Bool(false), "not closed")
    }
    #expect(await page.session.nextOutgoing() == nil)
    try await Task.sleep(for: .milliseconds(500))
    let count = try store.all().count
    try await Task.sleep(for: .milliseconds(500))
    #expect(try store.all().count == count && count < 400)
  }
}

extension ConfidenceInterval {
  fileprivate var excludesZero: Bool { low > 0 || high < 0 }
}
