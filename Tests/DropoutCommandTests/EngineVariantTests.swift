import DropoutTraining
import Foundation
import Testing

/// One run in several processes: by instruction set, and with every term computed or only those of
/// survivors. No bit of its weights differs.
@Suite(.fewAtATime)
struct EngineVariantTests {
  private static let usual = [
    "train", "--json", "--quiet", "--steps", "30", "--seed", "5", "--set", "data.train=60",
    "--set", "data.test=20",
  ]

  @Test(arguments: [
    ["--network", "2-20-3-1", "--policy", "per-example"],
    [
      "--network", "2-33-9-1", "--policy", "per-group:3", "--batch", "17", "--optimizer", "adam",
      "--set", "training.l2=0.001",
    ],
    [
      "--network", "2-130-70-1", "--policy", "per-example", "--keep", "1,0.5,0.1", "--optimizer",
      "momentum", "--batch", "16", "--set", "training.max-norm=2",
    ],
    [
      "--network", "2-130-70-1", "--policy", "per-example", "--keep", "1,0.5,0.5", "--batch", "16",
      "--activation", "tanh", "--learning-rate", "0.05",
    ],
    [
      "--network", "2-150-140-1", "--policy", "per-batch", "--keep", "1,0.5,0.5", "--batch", "16",
      "--optimizer", "nesterov", "--learning-rate", "0.02", "--set", "training.max-norm=1.5",
    ],
    [
      "--network", "2-300-65-1", "--policy", "per-epoch/per-batch", "--keep", "1,0.04,0.5",
      "--activation", "tanh", "--learning-rate", "0.02",
    ],
  ])
  func neitherInstructionsNorSkippingChangeAWeight(flags: [String]) async throws {
    let workspace = try Workspace()
    var digests: [String] = []
    for instructions in ["portable", "avx2", "avx512"] {
      for skipping in [nil, "off"] {
        var environment = ["DROPOUT_ISA": instructions]
        environment["DROPOUT_SKIP"] = skipping
        let result = try await workspace.dropout(Self.usual + flags, environment: environment)
        if result.errors.contains("this machine does not support") {
          print("skipped: this machine has no \(instructions)")
          break
        }
        expectSuccess(result)
        digests.append(try #require(try result.object()["weightsDigest"] as? String))
      }
    }
    #expect(digests.count >= 2)
    #expect(Set(digests).count == 1, "\(digests)")
  }

  /// Logistic units, most of them at 0, in a layer whose width is no multiple of 16; in the second case
  /// with so many classes that what lies behind the weights is not the program's. glibc fills fresh
  /// memory with a byte of choice.
  @Test(arguments: [
    [
      "teacher", "--network", "20-100-4", "--batch", "33", "--steps", "60", "--learning-rate",
      "100",
    ],
    [
      "raw.csv", "--network", "8-257-300", "--batch", "32", "--steps", "5", "--set",
      "data.standardise=false",
    ],
  ])
  func saturatedLogisticUnitsHaveOneResult(flags: [String]) async throws {
    let workspace = try Workspace()
    var random = RandomSequence(RandomKey(seed: 6))
    let rows = (0..<3_000).map { row in
      (0..<8).map { _ in "\((random.normal() * 1e5).rounded() / 100)" }.joined(separator: ",")
        + ",\(row % 300)"
    }
    try workspace.write(rows.joined(separator: "\n"), to: "raw.csv")
    var results: Set<[String]> = []
    for byte in ["1", "85", "128", "255"] {
      let result = try await workspace.dropout(
        ["train", "--json", "--quiet", "--activation", "logistic", "--policy", "none", "--data"]
          + flags, environment: ["MALLOC_PERTURB_": byte])
      expectSuccess(result)
      let run = try result.object()
      results.insert(["weightsDigest", "testError", "testLogLoss"].map { "\(run[$0] ?? "")" })
    }
    #expect(results.count == 1, "\(results)")
  }
}
