@testable import DropoutLab
import Foundation
import Testing

@Suite(.fewAtATime)
struct PlanSeedsCommandTests {
  private struct Document: Decodable {
    let failureHint: String?
    let pairs: [Plan]
  }

  private struct Plan: Decodable {
    let a: String
    let b: String
    let pilotSeeds: Int
    let seeds: Int?
    let difference: Double
  }

  private static let small =
    ["plan-seeds", "--steps", "50", "--pilot", "4", "--policies", "none,per-example,per-batch"]
    + tinyData

  @Test func aPilotIsTrainedOnceAndKept() async throws {
    let workspace = try Workspace()
    let first = try await workspace.dropout(Self.small + ["--json"])
    expectSuccess(first)
    let plans = try JSONDecoder().decode(Document.self, from: Data(first.output.utf8)).pairs
    #expect(
      plans.map { "\($0.a) \($0.b)" } == [
        "none per-example", "none per-batch", "per-example per-batch",
      ])
    #expect(plans.allSatisfy { $0.pilotSeeds == 4 && $0.difference == 0.005 })
    #expect(plans.allSatisfy { $0.seeds ?? 2 >= 2 })
    let again = try await workspace.dropout(Self.small + ["--difference", "5"])
    expectSuccess(again)
    #expect(again.errors.contains("all 12 runs were in dropout.sqlite"))
    #expect(again.output.contains("To see 5 points between per-example and per-batch"))
  }

  @Test func failedPilotsSaySoFirst() async throws {
    let result = try await Workspace().dropout(
      Self.small + ["--learning-rate", "1e6", "--set", "training.l2=1e6", "--json"])
    expectSuccess(result)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    #expect(document.failureHint?.hasPrefix("Most runs failed (4 of 4 under none") == true)
  }

  @Test func equalPoliciesHaveNoSpread() async throws {
    let result = try await Workspace().dropout(Self.small + ["--keep", "1"])
    expectSuccess(result)
    #expect(result.output.contains("no spread"))
  }

  @Test(arguments: [
    (["--difference", "0"], "--difference"), (["--pilot", "2"], "--pilot"),
    (["--policies", "none"], "two policies"), (["--jobs", "0"], "--jobs"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let result = try await Workspace().dropout(Self.small + arguments)
    #expect(result.status == 64 && result.errors.contains(named), "\(result.errors)")
  }
}
