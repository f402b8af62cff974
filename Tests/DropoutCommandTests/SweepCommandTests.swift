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
    // Two settings in five metrics.
    #expect(table.split(separator: "\n").count == 11)
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
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[3].hasPrefix("60 runs to compare: about "))
    #expect(!workspace.exists("dropout.sqlite"))
  }

  /// What a dry run counts is what is trained.
  @Test func aDryRunCountsTheRunsOfATuning() async throws {
    let workspace = try Workspace()
    let sweep =
      Self.small + [
        "--tune", "keep=0.7,0.9", "--tune", "learning-rate=0.1,0.3,0.5", "--tune-seeds", "2",
        "--policies", "none,per-batch",
      ]
    let dry = try await workspace.dropout(sweep + ["--dry-run", "--json"]).object()
    #expect(dry["tuningRuns"] as? Int == 2 * (3 + 6) * 2 && dry["mainRuns"] as? Int == 12)
    #expect(dry["matchingRuns"] as? Int == 0 && (dry["seconds"] as? Double ?? 0) > 0)
    let settings = try #require(dry["settings"] as? [[String: Any]])
    #expect(settings.map { $0["number"] as? Int } == [1, 2])
    let text = try await workspace.dropout(sweep + ["--dry-run"]).output
    #expect(text.contains("36 runs to tune, 12 runs to compare: about "))
    expectSuccess(try await workspace.dropout(sweep + ["--out", "sweep"]))
    #expect(try workspace.storedRuns().count == 36 + 12)
    let match = Self.small + ["--match", "train-loss", "--match-seeds", "2", "--dry-run"]
    #expect(try await workspace.dropout(match).output.contains("runs to match, 12 runs to compare"))
  }

  /// The files have every trial with its numbers as numbers, the whole plan, and what lies at the edge of a grid.
  @Test func trialsAndPlanAreInTheFiles() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(
      Self.small + ["--tune", "learning-rate=0,0.3,0.6", "--tune-seeds", "2", "--out", "sweep"])
    expectSuccess(result)
    let rows = try workspace.read("sweep/tuning.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      rows[0] == [
        "setting", "arm", "training.learning-rate", "seeds", "metric", "validationScore",
        "validationError", "validationLogLoss", "chosen",
      ])
    #expect(rows.count == 1 + 2 * 2 * 3 && rows.dropFirst().count { $0[8] == "1" } == 4)
    let json = try JSONSerialization.jsonObject(
      with: Data(workspace.read("sweep/results.json").utf8))
    let results = try #require(json as? [String: Any])
    let trials = try #require(results["trials"] as? [[String: Any]])
    for (row, trial) in zip(rows.dropFirst(), trials) {
      let values = try #require(trial["values"] as? [String: Double])
      #expect(Double(row[2]) == values["training.learning-rate"])
      #expect(Double(row[5]) == trial["validationScore"] as? Double)
      #expect(Double(row[6]) == trial["validationError"] as? Double)
      #expect((row[8] == "1") == (trial["chosen"] as? Bool))
    }
    let plan = try #require(results["plan"] as? [String: Any])
    #expect((plan["base"] as? [String: Any])?["training.steps"] as? Int == 40)
    #expect(((plan["vary"] as? [[String: Any]])?[0]["values"] as? [Int]) == [8, 0])
    #expect((plan["tune"] as? [String: Any])?["validation"] as? Double == 0.2)
    let setting = try #require((results["settings"] as? [[String: Any]])?[0])
    #expect(setting["values"] as? [Int] == [8])
    let own = try #require(setting["plan"] as? [String: [String: Any]])
    #expect(own["training"]?["batch"] as? Int == 8 && own["data"]?["train"] as? Int == 40)
    let chosen = try #require(setting["chosen"] as? [[String: Any]])
    #expect(chosen.count == 2)
    let edges = try #require(results["edges"] as? [[String: Any]]).compactMap {
      $0["sentence"] as? String
    }
    for text in [
      result.output, try workspace.read("sweep/README.md"), try workspace.read("sweep/report.html"),
    ] {
      #expect(edges.allSatisfy(text.contains))
    }
    #expect(try workspace.read("sweep/README.md").contains("## Tuning\n"))
    #expect(try workspace.read("sweep/README.md").contains("\n| batch 8 | per-example | 0 |"))
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
