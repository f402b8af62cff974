import DropoutTraining
import Foundation
import Testing

/// The store that an older version wrote, under the commands.
@Suite(.fewAtATime)
struct OlderStoreCommandTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "DropoutLabTests/Store/OlderStore")

  @Test(
    .enabled(if: Engine.version == "4", "its runs are of engine 4"),
    arguments: ["plain", "dropconnect", "gaussian", "classic"])
  func compareTrainsNothingAndPrintsTheSame(name: String) async throws {
    let workspace = try Workspace()
    for file in ["runs.db", "\(name).toml"] {
      try workspace.write(try Data(contentsOf: folder.appending(path: file)), to: file)
    }
    let result = try await workspace.dropout(
      ["compare", "--plan", "\(name).toml", "--store", "runs.db"],
      environment: ["COLUMNS": "80"])
    expectSuccess(result)
    #expect(result.errors.contains("runs were in runs.db"), "\(result.errors)")
    #expect(!result.errors.contains("trained "), "\(result.errors)")
    let printed = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
    #expect(result.output == printed)
  }
}
