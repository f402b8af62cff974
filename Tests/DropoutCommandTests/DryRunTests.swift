import DropoutLab
import Foundation
import Testing

/// `compare --dry-run` shows every setting there is, and where its value is from.
@Suite(.fewAtATime)
struct DryRunTests {
  @Test(arguments: [
    [], ["--optimizer", "adam"], ["--optimizer", "momentum", "--set", "training.schedule=step"],
    ["--data", "glyphs", "--epochs", "2", "--batch", "20"], ["--data", "own.csv"],
  ])
  func everySettingIsListed(flags: [String]) async throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2)" }
    try workspace.write("a,b,c\n" + rows.joined(separator: "\n") + "\n", to: "own.csv")
    let small = flags.contains("own.csv") ? [] : tinyData
    let result = try await workspace.dropout(
      ["compare", "--dry-run", "--seeds", "2"] + small + flags)
    expectSuccess(result)
    var section = ""
    var listed: [String: Substring] = [:]
    for line in result.output.split(separator: "\n") {
      if line.hasPrefix("[") { section = String(line.dropFirst().dropLast()) }
      guard let match = line.firstMatch(of: /^(?:# )?([a-z0-9-]+)( = |  )/) else { continue }
      listed["\(section).\(match.1)"] = line
    }
    for setting in PlanSetting.all {
      let line = try #require(listed[setting.name], "\(setting.name)")
      // A value that nobody gave says why it is what it is; one that was given says nothing.
      let isGiven =
        setting.name == "comparison.seeds"
        || (small + flags).contains { $0.hasPrefix("\(setting.name)=") }
      if isGiven { #expect(!line.contains("default"), "\(line)") }
      if line.hasPrefix("#") && !line.contains("=") { #expect(line.dropFirst().contains("# ")) }
    }
    #expect(result.output.contains("seeds = 2\n"))
    #expect(result.output.contains("first-seed = 1"))
    // It reads back as the same plan.
    try workspace.write(result.output, to: "plan.toml")
    let again = try await workspace.dropout([
      "compare", "--dry-run", "--json", "--plan", "plan.toml",
    ])
    let first = try await workspace.dropout(
      ["compare", "--dry-run", "--json", "--seeds", "2"] + small + flags)
    #expect(
      try #require(again.object()["plan"] as? NSDictionary)
        == #require(first.object()["plan"] as? NSDictionary))
  }

  @Test func defaultsAreMarked() async throws {
    let result = try await Workspace().dropout(
      ["compare", "--dry-run", "--keep", "0.5", "--steps", "5"] + tinyData)
    let lines = result.output.split(separator: "\n")
    for (start, end) in [
      ("optimizer = \"sgd\" ", "# default"), ("# momentum ", "# no effect on sgd"),
      ("# schedule-steps ", "# no effect on constant"), ("# label ", "# for files only"),
      ("# classes = 2 ", "# default"), ("keep = [1.0, 0.5, 0.5]", "0.5]"), ("steps = 5", "5"),
      ("train = 40", "40"), ("# epochs = 5", "# what the steps come to"),
    ] { #expect(lines.contains { $0.hasPrefix(start) && $0.hasSuffix(end) }, "\(start)") }
  }

  @Test(arguments: ["--epochs", "--steps"]) func everyFlagSetsItsSetting(besides: String)
    async throws
  {
    let values = [
      "--data": "moons", "--network": "2-5-1", "--activation": "tanh", "--keep": "0.5",
      "--optimizer": "adam", "--learning-rate": "0.1", "--batch": "20", "--steps": "5",
      "--epochs": "2", "--policies": "none,per-batch", "--seeds": "3", "--first-seed": "7",
      "--indifference": "0.5", "--budget": "2", "--baseline": "none",
      "--metric": "balanced-error",
    ]
    let settings = PlanSetting.all.filter { $0.flag != nil && $0.flag?.name != besides }
    let flags = settings.compactMap(\.flag?.name).flatMap { [$0] + (values[$0].map { [$0] } ?? []) }
    let document = try await Workspace().dropout(["compare", "--dry-run", "--json"] + flags)
      .object()
    let listed = try #require(document["settings"] as? [[String: Any]])
    let given = listed.filter { $0["isGiven"] as? Bool == true }.compactMap {
      $0["name"] as? String
    }
    #expect(given == settings.map(\.name))
  }
}
