import DropoutTraining
import Foundation
import Testing

@Suite(.fewAtATime)
struct RecordingCommandTests {
  @Test func changedDataAreRefused() async throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(Double($0 % 7) / 7),\(Double($0 % 5) / 5),\($0 % 2)\n" }
    try workspace.write(rows.joined(), to: "data.csv")
    let train = ["train", "--steps", "5", "--record", "r", "--data", "data.csv"]
    expectSuccess(try await workspace.dropout(train))
    expectSuccess(try await workspace.dropout(["evaluate", "r"]))
    try workspace.write(rows.reversed().joined(), to: "data.csv")
    expectFailure(
      try await workspace.dropout(["evaluate", "r"]), 65, "no longer what the run was trained on")
  }

  @Test func changedWeightsAreRefused() async throws {
    let workspace = try Workspace()
    for (folder, seed) in [("a", "1"), ("b", "2")] {
      let train = ["train", "--steps", "5", "--record", folder, "--seed", seed]
      expectSuccess(try await workspace.dropout(train + tinyData))
    }
    let other = try Data(contentsOf: workspace.url.appending(path: "b/final.npz"))
    try workspace.write(other, to: "a/final.npz")
    expectFailure(try await workspace.dropout(["evaluate", "a"]), 65, "other weights")
  }

  @Test func whatIsTooLargeTouchesNothing() async throws {
    let workspace = try Workspace()
    let flags = ["train", "--record", "r", "--steps", "2000000", "--batch", "40"] + tinyData
    expectFailure(try await workspace.dropout(flags), 73, "masks.npz", "--steps")
    let order = ["train", "--record", "r", "--steps", "110000000", "--batch", "1"]
    expectFailure(
      try await workspace.dropout(order + ["--network", "2-1"] + tinyData), 73, "order.npz")
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("r")).isEmpty)
  }

  /// A replay in other precision cannot know on which side of ReLU's kink a pre-activation near 0 fell.
  @Test(arguments: [["--batch", "8"], ["--batch", "32"], ["--policy", "per-batch"]])
  func theSidesOfKinksAreRecorded(flags: [String]) async throws {
    let workspace = try Workspace()
    let keep = ["--keep", "0.9,0.6,0.5", "--record", "r", "--steps", "1", "--learning-rate", "1"]
    expectSuccess(try await workspace.dropout(["train"] + keep + tinyData + flags))
    func array(_ file: String, _ name: String) throws -> NumericArray {
      try NPZFile(path: workspace.path("r/\(file).npz")).array(named: name)
    }
    let order = try #require(try array("order", "order").integers)
    let used = try #require(try array("data", "index").integers)
    let features = try array("data", "X").doubles
    let keeps = try array("masks", "keep").doubles
    let (inputMask, mask) = (
      try array("masks", "mask0").doubles, try array("masks", "mask1").doubles
    )
    let (weights, biases) = (try array("initial", "W1").doubles, try array("initial", "b1").doubles)
    let active = try array("active", "active1")
    #expect(active.shape == [1, order.count, 3])
    #expect(try array("active", "active2").shape == [1, order.count, 1])
    for (row, example) in order.enumerated() {
      let index = try #require(used.firstIndex(of: example))
      for unit in 0..<20 {
        let z = (0..<2).reduce(biases[unit]) {
          let x = features[2 * index + $1] * inputMask[2 * row + $1] / keeps[0]
          return $0 + x * weights[20 * $1 + unit]
        }
        let bit = active.bytes[3 * row + unit / 8] >> UInt8(7 - unit % 8) & 1
        guard abs(z) > 1e-6 || z == 0 else { continue }
        #expect((bit == 1) == (z > 0 && mask[20 * row + unit] == 1), "row \(row), unit \(unit)")
      }
    }
  }

  @Test func onlyReLUHasKinks() async throws {
    let workspace = try Workspace()
    let train = ["train", "--steps", "5", "--record", "r"] + tinyData
    expectSuccess(try await workspace.dropout(train))
    #expect(workspace.exists("r/active.npz"))
    expectSuccess(try await workspace.dropout(train + ["--activation", "tanh"]))
    #expect(!workspace.exists("r/active.npz"))
  }

  @Test func assignmentsWinOverEveryFlag() async throws {
    let workspace = try Workspace()
    let sets = [
      "--set", "comparison.seeds=3", "--set", "comparison.policies=none,per-batch", "--set",
      "comparison.first-seed=5",
    ]
    let result = try await workspace.compare(["--dry-run", "--first-seed", "2"] + sets)
    expectSuccess(result)
    for line in ["seeds = 3", "first-seed = 5", #"policies = ["none", "per-batch"]"#] {
      #expect(result.output.contains(line + "\n"), "\(line)")
    }
  }
}
