import Foundation
import GRDB
import Testing

/// What the store answers about comparisons: list, filters, names, notes, reports and differences.
@Suite(.fewAtATime)
struct StoredComparisonTests {
  /// Comparisons as `runs list --json` has them, the latest first.
  private func listed(
    _ workspace: Workspace, _ flags: [String] = []
  ) async throws -> [[String: Any]] {
    let result = try await workspace.dropout(["runs", "list", "--json", "--quiet"] + flags)
    expectSuccess(result)
    return try #require(try result.json() as? [[String: Any]])
  }

  private static let arms = [
    "--arm", "row: per-example keep=0.8", "--arm", "column: per-batch keep=0.9",
  ]

  private func compareArms(_ workspace: Workspace, _ more: [String]) async throws {
    expectSuccess(
      try await workspace.dropout(
        ["compare", "--steps", "50", "--seeds", "2"] + tinyData + Self.arms + more))
  }

  @Test func listGroupsRunsByComparison() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    try await compareArms(workspace, ["--name", "course net, keep .8"])
    let entries = try await listed(workspace)
    #expect(entries.count == 2)
    #expect(entries.map { $0["name"] as? String } == ["course net, keep .8", nil])
    let hash = try #require(entries[0]["comparison"] as? String).prefix(8)
    let list = try await workspace.dropout(["runs", "list"], environment: ["COLUMNS": "10000"])
    expectSuccess(list)
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 6 && list.errors == "2 comparisons in dropout.sqlite\n")
    #expect(lines[0].hasPrefix("\(hash)  20") && lines[0].hasSuffix("  course net, keep .8"))
    #expect(
      lines[1].drop { $0 == " " }
        == "football: 2-20-3-1, keep 0.86, gradient descent, rate 0.3, 50 steps over the full batch"
    )
    #expect(
      lines[2].drop { $0 == " " }
        == "row (per-example, keep 0.8), column (per-batch, keep 0.9): 2 seeds (1–2)")
    #expect(lines[5].drop { $0 == " " } == "none, per-example: 2 seeds (1–2)")
    let note = try await workspace.dropout(["runs", "note", String(hash), "the first"])
    expectSuccess(note)
    #expect(note.errors == "wrote a note on \(hash) (course net, keep .8)\n")
    #expect(try await workspace.dropout(["runs", "list"]).output.contains("  note: the first\n"))
    let runs = try await workspace.dropout(["runs", "list", "--runs", "--policy", "per-batch"])
    #expect(runs.output.split(separator: "\n").count == 3 && runs.output.contains(hash))
  }

  @Test func filtersAreCombined() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    expectSuccess(try await workspace.compare(["--data", "moons", "--policies", "per-batch"]))
    func names(_ flags: String...) async throws -> [String] {
      try await listed(workspace, flags).compactMap { $0["data"] as? String }
    }
    #expect(try await names("--data", "moons") == ["moons"])
    #expect(try await names("--policy", "per-example", "--since", "1h") == ["football"])
    #expect(try await names("--since", "2001-01-01") == ["moons", "football"])
    #expect(try await names("--data", "moons", "--policy", "none") == [])
    let nothing = try await workspace.dropout(
      ["runs", "list", "--data", "mnist", "--policy", "Per_Batch"])
    expectSuccess(nothing)
    #expect(
      nothing.output.hasPrefix(
        "nothing in dropout.sqlite matches --data mnist --policy Per_Batch; there is data football (1), "
          + "moons (1); policies none, per-example, per-batch; the last finished 20"))
    #expect(try await names("--since", "2100-01-01") == [])
    for (flags, part) in [
      (["--since", "yesterday"], "12h, 2d or 1w"), (["--policy", "per-exmple"], "per-example"),
    ] { expectFailure(try await workspace.dropout(["runs", "list"] + flags), 64, part) }
    let export = try await workspace.dropout(["runs", "export", "--data", "moons"])
    #expect(export.output.split(separator: "\n").count == 3)
    let none = try await workspace.dropout(["runs", "export", "--data", "mnist"])
    #expect(none.status == 0 && none.errors.contains("nothing in dropout.sqlite matches"))
  }

  /// The report of a stored comparison is the one that `compare` wrote.
  @Test func aReportIsFoundByHashOrName() async throws {
    let workspace = try Workspace()
    try await compareArms(workspace, ["--name", "rows", "--set", "data.seed=5"])
    let hash = try #require(try await listed(workspace)[0]["comparison"] as? String)
    for (number, text) in [hash, String(hash.prefix(6)), "rows"].enumerated() {
      expectSuccess(try await workspace.dropout(["report", text, "--out", "r\(number)"]))
      for file in ["README.md", "report.html", "results.json", "runs.csv", "plan.toml"] {
        #expect(
          try workspace.read("r\(number)/\(file)") == workspace.read("dropout-report/\(file)"))
      }
    }
    #expect(try workspace.read("r0/README.md").hasPrefix("# rows\n\nrow, column on football\n"))
    #expect(try workspace.read("r0/report.html").contains("<h1>rows</h1>"))
    expectSuccess(try await workspace.dropout(["runs", "note", "rows", "seen <twice>"]))
    let json = try await workspace.dropout(["report", "rows", "--json"]).object()
    #expect(json["name"] as? String == "rows" && json["note"] as? String == "seen <twice>")
    #expect(try workspace.read("dropout-report/report.html").contains("seen &lt;twice&gt;"))
    #expect(try workspace.read("dropout-report/README.md").contains("\n\nseen &lt;twice>\n\n"))
    // Fewer seeds of it: flags override.
    expectSuccess(try await workspace.dropout(["report", "rows", "--seeds", "1", "--out", "one"]))
    #expect(try workspace.read("one/plan.toml").contains("seeds = 1\n"))
    let missing = try await workspace.dropout(["report", "rows", "--seeds", "3"])
    expectFailure(missing, 66, "2 of the plan's 6 runs are not in the store")
    expectFailure(try await workspace.dropout(["report", "zz"]), 66, "no comparison zz", "(rows)")
    let both = try await workspace.dropout(["report", "rows", "--plan", "r0/plan.toml"])
    expectFailure(both, 64, "not both")
  }

  /// Without a kept plan the data are those of their name; other data are refused.
  @Test func runsOfTrainingsHaveReportsToo() async throws {
    let workspace = try Workspace()
    for policy in ["none", "per-batch"] {
      for seed in ["4", "5"] {
        expectSuccess(
          try await workspace.compare(["--policies", policy, "--seeds", "1", "--first-seed", seed]))
      }
    }
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { try $0.execute(sql: "DELETE FROM comparison") }
    try database.close()
    let hash = try #require(try await listed(workspace)[0]["comparison"] as? String)
    let refused = try await workspace.dropout(["report", hash])
    expectFailure(refused, 66, "is of other data than football is now", "--set data.")
    let result = try await workspace.dropout(["report", hash, "--json"] + tinyData)
    expectSuccess(result)
    let sides = try #require(try result.object()["policies"] as? [[String: Any]])
    #expect(sides.map { $0["policy"] as? String } == ["none", "per-batch"])
    let seeds = sides.map { ($0["runs"] as? [[String: Any]])?.compactMap { $0["seed"] as? Int } }
    #expect(seeds == [[4, 5], [4, 5]])
  }

  @Test func differencesNameSettingsAndScores() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--name", "a"]))
    expectSuccess(try await workspace.compare(["--name", "b", "--keep", "0.7", "--seeds", "3"]))
    let result = try await workspace.dropout(["runs", "diff", "a", "b"])
    expectSuccess(result)
    #expect(result.output.contains("dropout.keep  [1.0, 0.86, 0.86]  [1.0, 0.7, 0.7]\n"))
    #expect(!result.output.contains("training.steps"))
    #expect(result.output.contains("Their runs are paired over 2 seeds (1–2)"))
    let json = try await workspace.dropout(["runs", "diff", "a", "b", "--json"]).object()
    let settings = try #require(json["settings"] as? [[String: Any]])
    #expect(settings.map { $0["name"] as? String } == ["dropout.keep"])
    let arms = try #require(json["arms"] as? [[String: Any]])
    // Means of what the export has, one by one.
    let export = try await workspace.dropout(["runs", "export", "--json"])
    let runs = try #require(try export.json() as? [[String: Any]])
    for arm in arms {
      let other = try #require(arm["b"] as? [String: Any])
      let own = runs.filter {
        $0["policy"] as? String == arm["arm"] as? String
          && ($0["settings"] as? [String: Any])?["dropout.keep"] as? [Double] == [1, 0.7, 0.7]
      }
      let errors = own.compactMap { ($0["record"] as? [String: Any])?["testError"] as? Double }
      #expect(errors.count == 3 && other["seeds"] as? Int == 3)
      let mean = try #require(other["mean"] as? Double)
      #expect(other["metric"] as? String == "testError")
      #expect(abs(mean - errors.reduce(0, +) / 3) < 1e-15)
    }
    expectFailure(try await workspace.dropout(["runs", "diff", "a", "a"]), 64, "are both")
    // Other data and other seeds cannot be paired, and a named arm is a setting that differs.
    try await compareArms(
      workspace, ["--name", "c", "--set", "data.seed=9", "--first-seed", "7"])
    let apart = try await workspace.dropout(["runs", "diff", "a", "c"])
    for part in [
      "cannot be paired", "their data differ (SHA-256 ",
      "no seed in common (2 seeds (1–2) and 2 seeds (7–8))", "data.seed ", "arm row ",
    ] { #expect(apart.output.contains(part), "\(part) in \(apart.output)") }
  }

  @Test(arguments: [
    (["compare", "--name", " "], "--name: the text is empty"),
    (["compare", "--name", "a\nb"], "--name: give one line"),
    (["runs", "note", "abc"], "--remove"), (["runs", "note", "abc", "x", "--remove"], "--remove"),
  ])
  func unusableNamesAreRefused(arguments: [String], part: String) async throws {
    let result = try await Workspace().dropout(arguments)
    #expect(result.status == 64 && result.errors.contains(part), "\(result.errors)")
  }
}
