import Foundation
import Testing

@Suite(.fewAtATime)
struct CompareCommandTests {
  @Test func resultsAndMessagesGoTheirOwnWays() async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare()
    expectSuccess(result)
    #expect(
      result.output.contains("Test error in % after 50 steps over 2 paired seeds, 60 test examples")
    )
    #expect(result.output.contains("Cannot tell"))
    #expect(!result.output.contains("trained"))
    #expect(result.errors.contains("trained 4 runs"))
    for file in [
      "report.html", "results.json", "runs.csv", "plan.toml", "README.md", "errors.svg",
      "differences.svg",
    ] {
      #expect(workspace.exists("dropout-report/\(file)"))
    }
    let quiet = try await workspace.compare(["--quiet"])
    expectSuccess(quiet)
    #expect(quiet.errors.isEmpty)
    #expect(quiet.output == result.output)
  }

  @Test(arguments: [1, 2, 3])
  func jsonHasItsDocumentedKeys(seeds: Int) async throws {
    let workspace = try Workspace()
    let result = try await workspace.compare(["--json", "--seeds", "\(seeds)"])
    expectSuccess(result)
    let document = try result.object()
    #expect(
      Set(document.keys) == [
        "plan", "policies", "comparisons", "friedman", "steps", "untilDecided", "lowestMeans",
        "moment", "otherMoments", "differenceCurves", "failureHint", "name", "note",
        "metric",
      ])
    let policies = try #require(document["policies"] as? [[String: Any]])
    #expect(policies.map { $0["policy"] as? String } == ["none", "per-example"])
    for policy in policies {
      #expect(Set(policy.keys).isSuperset(of: ["policy", "runs", "mean", "sd", "iqm", "interval"]))
      let runs = try #require(policy["runs"] as? [[String: Any]])
      #expect(runs.map { $0["seed"] as? Int } == (1...seeds).map { $0 })
      for run in runs {
        #expect(
          Set(run.keys).isSuperset(of: [
            "seed", "testError", "testLogLoss", "trainError", "maskedTrainLoss", "cleanTrainLoss",
            "failed", "failure", "wallSeconds", "weightsDigest",
          ]))
      }
    }
    let comparisons = try #require(document["comparisons"] as? [[String: Any]])
    #expect(
      comparisons.map { $0["metric"] as? String } == [
        "testError", "testLogLoss", "brierScore", "calibrationError", "balancedError",
      ])
    for comparison in comparisons {
      #expect(
        Set(comparison.keys) == [
          "a", "b", "metric", "seeds", "meanDifference", "interval", "noInterval", "signFlipP",
          "wilcoxonP", "pairedTP",
          "holmP", "wins", "ties", "losses", "probabilityOfSuperiority", "testExamples",
          "minimumDetectableDifference", "failed", "verdict", "sentence",
        ])
    }
    let written = Data(try workspace.read("dropout-report/results.json").utf8)
    let file = try JSONSerialization.jsonObject(with: written) as? NSDictionary
    #expect(file == document as NSDictionary)
  }

  /// Three seeds have t intervals that reach below 0 before they are cut.
  @Test func intervalsOfMeansAreShares() async throws {
    let workspace = try Workspace()
    let document = try await workspace.compare(["--json", "--seeds", "3"]).object()
    let policies = try #require(document["policies"] as? [[String: Any]])
    for policy in policies {
      let interval = try #require(policy["interval"] as? [String: Double])
      let (low, high) = (try #require(interval["low"]), try #require(interval["high"]))
      #expect(0 <= low && low < high && high <= 1)
    }
  }

  @Test func askingAgainTrainsOnlyWhatIsMissing() async throws {
    let workspace = try Workspace()
    #expect(try await workspace.compare().errors.contains("trained 4 runs"))
    let before = try workspace.storedRuns()
    #expect(try await workspace.compare().errors.contains("all 4 runs were in"))
    #expect(try await workspace.compare(["--seeds", "3"]).errors.contains("trained 2 runs"))
    let policies = ["--policies", "none,per-example,per-batch"]
    #expect(try await workspace.compare(policies).errors.contains("trained 2 runs"))
    let rate = ["--learning-rate", "0.2"]
    #expect(try await workspace.compare(rate).errors.contains("trained 4 runs"))
    #expect(try await workspace.compare(["--first-seed", "3"]).errors.contains("trained 2 runs"))
    let after = try workspace.storedRuns()
    #expect(before.allSatisfy(after.contains))
    #expect(after.count == 14)
  }

  @Test func neitherThreadsNorInstructionsChangeAWeight() async throws {
    let workspace = try Workspace()
    var seen: [[String]] = []
    for (index, jobs) in ["1", "2", "7"].enumerated() {
      let result = try await workspace.compare(
        ["--json", "--jobs", jobs, "--store", "jobs\(index).sqlite"])
      expectSuccess(result)
      seen.append(try digests(result))
    }
    for instructions in ["portable", "avx2", "avx512"] {
      let result = try await workspace.compare(
        ["--json", "--store", "\(instructions).sqlite"],
        environment: ["DROPOUT_ISA": instructions])
      if result.errors.contains("this machine does not support") {
        print("skipped: this machine has no \(instructions)")
        continue
      }
      expectSuccess(result)
      seen.append(try digests(result))
    }
    #expect(seen.count >= 4)
    #expect(seen.allSatisfy { $0 == seen[0] })
    #expect(Set(seen[0]).count == 4)
    let other = try await workspace.compare(["--json", "--first-seed", "3"])
    #expect(Set(try digests(other)).isDisjoint(with: seen[0]))
  }

  /// Whole runs over every activation, loss, optimiser and kind of mask, by instruction set.
  @Test(arguments: [
    ["--activation", "tanh", "--optimizer", "momentum"],
    ["--activation", "logistic", "--optimizer", "nesterov", "--set", "network.loss=squared"],
    [
      "--activation", "linear", "--optimizer", "adam", "--network", "2-20-17-2",
      "--set", "network.loss=softmax", "--batch", "13", "--set", "training.max-norm=1",
      "--set", "training.l2=0.01",
    ],
    ["--network", "2-33-2", "--set", "network.loss=squared", "--set", "dropout.scaling=classic"],
  ])
  func instructionsChangeNoWeightOfAnyKindOfRun(flags: [String]) async throws {
    let workspace = try Workspace()
    var seen: [[String]] = []
    for instructions in ["portable", "avx2", "avx512"] {
      let result = try await workspace.compare(
        ["--json", "--learning-rate", "0.01", "--store", "\(instructions).sqlite"] + flags,
        environment: ["DROPOUT_ISA": instructions])
      if result.errors.contains("this machine does not support") {
        print("skipped: this machine has no \(instructions)")
        continue
      }
      expectSuccess(result)
      seen.append(try digests(result))
    }
    #expect(!seen.isEmpty && seen.allSatisfy { $0 == seen[0] })
    #expect(Set(seen[0]).count == 4)
  }

  @Test func reportRepeatsTheFilesFromTheStore() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let report = try await workspace.dropout(["report"] + tinyPlan + ["--out", "again"])
    expectSuccess(report)
    #expect(report.output == "again/report.html\n")
    for file in [
      "report.html", "results.json", "runs.csv", "plan.toml", "README.md", "errors.svg",
      "differences.svg",
    ] {
      #expect(try workspace.read("again/\(file)") == workspace.read("dropout-report/\(file)"))
    }
    let missing = try await workspace.dropout(["report"] + tinyPlan + ["--seeds", "3"])
    expectFailure(missing, 66, "2 of the plan's 6 runs")
  }

  /// The frozen mask of seed 1 drops nothing; boundaries of that network would not be those of a frozen mask.
  @Test func boundariesAreOfASeedWhoseFrozenMaskDropsSomething() async throws {
    let workspace = try Workspace()
    let policies = ["--policies", "none,frozen/per-batch"]
    expectSuccess(try await workspace.compare(policies + ["--seeds", "3"]))
    let page = try workspace.read("dropout-report/report.html")
    for policy in ["none", "frozen/per-batch"] {
      #expect(page.contains("decision regions of \(policy), seed 2"))
    }
    #expect(!page.contains("drops nothing, by chance"))
    expectSuccess(try await workspace.compare(policies + ["--seeds", "1"]))
    let alone = try workspace.read("dropout-report/report.html")
    #expect(alone.contains("decision regions of frozen/per-batch, seed 1"))
    #expect(alone.contains("The frozen mask of seed 1 drops nothing, by chance, as with 3.1"))
  }
}
