import Foundation
import Testing

@Suite(.fewAtATime)
struct SweepCommandTests {
  private static let small =
    ["sweep", "--steps", "40", "--seeds", "3", "--vary", "batch=8,0"] + tinyData

  @Test func aSweepIsGoneOnWithFromItsStore() async throws {
    let workspace = try Workspace()
    let first = try await workspace.dropout(Self.small + ["--out", "sweep"])
    expectSuccess(first)
    #expect(first.output.contains("over 2 settings"))
    let table = try workspace.read("sweep/settings.csv")
    #expect(table.split(separator: "\n").count == 5)
    #expect(
      try workspace.read("sweep/README.md").contains(
        "    dropout sweep --steps 40 --seeds 3 --vary batch=8,0 --set data.train=40 "
          + "--set data.test=60\n"))
    #expect(workspace.exists("sweep/by-batch.svg"))
    #expect(
      try workspace.read("sweep/README.md").contains("![per-example minus per-batch by batch]"))
    let stored = try workspace.storedRuns()
    #expect(stored.count == 12)
    let again = try await workspace.dropout(Self.small + ["--out", "again", "--jobs", "1"])
    expectSuccess(again)
    #expect(try workspace.read("again/settings.csv") == table)
    #expect(try workspace.storedRuns() == stored)
  }

  @Test func jobsChangeNoDigit() async throws {
    let results = try await [1, 2].asyncMap { jobs in
      try await Workspace().dropout(Self.small + ["--jobs", "\(jobs)", "--json"])
    }
    expectSuccess(results[0])
    #expect(results[0].output == results[1].output)
  }

  @Test func seedsGoToTheSettingsThatAreStillOpen() async throws {
    let workspace = try Workspace()
    // At learning rate 0 nothing ever differs; at 0.3 a keep probability of 0.05 ruins every run.
    let result = try await workspace.dropout(
      ["sweep", "--steps", "300", "--vary", "learning-rate=0,0.3", "--policies", "none,per-batch"]
        + ["--keep", "0.05", "--until-decided", "--seeds", "24", "--json"] + tinyData)
    expectSuccess(result)
    let settings = try #require(try result.object()["settings"] as? [[String: Any]])
    let seeds = try settings.map { setting in
      try #require((setting["policies"] as? [[String: Any]])?.first?["seeds"] as? Int)
    }
    #expect(seeds[0] == 24 && seeds[1] < 24, "\(seeds)")
    let verdicts = try settings.map { setting in
      try #require((setting["comparisons"] as? [[String: Any]])?.first?["verdict"] as? String)
    }
    // Seeds were added until the errors were decided; of failed runs nothing is told all the same.
    #expect(verdicts == ["cannotTell", "cannotTell"])
    let hint = try #require(try result.object()["failureHint"] as? String)
    #expect(hint.hasPrefix("In 2 of 2 settings most runs failed: they say nothing of masks."))
    #expect(try workspace.storedRuns().count < 2 * 48)
  }

  @Test func aDryRunTrainsNothing() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(
      ["sweep", "--dry-run", "--samples", "3", "--vary", "keep=0.5..0.9"] + tinyData)
    expectSuccess(result)
    #expect(result.output.split(separator: "\n").count == 3)
    #expect(!workspace.exists("dropout.sqlite"))
  }

  @Test(arguments: [
    (["--vary", "keep=0.5..0.9"], "give --samples"), (["--vary", "keep=2"], "setting 1"),
    (["--vary", "nonsense=1"], "nonsense"), (["--match", "everything"], "train-loss"),
    (["--tune", "data=moons"], "--tune data"),
    (["--policies", "none"], "--policies none: give two"),
    (["--samples", "0"], "--samples"), (["--vary", "keep=0.5", "--tune", "keep=0.6"], "not both"),
    (["--tune-seeds", "3"], "--tune"), (["--sweep-seed", "3", "--vary", "batch=8"], "--samples"),
    (["--match", "train-loss", "--tune", "keep=1"], "not both"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let result = try await Workspace().dropout(["sweep", "--steps", "40"] + arguments + tinyData)
    #expect(result.status == 64 && result.errors.contains(named), "\(result.errors)")
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows
    -> [Value]
  {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
