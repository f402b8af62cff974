import ArgumentParser
import DropoutLab
import DropoutStatistics
import DropoutTraining
import Foundation

extension RunsCommand {
  /// `dropout runs list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the comparisons, the latest first; with --runs the runs, one line each.",
      discussion: """
        A comparison is what compare was asked for; runs of sweeps, trainings and older stores are one if they \
        share everything but mask policy and seed. Times are universal time.
        """)
    @Flag(help: "List single runs instead of comparisons.") var runs = false
    @OptionGroup(title: "Only some") var filterOptions: RunFilterOptions
    @OptionGroup(title: "Store") var storeOptions: StoreOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
      let filter = try filterOptions.filter
      let store = try storeOptions.openExisting()
      let found = try store.readable()
      RunsCommand.tell(found.damaged, path: store.path)
      let all = try store.comparisonEntries(of: found.runs)
      if runs {
        return try printRuns(found.runs.filter(filter.matches), of: all, store: store)
      }
      let entries = all.filter(filter.matches)
      if output.json { try JSONOutput.print(entries.map(ComparisonDocument.init)) }
      if entries.isEmpty { return sayNothing(in: all) }
      if output.json { return }
      entries.forEach(Self.print)
      let unread = filter.isEmpty ? found.runs.count - all.places.count : 0
      output.say(
        "\(NumberText.counted(entries.count, "comparison")) in \(storeOptions.path)"
          + (unread > 0 ? "; \(unread.runs) of older versions: --runs lists them" : ""))
    }

    private func sayNothing(in entries: [ComparisonEntry]) {
      let text = filterOptions.nothing(in: entries, of: storeOptions.path)
      if output.json { output.say(text) } else { Terminal.result(text) }
    }

    private static func print(_ entry: ComparisonEntry) {
      let name = entry.label.name.map { "  " + Terminal.bold($0) } ?? ""
      Terminal.result("\(entry.shortHash)  \(entry.finishedAt.shortText)\(name)")
      let lines =
        [entry.settingsLine, entry.armsLine] + (entry.label.note.map { ["note: \($0)"] } ?? [])
      for line in lines { Terminal.result("          \(line)") }
    }

    private func printRuns(
      _ rows: [StoredRun], of entries: [ComparisonEntry], store: RunStore
    ) throws {
      let places = entries.places
      if output.json {
        try JSONOutput.print(
          rows.map {
            try RunDocument($0, in: places[$0.identity], store: store, withCurve: false)
          })
      }
      if rows.isEmpty { return sayNothing(in: entries) }
      if output.json { return }
      /// The test error in %, or the distance from numbers to predict.
      func error(of run: RunRecord) -> String {
        let metric = run.mainMetric
        return (metric == .testError ? "" : "\(metric.name) ") + metric.fixed(metric.value(of: run))
      }
      var table = TextTable([
        "run", "data", "comparison", "policy", "seed", "test error", "loss", "failed",
        "finished",
      ])
      for run in rows {
        let place = places[run.identity]
        table.add([
          String(run.identity.prefix(12)), run.dataName,
          place?.entry.shortHash ?? String(run.comparison.prefix(8)),
          place?.arm.name ?? run.policy, "\(UInt64(bitPattern: run.seed))",
          error(of: try run.record(storePath: storeOptions.path)),
          NumberText.loss(run.value(of: .testLogLoss)), run.failure == nil ? "–" : "yes",
          run.finishedAt.formatted(.iso8601),
        ])
      }
      Terminal.table(table)
      output.say("\(rows.count.runs) in \(storeOptions.path)")
    }
  }

  /// `dropout runs show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one run: its scores, settings and learning curve.")
    @Argument(help: "The run's identity as runs list --runs shows it, or its first digits.")
    var identity: String
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let run = try store.run(identityPrefix: identity)
      if output.json {
        let place = try store.comparisonEntries(of: store.readable().runs).places[run.identity]
        return try JSONOutput.print(
          try RunDocument(run, in: place, store: store, withCurve: true))
      }
      let record = try run.record(storePath: store.path)
      TrainCommand.printRecord(record)
      Terminal.result("")
      Terminal.result("identity \(run.identity)")
      Terminal.verbatim("entry    \(run.plan)")
      Terminal.result("")
      Terminal.table(TrainCommand.curveTable(record))
      Terminal.result("")
      Terminal.result(
        "The curve is of at most \(NumberText.count(PreparedData.curveExampleCount)) examples of each "
          + "part, drawn by a fixed key; the scores above are of all.")
    }
  }
}
