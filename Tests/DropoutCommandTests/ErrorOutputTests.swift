import Foundation
import Testing

/// Errors as programs read them, and as no terminal is harmed by them.
@Suite(.fewAtATime)
struct ErrorOutputTests {
  @Test(
    arguments: [
      (["compare", "--bogus"], 64, "usage"), (["compare", "--keep", "0"], 64, "usage"),
      (["runs", "list"], 66, "missingInput"), (["compare", "--jobs", "0"], 64, "usage"),
      (["compare", "--out", "file/below"], 73, "cannotWrite"),
      (["compare", "--data", "bad.csv"], 65, "badData"),
    ] as [([String], Int32, String)])
  func errorsAreJSONWhereResultsWouldBe(
    arguments: [String], code: Int32, kind: String
  ) async throws {
    let workspace = try Workspace()
    try workspace.write("a file", to: "file")
    try workspace.write("", to: "bad.csv")
    let result = try await workspace.dropout(arguments + ["--json"])
    #expect(result.status == code)
    let error = try #require(try result.object()["error"] as? [String: Any])
    #expect(Set(error.keys) == ["exitCode", "kind", "message"])
    #expect(error["exitCode"] as? Int32 == code && error["kind"] as? String == kind)
    let message = try #require(error["message"] as? String)
    #expect(result.errors == "dropout: \(message)\n")
  }

  @Test func fullDevicesEndInOneLineEvenAsJSON() async throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else {
      return print("skipped: no /dev/full here")
    }
    let result = try await Workspace().shell("dropout data list --json > /dev/full")
    expectFailure(result, 73, "standard output: No space left on device")
  }

  /// ESC, BEL, C1 and a change of direction, as they may stand in paths, plans and arguments.
  private static let hostile = "a\u{1B}[31mb\u{7}c\u{9B}2Jd\u{202E}e"

  private static func expectHarmless(_ result: CommandResult, _ source: String) {
    for scalar in (result.output + result.errors).unicodeScalars where scalar != "\n" {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      #expect(!isControl && scalar != "\u{202E}", "\(source): \(scalar.value)")
    }
  }

  @Test func noControlCharacterReachesATerminal() async throws {
    let workspace = try Workspace()
    let name = Self.hostile
    try workspace.write("x,y,c\n1,2,0\n2,3,1\n3,4,0\n4,6,1\n5,5,1\n", to: "\(name).csv")
    try workspace.write("[data]\n\"\(name.dropFirst(2))\" = 1\n", to: "\(name).toml")
    try workspace.write("[data]\nname = \"x\\u001b[31m\\u202e\"\n", to: "escape.toml")
    for arguments in [
      ["compare", "--data", name], ["compare", "--policies", name], ["compare", "--bogus\(name)"],
      ["compare", "--set", "data.\(name)=1"], ["compare", "--plan", "\(name).toml"],
      ["compare", "--plan", "escape.toml"], ["compare", "--steps", name],
      ["compare", "--out", "no/\(name)", "--store", "no/\(name)"],
      ["data", "describe", "\(name).csv"], ["data", "describe", "\(name).csv", "--json"],
      ["runs", "list", "--store", name], ["masks", "--policy", name],
      ["compare", "--dry-run", "--data", "\(name).csv", "--steps", "5"],
      ["compare", "--data", "\(name).csv", "--steps", "5", "--seeds", "1", "--out", "\(name)"],
      ["runs", "list"],
    ] {
      Self.expectHarmless(try await workspace.dropout(arguments), arguments.joined(separator: " "))
    }
  }

  @Test func noMessageIsLongerThanAScreen() async throws {
    let workspace = try Workspace()
    let layers = (["2"] + [String](repeating: "10", count: 20_000) + ["1"])
    try workspace.write(
      "[network]\nlayers = [\(layers.joined(separator: ", "))]\n", to: "plan.toml")
    for arguments in [
      ["compare", "--plan", "plan.toml"], ["compare", "--network", layers.joined(separator: "-")],
      ["compare", "--policies", String(repeating: "x", count: 60_000)],
      ["compare", "--policies", String(repeating: "x ", count: 30_000)],
      ["compare", "--data", String(repeating: "d", count: 60_000)],
    ] {
      let result = try await workspace.dropout(arguments)
      #expect(result.status != 0 && result.errorLines.count == 1)
      #expect(result.errors.count < 1_600, "\(result.errors.count)")
      #expect(result.errors.contains(/… \([\d,]+ characters\)/), "\(result.errors)")
    }
    // What may be used instead is still said.
    let policies = try await workspace.dropout(
      ["compare", "--policies", String(repeating: "x", count: 60_000)])
    #expect(policies.errors.contains("use none, per-example"))
  }
}
