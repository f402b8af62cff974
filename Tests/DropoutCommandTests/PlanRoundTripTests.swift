import Foundation
import Testing

@Suite(.fewAtATime)
struct PlanRoundTripTests {
  @Test func writtenPlansResolveToTheSameRuns() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let again = try await workspace.dropout(["compare", "--plan", "dropout-report/plan.toml"])
    #expect(again.errors.contains("all 4 runs were in"))
    let dry = try await workspace.compare(["--dry-run"])
    expectSuccess(dry)
    try workspace.write(dry.output, to: "dry.toml")
    let third = try await workspace.dropout(["compare", "--plan", "dry.toml"])
    #expect(third.errors.contains("all 4 runs were in"))
  }

  @Test func dryRunTrainsNothing() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--dry-run"]))
    #expect(!workspace.exists("dropout.sqlite") && !workspace.exists("dropout-report"))
    let document = try await workspace.compare(["--dry-run", "--json"]).object()
    #expect(
      Set(document.keys) == [
        "plan", "settings", "runs", "storedRuns", "seconds", "secondsPerRun", "memoryBytes",
        "command",
      ])
    #expect(document["runs"] as? Int == 4)
  }

  /// The command in the report, given to a shell, resolves to the same plan as the flags.
  @Test(arguments: [
    [], ["--steps", "60"], ["--data", "moons", "--set", "data.noise=0.3", "--network", "2-5-1"],
    ["--data", "gaussians", "--epochs", "2", "--batch", "32", "--set", "data.classes=4"],
    ["--keep", "0.5", "--network", "2-1"], ["--keep", "0.9,0.5,1"], ["--keep", "0.9,1"],
    ["--network", "2-8-1", "--keep", "0.8"], ["--activation", "tanh", "--set", "data.seed=9"],
    ["--optimizer", "nesterov", "--set", "training.momentum=0.95"],
    ["--optimizer", "adam", "--learning-rate", "1e-05", "--set", "training.epsilon=1e-6"],
    ["--set", "training.schedule=step", "--set", "training.schedule-steps=7"],
    ["--set", "training.l2=1e-4", "--set", "training.max-norm=2.5", "--first-seed", "0"],
    ["--policies", "every:100/per-batch,per-epoch/per-group:16,frozen/per-example"],
    ["--data", "moons", "--data-dir", "my data"], ["--data", "moons", "--data-dir=-data"],
    ["--data", "-my data's.csv", "--set", "data.label=true", "--set", "data.header=true"],
    ["--data", "numbers.csv", "--set", "data.label=2", "--set", "data.test-fraction=0.5"],
    ["--data", "numbers.csv", "--set", "data.test-file=$(échec) \"x\".csv"],
  ])
  func repeatingCommandIsTrue(flags: [String]) async throws {
    let workspace = try Workspace()
    let rows = (0..<20).map { "\($0),\($0 % 2),\($0 % 3)\n" }.joined()
    try workspace.write("true,b,c\n" + rows, to: "-my data's.csv")
    try workspace.write(rows, to: "numbers.csv")
    try workspace.write(rows, to: "$(échec) \"x\".csv")
    // As one word, since a file's name may begin with a hyphen.
    let words = flags.first == "--data" ? ["--data=\(flags[1])"] + flags.dropFirst(2) : flags
    let arguments = ["compare"] + words + ["--dry-run", "--json"]
    let asked = try await workspace.dropout(arguments)
    expectSuccess(asked)
    let document = try asked.object()
    let command = try #require(document["command"] as? String)
    #expect(command.hasPrefix("dropout compare"))
    #expect(command.contains("--data-dir") == flags.contains { $0.hasPrefix("--data-dir") })
    let repeated = try await workspace.shell(command + " --dry-run --json")
    expectSuccess(repeated)
    let plans = [document["plan"], try repeated.object()["plan"]].map { $0 as? NSDictionary }
    #expect(plans[0] != nil && plans[0] == plans[1], "\(command)")
    #expect(try repeated.object()["command"] as? String == command)
  }

  @Test func defaultsNeedNoFlags() async throws {
    let workspace = try Workspace()
    let plain = try await workspace.dropout(["compare", "--dry-run", "--json"]).object()
    #expect(plain["command"] as? String == "dropout compare")
    let same = try await workspace.dropout([
      "compare", "--dry-run", "--json", "--keep", "1,0.86,0.86", "--steps", "30000", "--batch", "0",
    ]).object()
    #expect(same["command"] as? String == "dropout compare")
    let dry = try await workspace.compare(["--dry-run", "--json"]).object()
    #expect(
      dry["command"] as? String
        == "dropout compare --set data.train=40 --set data.test=60 --steps 50 "
        + "--policies none,per-example --seeds 2")
  }

  @Test func trainTakesPolicyAndSeedOfItsPlan() async throws {
    let workspace = try Workspace()
    let flags = ["--steps", "20", "--policy", "frozen/per-batch", "--seed", "7"]
    expectSuccess(
      try await workspace.dropout(["train"] + tinyData + flags + ["--record", "recording"]))
    let plan = ["train", "--plan", "recording/plan.toml", "--json"]
    let again = try await workspace.dropout(plan).object()
    #expect(again["policy"] as? String == "frozen/per-batch")
    #expect(again["seed"] as? Int == 7)
    let other = try await workspace.dropout(plan + ["--policy", "none", "--seed", "2"]).object()
    #expect(other["policy"] as? String == "none")
    #expect(other["seed"] as? Int == 2)
  }
}
