import DropoutStatistics
import Foundation
import Testing

/// Long work shows life: in a log a line now and then.
@Suite(.fewAtATime)
struct ProgressTests {
  private static let often = ["DROPOUT_HEARTBEAT": "0.02"]

  #if DEBUG
    private static let (steps, passes) = (12_000, 600)
  #else
    private static let (steps, passes) = (600_000, 6_000)
  #endif

  @Test(arguments: [
    ["compare", "--seeds", "1", "--policies", "none,per-example"], ["train"], ["thinned"],
    ["sweep", "--vary", "keep=0.5,0.8", "--seeds", "1"],
  ])
  func aLogHasALineNowAndThen(command: [String]) async throws {
    let workspace = try Workspace()
    let arguments = command + ["--steps", "\(Self.steps)"]
    let result = try await workspace.dropout(arguments, environment: Self.often)
    expectSuccess(result)
    #expect(result.errorLines.contains { $0.hasSuffix(" left") }, "\(result.errors)")
    let quiet = try await workspace.dropout(
      arguments + ["--quiet"], environment: Self.often)
    #expect(quiet.errors.isEmpty, "\(quiet.errors)")
  }

  /// What measures says what it is at, too.
  @Test(arguments: [
    ["why", "--steps", "20"], ["bench", "--workloads", "course", "--repeats", "1"],
  ])
  func measurementsShowWhereTheyAre(arguments: [String]) async throws {
    let result = try await Workspace().dropout(arguments, environment: Self.often)
    expectSuccess(result)
    #expect(result.errorLines.contains { $0.hasPrefix("measuring") }, "\(result.errors)")
  }

  @Test func averagesOfPassesShowProgress() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.dropout(["train", "--steps", "20", "--record", "folder"]))
    let result = try await workspace.dropout(
      ["evaluate", "folder", "--mc-samples", "\(Self.passes)"], environment: Self.often)
    expectSuccess(result)
    #expect(result.errors.contains("of \(NumberText.count(Self.passes)) passes"))
  }

  @Test func aShortRunPrintsNoProgress() async throws {
    let result = try await Workspace().dropout(["train", "--steps", "2000"])
    expectSuccess(result)
    #expect(!result.errors.contains(" left"))
    let bad = try await Workspace().dropout(["masks"], environment: ["DROPOUT_HEARTBEAT": "often"])
    expectFailure(bad, 64, "DROPOUT_HEARTBEAT often")
  }

  @Test func trainEndsWithItsLearningCurve() async throws {
    let result = try await Workspace().dropout(["train", "--steps", "2000"])
    expectSuccess(result)
    let lines = result.output.split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "learning curve"))
    #expect(lines[start + 1].contains("masked loss") && lines[start + 1].contains("clean loss"))
    #expect(lines.count == start + 8)
    #expect(lines.last?.hasPrefix("2,000") == true)
  }

  @Test func largeRecordingsSayTheirSize() async throws {
    let workspace = try Workspace()
    let large = try await workspace.dropout([
      "train", "--record", "large", "--network", "2-250-250-1", "--steps", "1100",
    ])
    expectSuccess(large)
    #expect(large.errors.contains("recording takes 132 MB in large"))
    let small = try await workspace.dropout(["train", "--record", "small", "--steps", "20"])
    #expect(!small.errors.contains("recording takes"))
  }
}
