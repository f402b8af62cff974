import DropoutLab
import Foundation
import Testing

/// Flags of a plan of four runs that takes milliseconds.
let tinyData = ["--set", "data.train=40", "--set", "data.test=60"]
let tinyPlan = ["--steps", "50", "--seeds", "2", "--policies", "none,per-example"] + tinyData

extension Workspace {
  /// `dropout compare` of the tiny plan with more flags; later flags win.
  func compare(
    _ more: [String] = [], environment: [String: String] = [:]
  ) async throws -> CommandResult {
    try await dropout(["compare"] + tinyPlan + more, environment: environment)
  }

  /// Every run of a store, without what differs from one training to the next.
  func storedRuns(_ name: String = "dropout.sqlite") throws -> [StoredRun] {
    try RunStore(path: path(name)).all().map { run in
      var run = run
      run.scores["wallSeconds"] = nil
      run.finishedAt = Date(timeIntervalSince1970: 0)
      return run
    }.sorted { $0.identity < $1.identity }
  }
}

/// The weights' digests that `compare --json` printed, by policy and seed.
func digests(_ result: CommandResult) throws -> [String] {
  let policies = try #require(try result.object()["policies"] as? [[String: Any]])
  return try policies.flatMap { policy in
    try #require(policy["runs"] as? [[String: Any]]).map { run in
      "\(policy["policy"] ?? "") \(run["seed"] ?? "") \(run["weightsDigest"] ?? "")"
    }
  }
}

/// Checks an exit code and that the only message is one line from `dropout` that holds every `part`.
func expectFailure(
  _ result: CommandResult, _ status: Int32, _ parts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(!result.wasSignalled, sourceLocation: sourceLocation)
  #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(result.errors.hasPrefix("dropout: "), "\(result.errors)", sourceLocation: sourceLocation)
  for part in parts {
    #expect(
      result.errors.contains(part), "\(part) in \(result.errors)", sourceLocation: sourceLocation)
  }
}

/// Checks that a command ended well and printed nothing that only a terminal understands.
func expectSuccess(_ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(!result.wasSignalled, sourceLocation: sourceLocation)
  for text in [result.output, result.errors] {
    #expect(!text.contains("\u{1B}") && !text.contains("\r"), sourceLocation: sourceLocation)
  }
}
