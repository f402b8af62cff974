import ArgumentParser
import DropoutLab

/// `dropout runs`: lists, shows, exports, checks and deletes the runs in the store.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, name, compare, export, check or delete what the store holds.",
    discussion: """
      list shows comparisons, each with a hash: report, runs note and runs diff take its first digits, or \
      the name that compare --name gave it. list --runs shows single runs.

      Every row of the store has a digest of its content. A row that does not fit it is damaged: it is \
      named and left out by list and export (which then exits with 65), trained again by compare, and \
      removed by check --delete, or by delete with its identity.
      """,
    subcommands: [
      List.self, Show.self, Note.self, Diff.self, Export.self, Check.self, Delete.self,
    ])

  /// Names damaged rows on standard error, at most five: one is enough to know that the store is damaged.
  static func tell(_ damaged: [DamagedRow], path: String) {
    for row in damaged.prefix(5) { Terminal.error("dropout: \(row.error(path: path))") }
    if damaged.count > 5 {
      Terminal.error(
        "dropout: \(damaged.count - 5) more rows are damaged; dropout runs check names them")
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
    @Argument(help: "Identities as runs list --runs shows them, or their first digits.")
    var identities: [String] = []
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
