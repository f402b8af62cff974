import DropoutStatistics
import DropoutLab
import DropoutTraining
import Foundation

/// "Real or luck?": the experiment's policies over many paired seeds, shown as the runs finish.
struct SeedComparison: Sendable {
  let experiment: Experiment
  let seeds: Int

  var plan: Plan { experiment.plan(seeds: seeds) }

  /// Data and training in words.
  var about: String {
    let seeds =
      "Seeds \(experiment.settings.seed) to \(experiment.settings.seed + UInt64(seeds) - 1)"
    return "\(experiment.dataset.name). \(experiment.plan.trainingDescription). \(seeds)."
  }

  /// Trains the runs that the store lacks, reports every seed, and ends with the verdicts that a comparison
  /// of the same plan gives.
  ///
  /// - Throws: `RunDesk.Stopped` if its task was cancelled, or what the store throws.
  func run(
    store: RunStore, tell: @Sendable (ServerMessage.ComparisonProgress) async -> Void
  ) async throws {
    var plan = plan
    let one = SweepCase(plan, dataset: experiment.dataset)
    let data = LoadedData()
    data.insert(experiment.dataset, as: plan.data)
    let asked = AnnouncedComparison(one)
    let isFixed = try store.settle([asked])
    let desk = RunDesk(
      store: store, jobs: max(1, ProcessInfo.processInfo.activeProcessorCount), data: data)
    var sequence = SequentialComparison(
      arms: plan.arms.map(\.arm), steps: plan.judgedSteps)
    var progress = ServerMessage.ComparisonProgress(
      state: .running, about: about, seeds: seeds, policies: plan.policies)
    progress.errors = plan.policies.map { _ in [] }
    await tell(progress)
    var records: [RunRecord] = []
    var trained = 0
    // Two seeds at a time are enough to keep the cores busy, and show progress often.
    for start in stride(from: 0, to: seeds, by: 2) {
      let outcome = try await desk.train(
        one.orders(seeds: plan.seeds[start..<min(start + 2, seeds)]))
      trained += outcome.trained
      let finished = outcome.records.compactMap(\.self)
      records += finished
      for first in stride(from: 0, to: finished.count, by: plan.policies.count) {
        let errors = finished[first..<first + plan.policies.count].map(\.testError)
        for (index, error) in errors.enumerated() { progress.errors[index].append(error) }
        progress.done += 1
        sequence.add(errors)
        progress.pairs = Self.pairs(sequence, progress)
        await tell(progress)
      }
    }
    if isFixed { store.announce([asked]) }
    let results = try ComparisonResults(
      &plan, dataset: experiment.dataset, records: records, isFixed: isFixed)
    progress.failureHint = results.failureHint
    progress.verdicts = Self.verdicts(results)
    progress.pairs = Self.pairs(results, progress)
    progress.report =
      ReportLink(
        comparison: one.orders[0].run.comparison, policies: plan.policies, firstSeed: plan.seeds[0],
        seedCount: seeds
      ).path
    progress.state = .done
    progress.message =
      !isFixed
      ? "Some of these seeds had been looked at before: the bars allow for that. Another seed starts afresh."
      : trained == 0
        ? "All runs were in the store already."
        : "Bars and sentences are those of exactly \(seeds) seeds. While seeds came in, the bars were "
          + "wider, so that one could look, and stop, at any time."
    await tell(progress)
  }

  /// The sentences that a comparison prints on test error; pairs that answer a question come first.
  static func verdicts(_ results: ComparisonResults) -> [String] {
    PairOrder.deciding(results.comparisons).map(\.sentence)
  }

  /// The pairs at the end, with the intervals and verdicts of the whole comparison.
  private static func pairs(
    _ results: ComparisonResults, _ progress: ServerMessage.ComparisonProgress
  ) -> [ServerMessage.ComparisonProgress.Pair] {
    func judged(_ metric: Metric) -> [PairComparison] {
      results.comparisons.filter { $0.metric == metric }
    }
    let (errors, losses) = (judged(.testError), judged(.testLogLoss))
    return progress.pairs.indices.map { index in
      let (watched, final) = (progress.pairs[index], errors[index])
      return ServerMessage.ComparisonProgress.Pair(
        a: watched.a, b: watched.b, differences: watched.differences,
        mean: 100 * final.meanDifference,
        low: (final.interval?.low).flatMap { (100 * $0).ifFinite },
        high: (final.interval?.high).flatMap { (100 * $0).ifFinite },
        decided: final.verdict != .cannotTell, sentence: final.sentence,
        logLossSentence: losses.indices.contains(index) ? losses[index].sentence : nil)
    }
  }

  private static func pairs(
    _ sequence: SequentialComparison, _ progress: ServerMessage.ComparisonProgress
  ) -> [ServerMessage.ComparisonProgress.Pair] {
    let errors = Dictionary(uniqueKeysWithValues: zip(progress.policies, progress.errors))
    return sequence.pairs.map { pair in
      let (a, b) = (pair.a.description, pair.b.description)
      return .init(
        a: a, b: b, differences: zip(errors[a] ?? [], errors[b] ?? []).map { 100 * ($0 - $1) },
        mean: 100 * pair.meanDifference, low: pair.interval.map { 100 * $0.low },
        high: pair.interval.map { 100 * $0.high }, decided: pair.verdict != .cannotTell,
        sentence: pair.sentence)
    }
  }
}

/// Runs the comparisons of all sessions, a few at a time.
actor ComparisonDesk {
  private let store: RunStore
  private var running = 0
  private static let atOnce = 2

  init(store: RunStore) { self.store = store }

  /// Runs a comparison to its end, or until its task is cancelled.
  func run(
    _ comparison: SeedComparison,
    tell: @escaping @Sendable (ServerMessage.ComparisonProgress) async -> Void
  ) async {
    var ended = ServerMessage.ComparisonProgress(
      state: .waiting, about: comparison.about, seeds: comparison.seeds,
      policies: comparison.experiment.plan.policies)
    var hasTold = false
    while running >= Self.atOnce, !Task.isCancelled {
      if !hasTold { await tell(ended) }
      hasTold = true
      try? await Task.sleep(for: .milliseconds(200))
    }
    running += 1
    defer { running -= 1 }
    let last = LastProgress()
    do {
      try Task.checkCancellation()
      // Not isolated to this actor, which other sessions need meanwhile.
      try await comparison.run(store: store) {
        await last.set($0)
        await tell($0)
      }
      return
    } catch  where error is RunDesk.Stopped || error is CancellationError {
      ended = await last.progress ?? ended
      ended.state = .stopped
      ended.message =
        "Stopped after \(ended.done) of \(comparison.seeds) seeds; finished runs are kept."
    } catch {
      ended = await last.progress ?? ended
      ended.state = .failed
      ended.message = "the comparison failed: \(error)"
    }
    await tell(ended)
  }

  private actor LastProgress {
    var progress: ServerMessage.ComparisonProgress?
    func set(_ progress: ServerMessage.ComparisonProgress) { self.progress = progress }
  }
}
