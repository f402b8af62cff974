import Foundation
import Testing

@Suite(.fewAtATime)
struct ThinnedCommandTests {
  private struct Document: Decodable {
    struct Visits: Decodable {
      let policy: String
      let distinct: Int
      let droppableUnits: Int
    }
    struct Ensemble: Decodable {
      let networkCount: Int
      let errors: [String: [String: Double]]
    }
    struct Curve: Decodable {
      struct Point: Decodable { let passes: Int }
      let points: [Point]
      let repeats: Int
    }
    let visits: [Visits]
    let policy: String?
    let ensemble: Ensemble?
    let monteCarlo: Curve?
  }

  private static let small = [
    "thinned", "--network", "2-5-3-1", "--set", "data.train=20", "--set", "data.test=20", "--steps",
    "40", "--mc-samples", "5", "--repeats", "3",
  ]

  private func document(_ workspace: Workspace, _ flags: [String]) async throws -> Document {
    let result = try await workspace.dropout(Self.small + flags + ["--json", "-q"])
    expectSuccess(result)
    #expect(result.errors.isEmpty)
    return try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
  }

  @Test func visitsEnsembleAndAveragesAreThere() async throws {
    let workspace = try Workspace()
    let document = try await document(workspace, [])
    #expect(
      document.visits.map(\.policy) == [
        "per-example", "per-batch", "frozen/per-example", "frozen/per-batch",
      ])
    #expect(document.visits.allSatisfy { $0.droppableUnits == 8 })
    #expect(document.visits[3].distinct == 1)
    #expect(document.policy == "per-example" && document.ensemble?.networkCount == 256)
    #expect(document.ensemble?.errors["weighted"]?["mean"] != nil)
    #expect(document.monteCarlo?.points.map(\.passes) == [1, 2, 5])
    #expect(document.monteCarlo?.repeats == 3)
  }

  @Test func threadsAndSeedsDecideAsTheyShould() async throws {
    let workspace = try Workspace()
    let flags = ["--json", "-q"]
    let one = try await workspace.dropout(Self.small + flags + ["--threads", "1"])
    expectSuccess(one)
    #expect(
      try await workspace.dropout(Self.small + flags + ["--threads", "2"]).output == one.output)
    #expect(try await workspace.dropout(Self.small + flags + ["--seed", "2"]).output != one.output)
  }

  @Test func choicesAreFollowed() async throws {
    let workspace = try Workspace()
    let none = try await document(workspace, ["--policies", "none,per-batch", "--visits-only"])
    #expect(none.visits.map(\.policy) == ["none", "per-batch"] && none.visits[0].distinct == 1)
    #expect(none.policy == nil && none.ensemble == nil && none.monteCarlo == nil)
    let wide = try await document(workspace, ["--network", "2-20-3-1", "--policy", "per-batch"])
    #expect(wide.policy == "per-batch" && wide.ensemble == nil && wide.monteCarlo != nil)
    let squared = try await document(workspace, ["--set", "network.loss=squared"])
    #expect(squared.ensemble == nil && squared.monteCarlo != nil)
  }

  @Test func textSaysWhatItMeans() async throws {
    let workspace = try Workspace()
    let folder = workspace.path("charts")
    let result = try await workspace.dropout(Self.small + ["--out", folder])
    expectSuccess(result)
    for part in [
      "frozen/per-batch visits 1 thinned network of 2⁸ = 256", "arithmetic mean", "geometric mean",
      "Weight scaling classifies", "weight scaling", "passes",
    ] {
      #expect(result.output.contains(part), "\(part) in \(result.output)")
    }
    let page = try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)
    #expect(page.contains("(thinned-errors.svg)") && page.contains("    dropout thinned --network"))
    let chart = try String(contentsOfFile: "\(folder)/thinned-errors.svg", encoding: .utf8)
    #expect(chart.hasPrefix("<svg"))
  }

  @Test(arguments: [
    (["--keep", "1"], "nothing is dropped"), (["--policy", "per-example,none"], "one policy"),
    (["--mc-samples", "-1"], "--mc-samples"), (["--repeats", "0"], "--repeats"),
    (["--policies", "sometimes"], "sometimes"), (["--threads", "0"], "--threads"),
    (["--steps", "0"], "steps"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let result = try await Workspace().dropout(Self.small + arguments)
    #expect(result.status == 64 && result.errors.contains(named), "\(result.errors)")
  }
}
