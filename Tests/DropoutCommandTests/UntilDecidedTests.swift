import DropoutLab
import Foundation
import Testing

struct UntilDecidedTests {
  /// Networks that always lack the same half of their units are clearly worse.
  private static let clear =
    ["--policies", "none,frozen/per-batch", "--keep", "0.5", "--steps", "300", "--until-decided"]

  private struct Document: Decodable {
    struct Outcome: Decodable {
      let assumption: String
      let indifference: Double?
      let seedBudget: Int
      let timeWasOver: Bool
      let pairs: [SequentialPair]
    }
    struct Policy: Decodable { let runs: [Run] }
    struct Run: Decodable { let seed: Int }
    let untilDecided: Outcome
    let policies: [Policy]
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
    let pair = try #require(found.untilDecided.pairs.first)
    let page = try workspace.read("dropout-report/README.md")
    #expect(page.contains("anytime interval") && !page.contains("Holm p"))
    #expect(page.contains("--until-decided"))
    #expect(found.untilDecided.pairs.count == 1 && found.untilDecided.seedBudget == 300)
    #expect(found.untilDecided.assumption == "noRareExtremes" && !found.untilDecided.timeWasOver)
    #expect(pair.decision == .aBetter && pair.interval.high < 0 && pair.wealth >= 20)
    #expect(pair.seeds < 300 && found.policies.allSatisfy { $0.runs.count == pair.seeds })
    #expect(first.errors.contains("8 seeds: 0 of 1 pair decided"))
    #expect(first.errors.contains("1 of 1 pair decided"))
    // results.json is what was printed, the plan in plan.toml is that of the seeds used.
    #expect(try workspace.read("dropout-report/results.json") == first.output)
    #expect(try workspace.read("dropout-report/plan.toml").contains("seeds = \(pair.seeds)\n"))
    let text = try await workspace.compare(flags)
    expectSuccess(text)
    #expect(text.output.contains(pair.sentence) && text.output.contains("allow for looking"))
    #expect(!text.errors.contains("trained"))
  }

  /// What is found depends neither on the rounds nor on what the store had.
  @Test func roundsAndStoredRunsChangeNothing() async throws {
    let workspace = try Workspace()
    let flags = Self.clear + ["--seeds", "300", "--json"]
    let expected = try document(await workspace.compare(flags)).untilDecided.pairs
    let wide = try await workspace.compare(flags + ["--jobs", "40", "--store", "wide.sqlite"])
    #expect(try document(wide).untilDecided.pairs == expected)
    let fixed = Self.clear.dropLast() + ["--seeds", "5", "--store", "some.sqlite"]
    expectSuccess(try await workspace.compare(Array(fixed)))
    let resumed = try await workspace.compare(flags + ["--store", "some.sqlite"])
    #expect(try document(resumed).untilDecided.pairs == expected)
  }

  @Test func whenTheSeedsAreUsedUpItCannotTell() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare(["--until-decided", "--seeds", "9", "--keep", "1"])
    expectSuccess(result)
    #expect(result.output.contains("Cannot tell none from per-example after 9 seeds"))
    #expect(result.output.contains("all 9 seeds allowed were used"))
    let nothing = try await workspace.compare([
      "--until-decided", "--seeds", "9", "--keep", "1", "--assume-nothing", "--json",
    ])
    #expect(try document(nothing).untilDecided.assumption == "none")
  }

  @Test func aDifferenceThatDoesNotMatterIsADecision() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare([
      "--until-decided", "--seeds", "300", "--keep", "0.99", "--indifference", "60",
      "--assume-nothing", "--json",
    ])
    expectSuccess(result)
    let found = try document(result).untilDecided
    #expect(found.pairs.map(\.decision) == [.noRelevantDifference])
    #expect(found.indifference == 0.6)
    #expect(found.pairs[0].interval.low > -0.6 && found.pairs[0].interval.high < 0.6)
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
