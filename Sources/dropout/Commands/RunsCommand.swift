import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout runs`: lists, shows, exports, checks and deletes the runs in the store.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, show, export, check or delete finished runs.",
    discussion: """
      Every row of the store has a digest of its content. A row that does not fit it is damaged: it is \
      named and left out by list and export (which then exits with 65), trained again by compare, and \
      removed by check --delete, or by delete with its identity.
      """,
    subcommands: [List.self, Show.self, Export.self, Check.self, Delete.self])

  /// Names damaged rows on standard error, at most five: one is enough to know that the store is damaged.
  private static func tell(_ damaged: [DamagedRow], path: String) {
    for row in damaged.prefix(5) { Terminal.error("dropout: \(row.error(path: path))") }
    if damaged.count > 5 {
      Terminal.error(
        "dropout: \(damaged.count - 5) more rows are damaged; dropout runs check names them")
    }
  }

  /// `dropout runs list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the runs, one line each.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let found = try store.readable()
      let runs = found.runs
      RunsCommand.tell(found.damaged, path: store.path)
      if output.json {
        return try JSONOutput.print(
          runs.map { try RunDocument($0, store: store, withCurve: false) })
      }
      var table = TextTable([
        "run", "data", "plan", "policy", "seed", "test error", "log-loss", "failed", "finished",
      ])
      for run in runs {
        table.add([
          String(run.identity.prefix(12)), run.dataName, String(run.comparison.prefix(8)),
          run.policy, "\(UInt64(bitPattern: run.seed))",
          NumberText.percent(run.value(of: .testError)),
          NumberText.loss(run.value(of: .testLogLoss)), run.failure == nil ? "–" : "yes",
          run.finishedAt.formatted(.iso8601),
        ])
      }
      Terminal.table(table)
      output.say("\(runs.count.runs) in \(storeOptions.path)")
    }
  }

  /// `dropout runs show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one run: its scores, settings and learning curve.")
    @Argument(help: "The run's identity as runs list shows it, or its first digits.") var identity:
      String
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let run = try store.run(identityPrefix: identity)
      if output.json {
        return try JSONOutput.print(try RunDocument(run, store: store, withCurve: true))
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

  /// `dropout runs export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write all runs as CSV: one row per run and metric.")
    @Option(name: .joinable("o"), help: "File to write; standard output without it.")
    var out: String?
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let found = try store.readable()
      try write(found.runs, of: store)
      RunsCommand.tell(Array(found.damaged.dropFirst()), path: store.path)
      // Fails, so that whoever uses the file knows that something is missing.
      if let damaged = found.damaged.first { throw damaged.error(path: store.path) }
    }

    private func write(_ runs: [StoredRun], of store: RunStore) throws {
      if output.json {
        return try JSONOutput.print(
          runs.map { try RunDocument($0, store: store, withCurve: true) })
      }
      let text = try RunsCSV.text(of: runs, storePath: store.path)
      guard let out else { return Terminal.verbatim(String(text.dropLast())) }
      try OutputFile.write(text, to: out)
      output.say("wrote \(runs.count.runs) to \(out)")
    }
  }

  /// `dropout runs check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read every run and name what is damaged; exits with 65 where something is.")
    @Flag(help: "Remove damaged runs; asking for them again trains them again.") var delete = false
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let check = try store.check()
      let deleted = delete ? try store.delete(check.damaged) : 0
      if output.json {
        try JSONOutput.print(
          Document(
            sound: check.soundRuns,
            damaged: check.damaged.map { ["run": $0.identity ?? "", "reason": $0.reason] },
            fileFaults: check.fileFaults, deleted: deleted))
      } else {
        for row in check.damaged {
          Terminal.result("\((row.identity ?? "without identity").prefix(16))  \(row.reason)")
        }
        for fault in check.fileFaults { Terminal.result("file: \(fault.prefix(200))") }
        Terminal.result(
          "\(check.soundRuns.runs) sound, \(check.damaged.count) damaged"
            + (delete ? ", \(deleted) deleted" : ""))
      }
      guard check.fileFaults.isEmpty && (check.damaged.isEmpty || delete) else {
        throw ExitCode(ExitStatus.badData.rawValue)
      }
    }

    private struct Document: Encodable {
      let sound: Int
      let damaged: [[String: String]]
      let fileFaults: [String]
      let deleted: Int
    }
  }

  /// `dropout runs delete`.
  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove runs from the store; asking for them again trains them again.")
    @Argument(help: "Identities as runs list shows them, or their first digits.") var identities:
      [String] = []
    @Flag(help: "Every run.") var all = false
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard all != !identities.isEmpty else {
        throw ValidationError("name runs to delete, or give --all")
      }
    }

    func run() throws {
      let store = try storeOptions.openExisting()
      let count =
        all
        ? try store.deleteAll()
        : try store.delete(
          identities: identities.map { try store.identity(prefix: $0) })
      if output.json { return try JSONOutput.print(["deleted": count]) }
      Terminal.result("deleted \(count.runs) from \(store.path)")
    }
  }
}
