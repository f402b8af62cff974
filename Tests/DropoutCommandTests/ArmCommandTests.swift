import Foundation
import Testing

/// Arms on the command line: comparisons of networks that differ in more than their mask policy.
@Suite(.fewAtATime)
struct ArmCommandTests {
  private let workspace = try! Workspace()
  private let arms = [
    "--arm", "matrix .86: per-example keep=0.86", "--arm", "column .91: per-batch keep=0.91",
  ]

  private func compare(_ more: [String]) async throws -> CommandResult {
    try await workspace.dropout(
      ["compare", "--steps", "50", "--seeds", "2"] + tinyData + arms + more)
  }

  @Test func armsAreComparedByTheirNames() async throws {
    let result = try await compare(["--json"])
    expectSuccess(result)
    let object = try result.object()
    let sides = try #require(object["policies"] as? [[String: Any]])
    #expect(sides.map { $0["arm"] as? String } == ["matrix .86", "column .91"])
    #expect(sides.map { $0["policy"] as? String } == ["per-example", "per-batch"])
    let pair = try #require((object["comparisons"] as? [[String: Any]])?.first)
    #expect(pair["a"] as? String == "matrix .86" && pair["b"] as? String == "column .91")
    // Each run is the one that a plan of its own settings trains, bit for bit.
    for (index, (policy, keep)) in [("per-example", "0.86"), ("per-batch", "0.91")].enumerated() {
      let alone = try await workspace.dropout(
        [
          "compare", "--steps", "50", "--seeds", "2", "--policies", policy, "--keep", keep,
          "--json",
        ]
          + tinyData)
      let runs = try #require(try alone.object()["policies"] as? [[String: Any]])[0]["runs"]
      func digests(_ runs: Any?) -> [String] {
        (runs as? [[String: Any]] ?? []).compactMap { $0["weightsDigest"] as? String }
      }
      #expect(digests(runs).count == 2 && digests(runs) == digests(sides[index]["runs"]))
      #expect(alone.errors.contains("all 2 runs were in"))
    }
  }

  @Test func theReportNamesTheArmsAndRepeatsThem() async throws {
    let result = try await compare(["--out", "first"])
    expectSuccess(result)
    #expect(result.output.contains("arm ") && !result.output.contains("policy "))
    for file in ["report.html", "README.md", "plan.toml"] {
      #expect(try workspace.read("first/\(file)").contains("column .91"), "\(file)")
    }
    #expect(
      try workspace.read("first/runs.csv").hasPrefix(
        "arm,policy,seed,metric,value\nmatrix .86,per-example,1,testError,"))
    let page = try workspace.read("first/report.html")
    #expect(page.contains("2 arms, 2 paired seeds each"))
    #expect(page.contains("only what the arms change differs"))
    // The plan and the command in the report both train nothing new and write the same files.
    let again = try await workspace.dropout(["compare", "-p", "first/plan.toml", "--out", "second"])
    expectSuccess(again)
    #expect(again.errors.contains("all 4 runs were in"))
    let lines = try workspace.read("first/README.md").split(separator: "\n")
    let command = try #require(
      lines.map { $0.drop { $0 == " " } }.first { $0.hasPrefix("dropout compare ") })
    let third = try await workspace.shell("\(command) --out third")
    #expect(third.status == 0 && third.errors.contains("all 4 runs were in"), "\(third.errors)")
    for folder in ["second", "third"] {
      for file in ["README.md", "runs.csv", "plan.toml", "errors.svg"] {
        #expect(
          try workspace.read("\(folder)/\(file)") == workspace.read("first/\(file)"), "\(file)")
      }
    }
  }

  @Test func aBaselineIsOneSideOfEveryPair() async throws {
    let result = try await compare(
      ["--policies", "none,per-example", "--baseline", "column .91", "--json"])
    expectSuccess(result)
    let pairs = try #require(try result.object()["comparisons"] as? [[String: Any]])
    let errors = pairs.filter { $0["metric"] as? String == "testError" }
    #expect(errors.map { $0["a"] as? String } == ["none", "per-example", "matrix .86"])
    #expect(errors.allSatisfy { $0["b"] as? String == "column .91" })
    let wrong = try await compare(["--baseline", "column"])
    expectFailure(wrong, 64, "comparison.baseline", "column .91")
  }

  /// `train` takes an arm of a plan file by its name.
  @Test func anArmIsTrainedByItsName() async throws {
    expectSuccess(try await compare([]))
    let one = try await workspace.dropout(
      ["train", "-p", "dropout-report/plan.toml", "--policy", "column .91", "--json"])
    expectSuccess(one)
    let csv = try workspace.read("dropout-report/runs.csv")
    let error = try #require(try one.object()["testError"] as? Double)
    #expect(csv.contains("column .91,per-batch,1,testError,\(error)\n"))
  }

  @Test func whatIsNoArmIsRefused() async throws {
    for (text, part) in [
      ("a: per-exmple", "per-example"), ("a: none kep=1", "dropout.keep"),
      ("a: none data.seed=2", "the same for all arms"),
    ] {
      let result = try await workspace.dropout(["compare", "--arm", text] + tinyData)
      expectFailure(result, 64, "--arm", part)
    }
  }
}
