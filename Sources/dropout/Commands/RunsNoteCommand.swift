import ArgumentParser
import DropoutLab

extension RunsCommand {
  /// `dropout runs note`.
  struct Note: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a note on a comparison; runs list and reports show it.")
    @Argument(help: "The comparison's hash as runs list shows it, its first digits, or its name.")
    var hash: String
    @Argument(help: "The note, in one line; it takes the place of an earlier one.")
    var text: String?
    @Flag(help: "Remove the note.") var remove = false
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard remove != (text != nil) else {
        throw ValidationError("give the note's text, or --remove")
      }
      try check("the note", text: text, upTo: 1_000)
    }

    func run() throws {
      let store = try storeOptions.openExisting()
      let entry = try store.comparisonEntry(hash)
      try store.setNote(text, ofComparison: entry.hash)
      if output.json {
        return try JSONOutput.print(Document(comparison: entry.hash, note: text))
      }
      output.say("\(remove ? "removed the note" : "wrote a note") on \(entry.shortTitle)")
    }

    private struct Document: Encodable {
      let comparison: String
      @NullWhereNil var note: String?
    }
  }

  /// `dropout runs diff`.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show in which settings two comparisons differ, with their scores side by side.",
      discussion: """
        It gives no verdict: whether a difference of two settings is more than luck is a question for compare, \
        with both as arms over the same seeds.
        """)
    @Argument(help: "A comparison's hash as runs list shows it, its first digits, or its name.")
    var first: String
    @Argument(help: "The other one.")
    var second: String
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let store = try storeOptions.openExisting()
      let (a, b) = (try store.comparisonEntry(first), try store.comparisonEntry(second))
      guard a.hash != b.hash else {
        throw CommandError.badArgument(
          "runs diff",
          message: "\(first) and \(second) are both \(a.shortTitle); name two comparisons")
      }
      let difference = try ComparisonDifference(a, b, storePath: store.path)
      if output.json { return try JSONOutput.print(difference) }
      Terminal.result("A  \(a.shortTitle): \(a.settingsLine)")
      Terminal.result("B  \(b.shortTitle): \(b.settingsLine)")
      Terminal.result("")
      Terminal.show(difference.parts)
    }
  }
}
