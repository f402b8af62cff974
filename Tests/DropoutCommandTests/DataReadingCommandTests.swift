import Foundation
import Testing

/// Every command that loads a file says first how it took it.
@Suite(.fewAtATime)
struct DataReadingCommandTests {
  private static let line =
    "class: team (blue, red); 3 features: x, kind=a, kind=b; left out: Id (counts 1, 2, 3, …); one column per "
    + "word: kind (2)"
  private static let plan = ["--data", "t.csv", "--steps", "5", "--network", "3-4-1"]

  /// Output as one line: it is broken to fit the terminal.
  private static func unwrapped(_ output: String) -> String {
    output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      "\($0 + 1),\(Double($0 % 7) / 7),\($0 % 3 == 0 ? "a" : "b"),\($0 % 2 == 0 ? "red" : "blue")\n"
    }
    try workspace.write("Id,x,kind,team\n" + rows.joined(), to: "t.csv")
    return workspace
  }

  @Test(arguments: [
    ["train"] + plan + ["--record", "run"], ["compare"] + plan + ["--seeds", "2"],
    ["compare"] + plan + ["--seeds", "2", "-q"],
    ["sweep"] + plan + [
      "--vary", "keep=0.5,0.8", "--seeds", "2", "--policies", "none,per-example",
    ],
    ["why"] + plan + ["--batch", "8"], ["thinned"] + plan,
    ["plan-seeds"] + plan + ["--pilot", "3"], ["data", "describe", "t.csv"],
  ]) func theFirstLineSaysWhatWasTaken(command: [String]) async throws {
    let workspace = try workspace()
    let text = try await workspace.dropout(command)
    expectSuccess(text)
    #expect(Self.unwrapped(text.output).hasPrefix(Self.line + " "), "\(text.output)")
    let json = try await workspace.dropout(command + ["--json"])
    expectSuccess(json)
    let data = try #require(try json.object()["data"] as? [String: Any])
    #expect(data["summary"] as? String == Self.line)
    #expect(data["label"] as? String == "team")
    #expect(data["classes"] as? [String] == ["blue", "red"])
    #expect(data["features"] as? [String] == ["x", "kind=a", "kind=b"])
    #expect(json.output.hasPrefix("{"))
    guard command[0] == "train" else { return }
    let evaluated = try await workspace.dropout(["evaluate", "run"])
    #expect(Self.unwrapped(evaluated.output).hasPrefix(Self.line + " "))
  }

  @Test func aDryRunStaysAPlan() async throws {
    let workspace = try workspace()
    let dry = try await workspace.dropout(
      ["compare", "--dry-run", "--data", "t.csv"]
        + [
          "--set", "data.ignore=Id,kind", "--set", "data.missing=drop", "--set", "data.separator=,",
        ])
    expectSuccess(dry)
    #expect(
      dry.output.hasPrefix(
        "# class: team (blue, red); 1 feature: x; left out: Id, kind (data.ignore)"),
      "\(dry.output)")
    try workspace.write(dry.output, to: "plan.toml")
    let again = try await workspace.dropout(["compare", "--dry-run", "--plan", "plan.toml"])
    for result in [dry, again] {
      let lines = result.output.split(separator: "\n")
      for line in [#"ignore = ["Id", "kind"]"#, #"missing = "drop""#, #"separator = "comma""#] {
        #expect(lines.contains { $0 == line }, "\(line) in \(result.output)")
      }
    }
  }

  @Test func namesSurviveAnExport() async throws {
    let workspace = try workspace()
    let export = try await workspace.dropout(["data", "export", "t.csv", "--out", "copy.csv"])
    expectSuccess(export)
    // The paths alone, for the next command in a pipe.
    #expect(export.output == "copy.csv\ncopy-test.csv\n")
    let back = try await workspace.dropout(
      ["data", "describe", "copy.csv", "--set", "data.test-file=copy-test.csv"])
    #expect(
      Self.unwrapped(back.output).hasPrefix(
        "class: team (blue, red); 3 features: x, kind=a, kind=b"),
      "\(back.output)")
  }

  @Test func describeListsClassesAndFeatures() async throws {
    let workspace = try workspace()
    let text = try await workspace.dropout(["data", "describe", "t.csv"]).output
    #expect(text.contains("class  train  test\n"))
    #expect(text.contains("blue      "))
    #expect(text.contains("feature (train)"))
    let object = try await workspace.dropout(["data", "describe", "t.csv", "--json"]).object()
    #expect(object["classNames"] as? [String] == ["blue", "red"])
    let features = try #require(object["features"] as? [[String: Any]])
    #expect(features.map { $0["name"] as? String } == ["x", "kind=a", "kind=b"])
    #expect(features[1]["maximum"] as? Double == 1)
  }

  @Test func settingsOfTablesAreForFiles() async throws {
    let workspace = try workspace()
    for setting in ["ignore=a", "separator=;", "decimal=comma", "missing=drop", "encode=refuse"] {
      let result = try await workspace.dropout(
        ["data", "describe", "moons", "--set", "data.\(setting)"])
      #expect(result.errors.contains("is for files; moons is a generator"), "\(result.errors)")
    }
    let wrong = try await workspace.dropout(
      ["data", "describe", "t.csv", "--set", "data.separator=x"])
    #expect(wrong.errors.contains("comma, semicolon, tab, blank, bar"))
    #expect(wrong.status == 64)
  }
}
