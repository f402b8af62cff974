import ArgumentParser
import DropoutLab

extension RunsCommand {
  /// `dropout runs export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the runs as CSV: a row for each, with its settings and scores.",
      discussion: """
        Columns of settings are called as in plan files, such as training.learning-rate; lists are written as \
        in [2, 20, 3, 1]. Scores are those after the last step; those whose names begin with best are of the \
        run's best moment, empty if no examples were held out. --json adds the curves.
        """)
    @Option(name: .joinable("o"), help: "File to write; standard output without it.")
    var out: String?
    @OptionGroup(title: "Only some") var filterOptions: RunFilterOptions
    @OptionGroup(title: "Store") var storeOptions: StoreOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
      let filter = try filterOptions.filter
      let store = try storeOptions.openExisting()
      let found = try store.readable()
      let entries = try store.comparisonEntries(of: found.runs)
      let runs = found.runs.filter(filter.matches)
      if runs.isEmpty { output.say(filterOptions.nothing(in: entries, of: store.path)) }
      try write(runs, places: entries.places, of: store)
      RunsCommand.tell(Array(found.damaged.dropFirst()), path: store.path)
      // Fails, so that whoever uses the file knows that something is missing.
      if let damaged = found.damaged.first { throw damaged.error(path: store.path) }
    }

    private func write(
      _ runs: [StoredRun], places: [String: ComparisonEntry.Place], of store: RunStore
    ) throws {
      if output.json {
        return try JSONOutput.print(
          runs.map { try RunDocument($0, in: places[$0.identity], store: store, withCurve: true) })
      }
      let text = try StoreCSV.text(of: runs, places: places, storePath: store.path)
      guard let out else { return Terminal.verbatim(String(text.dropLast())) }
      try OutputFile.write(text, to: out)
      output.say("wrote \(runs.count.runs) to \(out)")
    }
  }
}
