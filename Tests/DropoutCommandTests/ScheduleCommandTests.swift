import DropoutTraining
import Foundation
import Testing

/// Schedules of dropout on the command line.
@Suite(.fewAtATime)
struct ScheduleCommandTests {
  private let workspace = try! Workspace()
  private let why = [
    "why", "--network", "2-5-3-1", "--set", "data.train=20", "--set", "data.test=20", "--steps",
    "40", "--pairs", "20", "--blocks", "20", "--batches", "4", "--json",
  ]

  @Test func comparedArmsSayTheirSchedules() async throws {
    let arms = ["constant", "early", "late", "curriculum", "annealed"].flatMap {
      ["--arm", "\($0): per-example dropout.schedule=\($0)"]
    }
    let result = try await workspace.dropout(
      ["compare", "--steps", "60", "--seeds", "2", "--out", "out"] + tinyData + arms)
    expectSuccess(result)
    let page = try workspace.read("out/report.html")
    for text in [
      "dropout in the first 10 steps only", "dropout after the first 10 steps only",
      "curriculum: a = 1 − exp(−10 s/N)", "Dropout reduces underfitting",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(try workspace.read("out/README.md").contains("dropout in the first 10 steps only"))
    let again = try await workspace.dropout(["compare", "-p", "out/plan.toml"])
    expectSuccess(again)
    #expect(again.errors.contains("all 10 runs were in"))
  }

  @Test func noiseIsMeasuredAtTheKeepProbabilitiesOfItsMoment() async throws {
    func moments(_ flags: [String]) async throws -> [[String: Any]] {
      let result = try await workspace.dropout(why + flags)
      expectSuccess(result)
      return try #require(try result.object()["moments"] as? [[String: Any]])
    }
    func part(_ moment: [String: Any], _ name: String) throws -> Double {
      let noise = try #require(moment["noise"] as? [String: Any])
      return try #require((noise["exact"] as? [String: Double])?[name])
    }
    let late = try await moments(["--set", "dropout.schedule=late", "--at", "0,30"])
    #expect(late.map { $0["keepProbabilities"] as? [Double] }[0] == [1, 1, 1])
    #expect(try abs(part(late[0], "mask")) < 1e-12 && part(late[1], "mask") > 1e-6)
    let sentences = try #require(late[0]["sentences"] as? [String])
    #expect(sentences.count == 1 && sentences[0].hasPrefix("Nothing is dropped"))
    // Before the first step nothing but the keep probability matters: half of the drop rate .5.
    let halfway = try await moments([
      "--keep", "0.5", "--set", "dropout.schedule=annealed", "--set", "dropout.schedule-steps=40",
      "--at", "20",
    ])
    #expect(halfway[0]["keepProbabilities"] as? [Double] == [1, 0.75, 0.75])
    let constant = try await moments(["--keep", "0.5", "--at", "0"])
    let start = try await moments([
      "--keep", "0.5", "--set", "dropout.schedule=annealed", "--at", "0",
    ])
    #expect(try part(start[0], "mask") == part(constant[0], "mask"))
    #expect(constant[0]["keepProbabilities"] == nil)
  }

  @Test func masksShowTheSchedule() async throws {
    let flags = [
      "masks", "--policy", "frozen/per-batch", "--keep", "0.5", "--units", "40", "--batch", "2",
      "--steps", "5", "--schedule", "annealed",
    ]
    let text = try await workspace.dropout(flags)
    expectSuccess(text)
    #expect(text.output.contains("drop rates falling linearly to 0 over 5 steps"))
    #expect(text.output.contains("step 0, keep 0.5000: "))
    #expect(text.output.contains("step 4, keep 0.9000: "))
    let json = try await workspace.dropout(flags + ["--json"])
    let masks = try #require(try json.object()["masks"] as? [[[Int]]])
    let kept = masks.map { $0[0].reduce(0, +) }
    #expect(kept == kept.sorted() && Set(kept).count > 2)
    expectFailure(try await workspace.dropout(flags + ["--schedule", "earlie"]), 64, "early")
  }

  @Test func recordingsHoldTheKeepOfEveryStep() async throws {
    let record = ["train", "--steps", "6", "--record", "r", "--keep", "0.9,0.6,0.5"]
    expectSuccess(
      try await workspace.dropout(record + ["--set", "dropout.schedule=early"] + tinyData))
    let keep = try NPZFile(path: workspace.path("r/masks.npz")).array(named: "keep")
    #expect(keep.shape == [6, 3])
    let realised = [0.9, 0.6, 0.5].map { KeepProbability($0).realised }
    #expect(keep.doubles == realised + [Double](repeating: 1, count: 15))
    expectSuccess(try await workspace.dropout(["evaluate", "r"]))
    expectFailure(
      try await workspace.dropout(["evaluate", "r", "--mc-samples", "2"]), 64,
      "dropout.schedule early", "leave out --mc-samples")
    expectFailure(
      try await workspace.dropout(
        ["thinned", "--steps", "9", "--set", "dropout.schedule=annealed"] + tinyData), 64,
      "dropout.schedule annealed", "one keep probability")
  }
}
