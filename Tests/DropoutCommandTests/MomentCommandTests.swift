import Foundation
import Testing

/// Moments on the command line: a comparison judged at each run's best moment, and after its last step.
@Suite(.fewAtATime)
struct MomentCommandTests {
  private let workspace = try! Workspace()

  private func compare(_ more: [String]) async throws -> CommandResult {
    try await workspace.dropout(
      [
        "compare", "--steps", "200", "--seeds", "2", "--policies", "none,per-example",
        "--learning-rate", "1", "--set", "data.validation=0.25",
      ] + tinyData + more)
  }

  @Test func bothMomentsAreShownSideBySide() async throws {
    let result = try await compare(["--out", "first"])
    expectSuccess(result)
    for part in [
      "Test error in % at the best moment", "after 200 steps", "best after",
      "30 training, 10 validation",
    ] {
      #expect((result.output + result.errors).contains(part), "\(part)")
    }
    let page = try workspace.read("first/report.html")
    #expect(page.contains("judged at the best moment") && page.contains("after 200 steps: "))
    #expect(try workspace.read("first/README.md").contains("| none |"))
    let csv = try workspace.read("first/runs.csv")
    for metric in ["testError", "bestTestError", "bestStep"] {
      #expect(csv.contains(",\(metric),"))
    }
    let json = try await compare(["--json"]).object()
    #expect(json["moment"] as? String == "best" && json["steps"] is NSNull)
    let other = try #require((json["otherMoments"] as? [[String: Any]])?.first)
    #expect(other["moment"] as? String == "last")
    // The other moment is chosen by one word, and trains nothing anew.
    let last = try await compare(["--set", "comparison.moment=last"])
    expectSuccess(last)
    #expect(last.errors.contains("all 4 runs were in"))
    #expect(last.output.contains("Test error in % after 200 steps"))
  }

  @Test func aRunThatStopsEarlySaysSo() async throws {
    let result = try await workspace.dropout(
      [
        "train", "--steps", "2000", "--learning-rate", "1", "--set", "data.validation=0.25",
        "--set", "training.patience=100",
      ] + tinyData)
    expectSuccess(result)
    #expect(result.output.contains("best moment"))
    #expect(!result.output.contains("2,000 steps"))
    let refused = try await workspace.dropout(
      ["train", "--set", "training.patience=100"] + tinyData)
    expectFailure(refused, 64, "hold some out with data.validation=0.2")
  }
}
