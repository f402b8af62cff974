import Foundation
import Testing

/// What the machine does not grant ends in one line, exit code 71.
@Suite(.fewAtATime)
struct MachineLimitTests {
  @Test func theDryRunSaysHowMuchMemoryIsNeeded() async throws {
    let workspace = try Workspace()
    func bytes(_ flags: [String]) async throws -> Double {
      let result = try await workspace.dropout(
        ["compare", "--dry-run", "--json", "--steps", "1"] + tinyData + flags)
      expectSuccess(result)
      return try #require(try result.object()["memoryBytes"] as? Double)
    }
    // A million weights of 4 bytes: themselves, gradients, and copies for the store.
    let large = try await bytes(["--network", "2-1000-1000-1", "-j1"])
    #expect((40e6...90e6).contains(large))
    let twice = try await bytes(["--network", "2-1000-1000-1", "-j2"])
    #expect(twice > large + 15e6 || ProcessInfo.processInfo.activeProcessorCount < 2)
    let adam = try await bytes(["--network", "2-1000-1000-1", "-j1", "--optimizer", "adam"])
    #expect(adam > large + 8e6)
    let text = try await workspace.dropout(["compare", "--dry-run", "--steps", "1"] + tinyData)
    #expect(text.output.contains(/about [\d.]+ [KMGT]B of memory/))
  }

  @Test(arguments: [
    ["compare", "--network", "2-30000-30000-1", "--steps", "1"],
    ["compare", "--network", "2-30000-30000-1", "--steps", "1", "--dry-run"],
    ["train", "--network", "2-8000-8000-1", "--steps", "1"],
    ["why", "--network", "2-8000-8000-1", "--steps", "1"],
    ["plan-seeds", "--network", "2-8000-8000-1", "--steps", "1"],
    ["thinned", "--network", "2-8000-8000-1", "--steps", "1"],
    ["sweep", "--network", "2-8000-8000-1", "--steps", "1", "--vary", "keep=0.5,0.8"],
    ["compare", "--data", "gaussians", "--set", "data.train=20000000"],
    ["compare", "--data", "gaussians", "--set", "data.train=300000", "--network", "2-64-64-3"],
  ])
  func plansThatCannotFitAreRefused(arguments: [String]) async throws {
    let workspace = try Workspace()
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")
    let result = try await workspace.shell("ulimit -v 800000; exec dropout \(line)")
    expectFailure(result, 71, "this needs about", "ulimit -v", "--batch or --network")
    #expect(!workspace.exists("dropout.sqlite") && !workspace.exists("dropout-report"))
  }

  /// However little memory there is, a command ends with its result or with a line.
  @Test func readingDataWithoutMemoryIsNoCrash() async throws {
    let workspace = try Workspace()
    let row = (0..<100).map { "\($0 % 7).25" }.joined(separator: ",")
    let rows = (0..<20_000).map { "\(row),\($0 % 2)" }.joined(separator: "\n")
    try workspace.write(rows + "\n", to: "large.csv")
    var refusals = 0
    for megabytes in stride(from: 130, through: 250, by: 10) {
      let result = try await workspace.shell(
        "ulimit -v \(megabytes)000; exec dropout data describe large.csv")
      // 66 where the system could not give the file, 127 where it could not even start the program.
      #expect(
        !result.wasSignalled && [0, 66, 71, 127].contains(result.status), "\(result.errors)")
      guard result.status == 71 else { continue }
      refusals += 1
      #expect(result.errorLines.last?.hasPrefix("dropout: out of memory") == true)
    }
    print("\(refusals) of 13 limits were too low")
  }

  @Test func fewerJobsThatFitAreNamed() async throws {
    guard ProcessInfo.processInfo.activeProcessorCount > 1 else {
      return print("skipped: one core")
    }
    let plan = "--network 2-4000-4000-1 --steps 1"
    let one = try await Workspace().dropout(
      ["compare", "--dry-run", "--json", "-j1"] + plan.split(separator: " ").map(String.init))
    let bytes = try #require(try one.object()["memoryBytes"] as? Double)
    // So that one fits and two do not, beside the address space of the program itself.
    let limit = Int((1.3 * bytes + 400e6) / 1024)
    let result = try await Workspace().shell("ulimit -v \(limit); exec dropout compare \(plan)")
    #expect(result.status == 71 || result.status == 0)
    if result.status == 71 { expectFailure(result, 71, "or --jobs 1") }
  }

  /// As somebody without privileges: a limit of processes does not bind root.
  @Test func withoutThreadsACommandEndsInALine() async throws {
    guard getuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else {
      return print("skipped: needs root and setpriv")
    }
    let workspace = try Workspace()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: workspace.url.path)
    let command = try CommandUnderTest.url().path
    // A user of whom nobody else has processes.
    let start = "setpriv --reuid=64321 --regid=64321 --clear-groups bash -c"
    for limit in [1, 2] {
      let result = try await workspace.shell(
        "\(start) 'ulimit -u \(limit); exec \(command) compare --steps 5 --seeds 2 --store s'")
      if result.errors.contains("Permission denied") {
        return print("skipped: others may not run \(command)")
      }
      expectFailure(result, 71, "more threads", "ulimit -u")
    }
    let masks = try await workspace.shell("\(start) 'ulimit -u 1; exec \(command) masks'")
    #expect(masks.status == 0)
  }

  @Test func tooFewFilesAndTooLittleStackAreALine() async throws {
    let workspace = try Workspace()
    expectFailure(
      try await workspace.shell("ulimit -n 4; exec dropout masks"), 71, "only 4 open files",
      "ulimit -n")
    expectFailure(
      try await workspace.shell("ulimit -s 256; exec dropout masks"), 71, "bytes of stack",
      "ulimit -s")
  }
}
