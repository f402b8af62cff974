import Foundation
import Testing

/// One run in several processes: by instruction set, and with every term computed or only those of
/// survivors. No bit of its weights differs.
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
        if result.errors.contains("which this machine has not") {
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
}
