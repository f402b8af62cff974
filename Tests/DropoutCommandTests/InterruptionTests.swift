import DropoutLab
import DropoutTraining
import Foundation
import GRDB
import Testing

@Suite(.serialized)
struct InterruptionTests {
  #if DEBUG
    private static let steps = 200
  #else
    private static let steps = 6_000
  #endif

  /// Twenty-four runs of 10 to 20 ms each.
  private static let plan =
    ["compare", "--steps", "\(steps)", "--seeds", "8", "--jobs", "2", "--policies"]
    + ["none,per-example,frozen/per-batch"] + tinyData

  /// A run is in the store whole or not at all, whenever the process dies.
  @Test func twentyKillsLoseNothingFinished() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.dropout(Self.plan + ["--store", "whole.sqlite"]))
    let expected = try workspace.storedRuns("whole.sqlite")
    #expect(expected.count == 24)
    var moments = RandomSequence(RandomKey(seed: 20))
    var kills = 0
    var midway = 0
    var attempts = 0
    var stores = 0
    var before = 0
    // On a busy machine a kill may come after the end: it does not count, and is tried again.
    while (kills < 20 || midway < 5) && attempts < 100 {
      let store = "killed\(stores).sqlite"
      let command = try workspace.start(Self.plan + ["--store", store])
      // Soon after the start, or once so many more runs are stored; then a moment more.
      let target = attempts % 4 == 0 ? before : min(22, before + 1 + moments.below(8))
      attempts += 1
      while command.isRunning, try Self.runCount(workspace, store) < target {
        try await Task.sleep(for: .milliseconds(1))
      }
      try await Task.sleep(for: .milliseconds(1 + moments.below(20)))
      command.send(SIGKILL)
      let end = try await command.finish()
      let runs = workspace.exists(store) ? try workspace.storedRuns(store) : []
      #expect(
        runs.count >= before && runs.allSatisfy(expected.contains), "attempt \(attempts)")
      if end.wasSignalled && runs.count < 24 {
        kills += 1
        if runs.count > before { midway += 1 }
      }
      before = runs.count
      if runs.count > 18 || kills >= 20 {
        expectSuccess(try await workspace.dropout(Self.plan + ["--store", store]))
        #expect(try workspace.storedRuns(store) == expected)
        try Self.expectSound(workspace.path(store))
        stores += 1
        before = 0
      }
    }
    print(
      "\(kills) kills before the last run was stored, \(midway) of them after the first, "
        + "in \(attempts) attempts over \(stores) stores")
    #expect(kills >= 20 && midway >= 5)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func interruptedRunsAreKeptAndTheRestIsTrainedLater(signal: Int32) async throws {
    let workspace = try Workspace()
    // Long enough that the signal comes before the end on any machine.
    let plan = Self.plan + ["--steps", "\(10 * Self.steps)"]
    let command = try workspace.start(plan)
    while command.isRunning, try Self.runCount(workspace, "dropout.sqlite") < 3 {
      try await Task.sleep(for: .milliseconds(1))
    }
    let clock = ContinuousClock()
    let start = clock.now
    command.send(signal)
    let result = try await command.finish()
    #expect(clock.now - start < .seconds(2))
    #expect(result.status == 130 && !result.wasSignalled)
    #expect(result.output.isEmpty)
    let last = try #require(result.errorLines.last)
    let kept = try workspace.storedRuns().count
    #expect(kept >= 3 && kept < 24)
    #expect(
      last == "dropout: interrupted: \(kept) of 24 runs are in dropout.sqlite; "
        + "the same command goes on from there")
    let rest = try await workspace.dropout(plan)
    expectSuccess(rest)
    #expect(rest.errors.contains("trained \(24 - kept) runs"))
    expectSuccess(try await workspace.dropout(plan + ["--store", "whole.sqlite"]))
    #expect(try workspace.storedRuns() == workspace.storedRuns("whole.sqlite"))
  }

  @Test func oneLongRunStopsAtOnce() async throws {
    let workspace = try Workspace()
    let long = ["--steps", "100000000", "--set", "data.train=2000"]
    for arguments in [["train"] + long, ["compare", "--seeds", "1"] + long] {
      let command = try workspace.start(arguments)
      try await Task.sleep(for: .milliseconds(300))
      command.send(SIGINT)
      let clock = ContinuousClock()
      let start = clock.now
      let result = try await command.finish()
      #expect(clock.now - start < .seconds(2))
      #expect(result.status == 130 && !result.wasSignalled)
      #expect(result.errorLines.last?.hasPrefix("dropout: interrupted") == true)
    }
  }

  /// Work that asks seldom or never whether to stop: a net that takes long to make, many seeds to plan.
  @Test(arguments: [
    ["train", "--network", "2-6000-6000-1", "--steps", "100"],
    ["compare", "--network", "2-6000-6000-1", "--steps", "100", "--seeds", "1", "-j1"],
    ["compare", "--seeds", "100000", "--steps", "1", "--quiet"],
    ["why", "--network", "2-6000-6000-1", "--steps", "100"],
    ["thinned", "--network", "2-2000-2000-1", "--steps", "100000"],
    ["bench", "--workloads", "course", "--repeats", "1000"],
    ["sweep", "--samples", "5000"], ["plan-seeds", "--pilot", "1000"],
    ["reproduce", "graham-random-walks"],
  ])
  func everyCommandAnswersWithinTwoSeconds(arguments: [String]) async throws {
    let workspace = try Workspace()
    let command = try workspace.start(arguments)
    try await Task.sleep(for: .milliseconds(700))
    #expect(command.isRunning)
    let clock = ContinuousClock()
    let start = clock.now
    command.send(SIGINT)
    let result = try await command.finish()
    #expect(clock.now - start < .seconds(2), "\(arguments)")
    #expect(result.status == 130 && !result.wasSignalled)
    #expect(result.errorLines.last?.hasPrefix("dropout: interrupted") == true)
  }

  /// Programs that start others from threads with signals blocked hand that on.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env"), "env is missing"),
    arguments: [
      ["thinned", "--network", "2-400-400-1", "--steps", "1000000"],
      ["train", "--steps", "100000000"],
    ])
  func blockedSignalsAreLetThrough(arguments: [String]) async throws {
    #if os(Linux)
      let workspace = try Workspace()
      let command = try workspace.start(
        by: ["/usr/bin/env", "--block-signal=INT,TERM,ALRM"], arguments)
      try await Task.sleep(for: .milliseconds(700))
      command.send(SIGINT)
      #expect(try await command.finish(within: 20).status == 130)
    #endif
  }

  @Test func interruptedJSONIsJSON() async throws {
    let workspace = try Workspace()
    for arguments in [
      ["train", "--steps", "100000000"], ["why", "--steps", "100000000"],
      ["train", "--network", "2-6000-6000-1", "--steps", "100"],
    ] {
      let command = try workspace.start(arguments + ["--json"])
      try await Task.sleep(for: .milliseconds(700))
      command.send(SIGTERM)
      let result = try await command.finish()
      let error = try #require(try result.object()["error"] as? [String: Any])
      #expect(result.status == 130 && error["exitCode"] as? Int == 130)
    }
  }

  /// How many runs a store holds that another process is writing; 0 before it has its tables.
  private static func runCount(_ workspace: Workspace, _ store: String) throws -> Int {
    guard workspace.exists(store) else { return 0 }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let database = try? DatabaseQueue(path: workspace.path(store), configuration: configuration)
    return (try? database?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") }) ?? 0
  }

  private static func expectSound(_ path: String) throws {
    let database = try DatabaseQueue(path: path)
    let answer = try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
    #expect(answer == ["ok"])
    try database.close()
  }

  /// Weights of one run beside another run's plan would be evaluated as if they were its own.
  @Test func recordingOverAnOlderRunRemovesItsEnd() async throws {
    let workspace = try Workspace()
    let train = ["train", "--record", "r"] + tinyData
    expectSuccess(try await workspace.dropout(train + ["--steps", "5"]))
    #expect(workspace.exists("r/final.npz") && workspace.exists("r/run.json"))
    // A network so wide that the signal comes long before the end.
    let wide = ["--network", "2-600-600-1", "--keep", "1,0.5,0.5", "--steps", "5000"]
    let second = try workspace.start(train + wide + ["--seed", "9"])
    while second.isRunning, workspace.exists("r/run.json") || workspace.exists("r/final.npz") {
      try await Task.sleep(for: .milliseconds(2))
    }
    second.send(SIGINT)
    #expect(try await second.finish().status == 130)
    expectFailure(try await workspace.dropout(["evaluate", "r"]), 66, "final.npz")
  }
}
