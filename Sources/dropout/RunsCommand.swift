import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout runs`: what the store holds.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, show, export or delete finished runs.",
    subcommands: [List.self, Show.self, Export.self, Delete.self])

  /// `dropout runs list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the runs, one line each.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let runs = try store.all()
      if output.json {
        return try JSONOutput.print(
          runs.map { try RunDocument($0, store: store, withCurve: false) })
      }
      var table = TextTable([
        "run", "data", "plan", "policy", "seed", "test error", "log-loss", "finished",
      ])
      for run in runs {
        table.add([
          String(run.identity.prefix(12)), run.dataName, String(run.comparison.prefix(8)),
          run.policy, "\(UInt64(bitPattern: run.seed))",
          run.testError.map { NumberText.percent($0) } ?? "–",
          run.testLogLoss.map { NumberText.loss($0) } ?? "∞",
          run.finishedAt.formatted(.iso8601),
        ])
      }
      for line in table.lines { Terminal.result(line) }
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
      Terminal.result("entry    \(run.plan)")
      Terminal.result("")
      var table = TextTable(["step", "masked loss", "clean loss", "test log-loss", "test error"])
      for point in record.curve {
        table.add([
          "\(point.step)", NumberText.loss(point.maskedTrainLoss),
          NumberText.loss(point.cleanTrainLoss), NumberText.loss(point.testLogLoss),
          "\(NumberText.percent(point.testError)) %",
        ])
      }
      for line in table.lines { Terminal.result(line) }
    }
  }

  /// `dropout runs export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write all runs as CSV: one row per run and metric.")
    @Option(name: .shortAndLong, help: "File to write; standard output without it.")
    var out: String?
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let runs = try store.all()
      if output.json {
        return try JSONOutput.print(
          runs.map { try RunDocument($0, store: store, withCurve: true) })
      }
      let text = try RunsCSV.text(of: runs, storePath: store.path)
      guard let out else { return Terminal.result(String(text.dropLast())) }
      try OutputFile.write(text, to: out)
      output.say("wrote \(runs.count.runs) to \(out)")
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
          identities: identities.map { try store.run(identityPrefix: $0).identity })
      if output.json { return try JSONOutput.print(["deleted": count]) }
      Terminal.result("deleted \(count.runs) from \(store.path)")
    }
  }
}
