import Foundation
import Testing

@Suite(.fewAtATime)
struct ReproduceCommandTests {
  @Test func listNamesEverything() async throws {
    let workspace = try Workspace()
    let text = try await workspace.dropout(["reproduce", "list"])
    expectSuccess(text)
    let json = try await workspace.dropout(["reproduce", "list", "--json"])
    let identities = try #require(try json.json() as? [[String: Any]])
    #expect(!identities.isEmpty)
    for name in identities.compactMap({ $0["name"] as? String }) {
      #expect(text.output.contains("\(name)  "))
    }
    #expect(!workspace.exists("dropout.sqlite"))
  }

  @Test(
    arguments: [
      (["course-notebok"], 64, "did you mean course-notebook?"),
      (["nothing-like-it"], 64, "dropout reproduce list"),
      (["course-notebook"], 66, "datasets/data.mat"),
      (["course-notebook", "--data", "absent.mat"], 66, "absent.mat: no such file"),
      (["course-notebook", "--data", "text.mat"], 65, "text.mat: "),
      (
        ["kingma-variance", "--seeds", "3"], 64,
        "--seeds: kingma-variance does not accept this flag"
      ),
      (["wager-l2", "--data", "text.mat"], 64, "--data: wager-l2 does not accept this flag"),
      (["wager-l2", "--budget", "0"], 64, "--budget"),
      (["wager-l2", "--seeds", "0"], 64, "--seeds"),
      (["wager-l2", "--jobs", "0"], 64, "--jobs"),
      (["wager-l2", "--out", "text.mat"], 73, "text.mat"),
    ] as [([String], Int32, String)])
  func whatCannotBeIsSaidInOneLine(arguments: [String], status: Int32, named: String) async throws {
    let workspace = try Workspace()
    try workspace.write("no MAT file at all, though a file", to: "text.mat")
    let result = try await workspace.dropout(["reproduce", "--quiet"] + arguments)
    #expect(result.status == status && result.errors.contains(named), "\(result.errors)")
    if !result.errors.contains("Usage:") { #expect(result.errorLines.count == 1) }
  }

  #if !DEBUG
    @Test func aFolderGetsPageTablesAndFigures() async throws {
      let workspace = try Workspace()
      let result = try await workspace.dropout([
        "reproduce", "thread-49593", "--seeds", "1", "--out", "page", "--jobs", "2",
      ])
      expectSuccess(result)
      for file in ["README.md", "results.json", "draw.csv", "rounding.csv", "rounding.svg"] {
        #expect(workspace.exists("page/\(file)"), "\(file)")
      }
      let page = try workspace.read("page/README.md")
      #expect(page.contains("    dropout reproduce thread-49593 --seeds 1\n"))
      #expect(page.contains("0.87811744"))
      let again = try await workspace.dropout([
        "reproduce", "thread-49593", "--seeds", "1", "--quiet", "--json", "--jobs", "1",
      ])
      #expect(again.output == (try workspace.read("page/results.json")))
    }
  #endif
}
