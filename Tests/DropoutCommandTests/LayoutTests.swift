import DropoutTraining
import Foundation
import Testing

/// Text and tables are no wider than the terminal, and lines end between words.
@Suite(.fewAtATime)
struct LayoutTests {
  private static let commands: [[String]] = [
    ["compare"] + tinyPlan + ["--policies", "none,per-example,frozen/per-example"],
    ["compare", "--until-decided", "--seeds", "9", "--steps", "20"] + tinyData,
    ["train", "--steps", "50"], ["runs", "list"], ["data", "describe", "football"],
    ["why", "--steps", "5", "--pairs", "3", "--blocks", "3"],
    ["thinned", "--steps", "20", "--mc-samples", "3", "--network", "2-4-1"],
    ["plan-seeds", "--pilot", "3"] + tinyPlan.filter { $0 != "--seeds" && $0 != "2" },
    ["sweep", "--vary", "keep=0.5,0.8", "--steps", "5", "--seeds", "2"],
    ["reproduce", "list"], ["bench", "--workloads", "course", "--repeats", "1"],
  ]

  @Test(arguments: [80, 60])
  func linesFit(width: Int) async throws {
    let workspace = try Workspace()
    let columns = ["COLUMNS": "\(width)"]
    for command in Self.commands {
      let result = try await workspace.dropout(command, environment: columns)
      expectSuccess(result)
      for line in result.output.split(separator: "\n") {
        // One word alone may be longer: nothing is broken within words.
        let isOneWord = !line.trimmingCharacters(in: .whitespaces).contains(" ")
        #expect(line.count <= width || isOneWord, "\(command[0]): \(line)")
      }
    }
  }

  /// A file has lines of 80.
  @Test func withoutATerminalThereAreEightyColumns() async throws {
    let workspace = try Workspace()
    let plan = tinyPlan.joined(separator: " ")
    let narrow = try await workspace.shell("unset COLUMNS; dropout compare \(plan)")
    expectSuccess(narrow)
    #expect(narrow.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    // The same words as on a wide terminal.
    let wide = try await workspace.compare()
    func words(_ text: String) -> Set<Substring> { Set(text.split { $0 == " " || $0 == "\n" }) }
    #expect(words(narrow.output) == words(wide.output))
  }

  /// A table that is too wide goes on below, under the first column again.
  @Test func wideTablesGoOnBelow() async throws {
    let workspace = try Workspace()
    let wide = try await workspace.compare()
    let narrow = try await workspace.compare(["--quiet"], environment: ["COLUMNS": "80"])
    func headers(_ result: CommandResult) -> [Substring] {
      result.output.split(separator: "\n").filter { $0.hasPrefix("policy ") }
    }
    #expect(headers(wide).count == 1 && headers(narrow).count == 2)
    let columns = headers(narrow).flatMap { $0.split(separator: "  ") }.filter { $0 != "policy" }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let all = headers(wide)[0].split(separator: "  ").dropFirst().map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(columns.filter { !$0.isEmpty && $0 != "policy" } == all.filter { !$0.isEmpty })
  }

  /// Marks of style take no room.
  @Test func aHeaderAsWideAsTheTerminalStaysWhole() async throws {
    let workspace = try Workspace()
    func lines(_ columns: Int) async throws -> [Substring] {
      let flags = ["compare"] + tinyPlan
      return try await workspace.dropout(flags, environment: ["COLUMNS": "\(columns)"]).output
        .split(separator: "\n")
    }
    let header = try #require(try await lines(300).first { $0.hasPrefix("policy") })
    #expect(try await lines(header.count).contains(header))
  }

  /// What programs read is never broken.
  @Test func documentsKeepTheirLines() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    for arguments in [
      ["runs", "export"], ["runs", "list", "--json"], ["compare", "--json"] + tinyPlan,
      ["masks", "--batch", "200", "--json"],
    ] {
      let narrow = try await workspace.dropout(arguments, environment: ["COLUMNS": "40"])
      #expect(try await narrow.output == workspace.dropout(arguments).output)
    }
    let plan = try await workspace.dropout(
      ["compare", "--dry-run"] + tinyPlan, environment: ["COLUMNS": "40"])
    try workspace.write(plan.output, to: "plan.toml")
    let again = try await workspace.dropout(["compare", "--plan", "plan.toml"])
    #expect(again.errors.contains("all 4 runs were in"))
  }
}
