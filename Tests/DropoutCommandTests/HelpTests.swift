import TestSupport
import Testing

@Suite(.fewAtATime)
struct HelpTests {
  /// `RECORD_GOLDEN=1` rewrites the texts and fails.
  @Test(arguments: [
    "", "compare", "train", "evaluate", "masks", "data", "data list", "data describe",
    "data export", "data fetch", "runs", "runs list", "runs show", "runs export", "runs check",
    "runs delete", "runs note", "runs diff",
    "bench", "report", "why", "plan-seeds", "sweep", "thinned", "reproduce", "serve",
    "verdict",
  ])
  func helpIsAsRecorded(command: String) async throws {
    let workspace = try Workspace()
    let words = command.split(separator: " ").map(String.init)
    let result = try await workspace.dropout(words + ["--help"], environment: ["COLUMNS": "80"])
    expectSuccess(result)
    #expect(result.errors.isEmpty)
    let name = (["dropout"] + words).joined(separator: "-") + ".txt"
    try Golden.check(result.output, named: name)
  }

  @Test func versionNamesTheEngine() async throws {
    let result = try await Workspace().dropout(["--version"])
    expectSuccess(result)
    #expect(result.output.hasPrefix("swift-dropout "))
    #expect(result.output.contains("engine "))
  }
}
