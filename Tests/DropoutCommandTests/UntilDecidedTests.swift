@testable import DropoutStatistics
import DropoutLab
import Foundation
import Testing

@Suite(.fewAtATime)
struct UntilDecidedTests {
  /// Networks that always lack the same half of their units are clearly worse.
  private static let clear =
    ["--policies", "none,frozen/per-batch", "--keep", "0.5", "--steps", "300", "--until-decided"]

  private struct Document: Decodable {
    struct Policy: Decodable { let runs: [Run] }
    struct Run: Decodable { let seed: Int }
    let untilDecided: Judgement.SeedsAdded?
    let comparisons: [PairComparison]
    let policies: [Policy]

    var added: Judgement.SeedsAdded { get throws { try #require(untilDecided) } }
  }

  private func document(_ result: CommandResult) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
  }

  @Test func seedsAreAddedUntilAllIsDecided() async throws {
    let workspace = try Workspace()
    let flags = Self.clear + ["--seeds", "300"]
    let first = try await workspace.compare(flags + ["--json"])
    expectSuccess(first)
    let found = try document(first)
    let pair = try #require(found.comparisons.first)
    let added = try found.added
    #expect(found.comparisons.count == 5 && added.mostSeeds == 300 && added.seeds == pair.seeds)
    #expect(added.assumption == .noRareExtremes && added.end == .decided)
    #expect(pair.verdict == .aBetter && (pair.interval?.high ?? 0) < 0 && pair.holmP == nil)
    #expect(pair.seeds < 300 && found.policies.allSatisfy { $0.runs.count == pair.seeds })
    #expect(first.errors.contains("8 seeds: 0 of 1 pair decided"))
    #expect(first.errors.contains("1 of 1 pair decided") && first.errors.contains("no interval"))
    #expect(!first.errors.contains("evidence"))
    #expect(!first.errors.contains("100.00 to +100.00"))
    #expect(try workspace.read("dropout-report/results.json") == first.output)
    let text = try await workspace.compare(flags)
    expectSuccess(text)
    #expect(text.output.contains(pair.sentence) && text.output.contains("allow for looking"))
    #expect(!text.errors.contains("trained"))
  }

  /// The plan that is written, the command that is printed and the store all give the same again.
  @Test func whatIsWrittenRepeatsTheSame() async throws {
    let workspace = try Workspace()
    let flags = Self.clear + ["--seeds", "300", "--indifference", "0.5"]
    expectSuccess(try await workspace.compare(flags))
    let plan = try workspace.read("dropout-report/plan.toml")
    #expect(plan.contains("until-decided = true\n") && plan.contains("seeds = 300\n"))
    let page = try workspace.read("dropout-report/README.md")
    let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("    dropout ") })
    #expect(line.contains("--until-decided") && line.contains("--indifference 0.5"))
    let again = [
      try await workspace.dropout(["compare", "--plan", "dropout-report/plan.toml", "--out", "b"]),
      try await workspace.shell(line + " --out c"),
      try await workspace.dropout(["report", "--plan", "dropout-report/plan.toml", "--out", "d"]),
    ]
    for (result, folder) in zip(again, ["b", "c", "d"]) {
      expectSuccess(result)
      for file in [
        "report.html", "results.json", "runs.csv", "plan.toml", "README.md", "differences.svg",
      ] {
        #expect(
          try workspace.read("\(folder)/\(file)") == workspace.read("dropout-report/\(file)"),
          "\(folder)/\(file)")
      }
    }
  }

  /// Seeds that came about by looking are not judged as if their number had been fixed because a report names
  /// it; those of a comparison that fixed it are.
  @Test func aReportKnowsWhoseNumberOfSeedsWasFixed() async throws {
    let workspace = try Workspace()
    let decided = try document(
      await workspace.compare(Self.clear + ["--seeds", "300", "--json"]))
    let seeds = try decided.added.seeds
    let asked = ["report"] + tinyPlan + Self.clear.dropLast() + ["--seeds", "\(seeds)"]
    let later = try document(try await workspace.dropout(asked + ["--json"]))
    #expect(try later.added.end == .unknown && later.added.seeds == seeds)
    #expect(later.comparisons.map(\.interval) == decided.comparisons.map(\.interval))
    #expect(later.comparisons.allSatisfy { $0.holmP == nil })
    #expect(try workspace.read("dropout-report/plan.toml").contains("until-decided = true\n"))
    // Neither does asking for that number: nothing is trained, and nothing is settled by it.
    for seeds in [seeds, 9] {
      let again = try document(
        await workspace.compare(
          Array(Self.clear.dropLast()) + ["--seeds", "\(seeds)", "--json"]))
      #expect(try again.added.end == .unknown && again.comparisons.allSatisfy { $0.holmP == nil })
    }
    let afterwards = try document(try await workspace.dropout(asked + ["--json"]))
    #expect(afterwards.comparisons.map(\.interval) == decided.comparisons.map(\.interval))
    // New seeds may have a number of their own.
    let fresh = Self.clear.dropLast() + ["--set", "comparison.first-seed=1000", "--seeds", "9"]
    for command in [["compare"], ["compare"], ["report"]] {
      let fixed = try document(
        await workspace.dropout(command + tinyPlan + fresh + ["--json"]))
      #expect(fixed.untilDecided == nil && fixed.comparisons.allSatisfy { $0.holmP != nil })
    }
  }

  /// More seeds after a look are seeds that were added; other policies of the same seeds are not.
  @Test func moreSeedsAfterALookAreNotFixed() async throws {
    let workspace = try Workspace()
    func isFixed(_ flags: [String]) async throws -> Bool {
      let found = try document(await workspace.compare(flags + ["--json"]))
      return found.untilDecided == nil
    }
    let two = ["--policies", "none,per-example"]
    #expect(try await isFixed(two + ["--seeds", "4"]))
    #expect(try await isFixed(two + ["--seeds", "4"]))
    #expect(try await isFixed(["--policies", "none,per-example,per-batch", "--seeds", "4"]))
    #expect(try await !isFixed(two + ["--seeds", "6"]))
    #expect(try await !isFixed(two + ["--seeds", "3"]))
    #expect(try await isFixed(two + ["--seeds", "6", "--set", "comparison.first-seed=7"]))
    let text = try await workspace.compare(two + ["--seeds", "6"])
    #expect(text.errors.contains("--first-seed takes new ones"))
    #expect(text.output.contains("It is not known whether the number of seeds was fixed"))
  }

  /// A pilot shows no difference, so that the number it gives may be settled; once results were shown, no more.
  @Test func aPilotSettlesNothingAndSpoilsNothing() async throws {
    for looksFirst in [false, true] {
      let workspace = try Workspace()
      let policies = ["--policies", "none,per-example"]
      expectSuccess(
        try await workspace.dropout(
          ["plan-seeds", "--pilot", "3"] + policies
            + tinyPlan.filter { $0 != "--seeds" && $0 != "2" }))
      if looksFirst {
        expectSuccess(
          try await workspace.dropout(["report"] + tinyPlan + policies + ["--seeds", "3"]))
      }
      let found = try document(
        await workspace.compare(policies + ["--seeds", "5", "--json"]))
      #expect((found.untilDecided == nil) == !looksFirst)
      let fewer = try document(
        await workspace.compare(policies + ["--seeds", "3", "--json"]))
      #expect(fewer.untilDecided != nil)
    }
  }

  /// The settings of a sweep are settled together.
  @Test func aSweepIsFixedOnlyIfItsSeedsWere() async throws {
    let workspace = try Workspace()
    let sweep =
      ["sweep", "--steps", "50", "--vary", "keep=0.5,0.8", "--policies", "none,per-batch"]
      + tinyData + ["--json"]
    func p(_ flags: [String]) async throws -> [Any] {
      let result = try await workspace.dropout(sweep + flags)
      expectSuccess(result)
      let settings = try #require(try result.object()["settings"] as? [[String: Any]])
      return settings.compactMap { setting in
        (setting["comparisons"] as? [[String: Any]])?.first?["holmP"]
      }.filter { !($0 is NSNull) }
    }
    #expect(try await p(["--seeds", "6"]).count == 2)
    #expect(try await p(["--seeds", "6"]).count == 2)
    #expect(try await p(["--seeds", "5"]).isEmpty)
    let text = try await workspace.dropout(sweep.filter { $0 != "--json" } + ["--seeds", "5"])
    #expect(text.output.contains("It is not known whether the number of seeds was fixed"))
    #expect(try await p(["--seeds", "9", "--until-decided"]).isEmpty)
    #expect(try await p(["--seeds", "9"]).isEmpty)
  }

  /// A report of fewer seeds than were allowed says that there are no more.
  @Test func aReportGoesAsFarAsTheStore() async throws {
    let workspace = try Workspace()
    let policies = ["--policies", "none,per-example"]
    expectSuccess(try await workspace.compare(policies + ["--seeds", "4"]))
    let result = try await workspace.dropout(
      ["report"] + tinyPlan + ["--until-decided", "--seeds", "100", "--json"])
    expectSuccess(result)
    let added = try document(result).added
    #expect(added.end == .storeEnded && added.seeds == 4 && added.mostSeeds == 100)
    let missing = try await workspace.dropout(
      ["report"] + tinyPlan + ["--until-decided", "--steps", "51"])
    #expect(missing.status == 66)
  }

  /// What is found depends neither on the rounds nor on what the store had.
  @Test func roundsAndStoredRunsChangeNothing() async throws {
    let workspace = try Workspace()
    let flags = Self.clear + ["--seeds", "300", "--json"]
    let expected = try document(await workspace.compare(flags)).comparisons
    let wide = try await workspace.compare(flags + ["--jobs", "40", "--store", "wide.sqlite"])
    #expect(try document(wide).comparisons == expected)
    let fixed = Self.clear.dropLast() + ["--seeds", "5", "--store", "some.sqlite"]
    expectSuccess(try await workspace.compare(Array(fixed)))
    let resumed = try await workspace.compare(flags + ["--store", "some.sqlite"])
    #expect(try document(resumed).comparisons == expected)
  }

  @Test func whenTheSeedsAreUsedUpItCannotTell() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare(["--until-decided", "--seeds", "9", "--keep", "1"])
    expectSuccess(result)
    #expect(
      result.output.contains(
        "none and per-example have exactly the same test error after 50 steps with each of 9 seeds."
      ))
    #expect(result.output.contains("Seeds were added until all 9 allowed were used"))
    let nothing = try await workspace.compare([
      "--until-decided", "--seeds", "9", "--keep", "1", "--assume-nothing", "--json",
    ])
    #expect(try document(nothing).added.assumption == .none)
  }

  @Test func aDifferenceThatDoesNotMatterIsADecision() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare([
      "--until-decided", "--seeds", "300", "--keep", "0.99", "--indifference", "60",
      "--assume-nothing", "--json",
    ])
    expectSuccess(result)
    let found = try document(result)
    #expect(found.comparisons.map(\.verdict) == [.noRelevantDifference])  // Losses have no bound.
    #expect(try found.added.indifference == 0.6)
    let interval = try #require(found.comparisons[0].interval)
    #expect(interval.low > -0.6 && interval.high < 0.6)
  }

  @Test func whenTheTimeIsOverItStopsAndTheStoreGoesOn() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare([
      "--until-decided", "--seeds", "100000", "--keep", "1", "--budget", "0.05",
    ])
    expectSuccess(result)
    #expect(result.output.contains("the time allowed was over"))
    let none = try await workspace.compare([
      "--until-decided", "--steps", "100000000", "--budget", "0.001",
    ])
    #expect(none.status == 64 && none.errors.contains("not one seed"))
  }

  /// The time allowed ends a sweep within a round, too.
  @Test func whenTheTimeOfASweepIsOverNothingIsClaimed() async throws {
    let workspace = try Workspace()
    let none = try await workspace.dropout([
      "sweep", "--vary", "batch=8,32", "--until-decided", "--steps", "100000000", "--budget",
      "0.001",
    ])
    #expect(
      none.errorLines.last?.hasPrefix(
        "dropout: --budget 0.001: in 2 settings not one seed was trained under every policy")
        == true)
    #expect(none.status == 64)
  }

  @Test(arguments: [
    (["--indifference", "1"], "--until-decided"), (["--budget", "1"], "--until-decided"),
    (["--assume-nothing"], "--until-decided"),
    (["--until-decided", "--indifference", "0"], "--indifference"),
    (["--until-decided", "--budget", "-1"], "--budget"),
    (["--until-decided", "--policies", "none"], "two policies"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let result = try await Workspace().compare(arguments)
    #expect(result.status == 64 && result.errors.contains(named), "\(result.errors)")
  }
}
