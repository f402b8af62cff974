import DropoutTraining
import Foundation
import Testing

@Suite(.fewAtATime)
struct MasksCommandTests {
  @Test(arguments: [
    "none", "per-example", "per-group:2", "frozen/per-batch", "per-epoch/per-batch",
  ])
  func textJSONAndFileAgreeWithTheMasks(policy: String) async throws {
    let workspace = try Workspace()
    let flags = [
      "masks", "--policy", policy, "--keep", "0.7", "--units", "5", "--batch", "6", "--steps", "4",
      "--seed", "9", "--layer", "2", "--examples", "15",
    ]
    let masks = MaskFormula(policy: try #require(MaskPolicy(policy)), seed: 9)
    let expected = (0..<4).map { step in
      masks.matrix(
        layer: 2, keep: KeepProbability(0.7), batchSize: 6, units: 5, step: step,
        epoch: step * 6 / 15)
    }
    let text = try await workspace.dropout(flags)
    expectSuccess(text)
    let rows = text.output.split(separator: "\n").filter { $0.allSatisfy { "█·".contains($0) } }
    var drawn: [String] = []
    for matrix in expected {
      for unit in 0..<5 {
        drawn.append((0..<6).map { matrix[$0 * 5 + unit] == 1 ? "█" : "·" }.joined())
      }
    }
    #expect(rows.map { String($0) } == drawn)
    #expect(text.output.contains("keep 0.7 (45875 of 65536)"))
    let json = try await workspace.dropout(flags + ["--json"])
    expectSuccess(json)
    let nested = try #require(try json.object()["masks"] as? [[[Int]]])
    #expect(nested.map { step in step.joined().map { UInt8($0) } } == expected)
    let file = try await workspace.dropout(flags + ["--npz", "masks.npz"])
    expectSuccess(file)
    #expect(file.output.isEmpty)
    let array = try NPZFile(path: workspace.path("masks.npz")).array(named: "mask")
    #expect(array.shape == [4, 6, 5])
    #expect(array.floats == expected.joined().map(Float.init))
  }

  /// Seed 1 keeps all of 20 units at .86, as 4.9 % of seeds do.
  @Test func aMaskThatDropsNothingSaysSo() async throws {
    let workspace = try Workspace()
    func masks(_ policy: String, _ seed: String, keep: String = "0.86") async throws -> String {
      let result = try await workspace.dropout([
        "masks", "--policy", policy, "--keep", keep, "--units", "20", "--batch", "4", "--steps",
        "2",
        "--seed", seed,
      ])
      expectSuccess(result)
      return result.output
    }
    let empty = "100.00 % kept: drops nothing, by chance, "
    let frozen = try await masks("frozen/per-batch", "1")
    for step in 0..<2 {
      #expect(frozen.contains("step \(step): \(empty)as with 4.9 % of seeds\n"))
    }
    #expect(try await masks("per-batch", "1").contains("step 0: \(empty)as 4.9 % of masks do\n"))
    #expect(try await !masks("frozen/per-batch", "2").contains("drops nothing"))
    for (policy, keep) in [("none", "0.86"), ("per-batch", "1")] {
      #expect(try await masks(policy, "1", keep: keep).contains("100.00 % kept\n"))
    }
  }

  @Test func aRunWhoseFrozenMaskDropsNothingSaysSo() async throws {
    let workspace = try Workspace()
    func train(_ policy: String, _ seed: String) async throws -> String {
      let result = try await workspace.dropout(
        ["train", "--steps", "5", "--policy", policy, "--seed", seed] + tinyData)
      expectSuccess(result)
      return result.output
    }
    let remark = "The frozen mask of seed 1 drops nothing, by chance, as with 3.1 % of seeds"
    #expect(try await train("frozen/per-batch", "1").contains(remark))
    #expect(try await !train("frozen/per-batch", "2").contains("drops nothing"))
    #expect(try await !train("per-batch", "1").contains("drops nothing"))
  }

  @Test func recordedRunsEvaluateToWhatTrainingPrinted() async throws {
    let workspace = try Workspace()
    let train = try await workspace.dropout(
      ["train", "--steps", "60", "--json", "--record", "recording"] + tinyData)
    expectSuccess(train)
    let trained = try train.object()
    let evaluated = try await workspace.dropout(["evaluate", "recording", "--json"]).object()
    for score in ["testError", "testLogLoss", "trainError", "trainLogLoss"] {
      #expect(evaluated[score] as? Double != nil, "\(score)")
      #expect(evaluated[score] as? Double == trained[score] as? Double, "\(score)")
    }
    #expect(evaluated["failed"] as? Bool == false && trained["failed"] as? Bool == false)
    let text = try await workspace.dropout(["evaluate", "recording"])
    expectSuccess(text)
    #expect(text.output.contains("weight scaling"))
    let masks = try NPZFile(path: workspace.path("recording/masks.npz")).array(named: "mask1")
    #expect(masks.shape == [60, 40, 20])
  }

  @Test func monteCarloRepeatsWithItsSeedAndDiffersWithAnother() async throws {
    let workspace = try Workspace()
    expectSuccess(
      try await workspace.dropout(["train", "--steps", "60", "--record", "r"] + tinyData))
    func samples(_ seed: String) async throws -> String {
      let result = try await workspace.dropout([
        "evaluate", "r", "--mc-samples", "5", "--seed", seed, "--json",
      ])
      expectSuccess(result)
      return result.output
    }
    let first = try await samples("3")
    #expect(try await samples("3") == first)
    #expect(try await samples("4") != first)
  }

  @Test func unfinishedRecordingsSayWhatIsMissing() async throws {
    let workspace = try Workspace()
    expectSuccess(
      try await workspace.dropout(["train", "--steps", "5", "--record", "r"] + tinyData))
    try FileManager.default.removeItem(atPath: workspace.path("r/final.npz"))
    expectFailure(try await workspace.dropout(["evaluate", "r"]), 66, "r/final.npz")
  }
}
