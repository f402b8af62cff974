import Foundation
import Testing

@Suite(.fewAtATime)
struct VerdictCommandTests {
  private struct Document: Decodable {
    struct Pair: Decodable {
      let a: String
      let b: String
      let isPaired: Bool
      let meanDifference: Double?
      let verdict: String
      let sentence: String
    }
    let files: [String]
    let comparisons: [Pair]
  }

  private static let scores: String = {
    var text = "model,seed,accuracy\n"
    for seed in 1...8 {
      text += "none,\(seed),0.90\(seed * seed % 7)\ndropout,\(seed),0.92\(seed % 3)\n"
    }
    return text
  }()

  private func verdict(
    _ arguments: [String], _ text: String = scores
  ) async throws -> (result: CommandResult, workspace: Workspace) {
    let workspace = try Workspace()
    try workspace.write(text, to: "scores.csv")
    return (try await workspace.dropout(["verdict", "scores.csv"] + arguments), workspace)
  }

  @Test func theFirstLineSaysHowTheFileWasRead() async throws {
    let (result, _) = try await verdict([])
    expectSuccess(result)
    #expect(
      result.output.hasPrefix(
        "scores.csv: arms from 'model', metric 'accuracy', seeds from 'seed'\n"))
    #expect(result.output.contains("dropout is better than none: its accuracy is 0.01"))
    #expect(result.output.contains("accuracy, higher is better, as shares (0 to 1)"))
    #expect(result.errors.isEmpty)
  }

  @Test func terminalPageAndJSONSayTheSame() async throws {
    let (result, workspace) = try await verdict(["--out", "study", "--json"])
    expectSuccess(result)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    let pair = try #require(document.comparisons.first)
    #expect(pair.verdict == "bBetter" && pair.isPaired)
    #expect(try workspace.read("study/results.json") == result.output)
    for name in ["README.md", "report.html"] {
      #expect(try workspace.read("study/\(name)").contains(pair.sentence), "\(name)")
    }
    #expect(workspace.exists("study/scores.svg") && workspace.exists("study/differences.svg"))
    // What was written is read again, to the same result.
    let again = try await workspace.dropout(["verdict", "study/scores.csv", "--json"])
    let other = try JSONDecoder().decode(Document.self, from: Data(again.output.utf8))
    #expect(other.comparisons.map(\.sentence) == document.comparisons.map(\.sentence))
  }

  @Test(arguments: [
    (["--baseline", "nobody"], 64, "no such arm"), (["--step", "x"], 64, "--step x"),
    (["--step", "3"], 64, "no steps"), (["--range", "1"], 64, "--range 1"),
    (["--range", "0,0.5"], 65, "not from 0 to 0.5"),
    (["--metric", "acuracy"], 64, "did you mean accuracy"),
    (["--arm-column", "modell"], 64, "did you mean model"),
    (["--each-file", "x"], 64, "--each-file x"),
    (["--run-names", "x"], 64, "--run-names x"), (["--assume-nothing"], 64, "--anytime"),
    (["--anytime", "--unpaired"], 64, "--unpaired"), (["none.csv"], 66, "none.csv: no such file"),
    (["--out", "scores.csv"], 73, "scores.csv"),
  ])
  func badArgumentsAreRefusedInOneLine(
    arguments: [String], status: Int32, saying: String
  ) async throws {
    let (result, _) = try await verdict(arguments)
    #expect(result.status == status && result.errors.contains(saying), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func badFilesAreRefusedWithTheirCode() async throws {
    let (result, _) = try await verdict([], Self.scores.replacing("0.921", with: "high"))
    #expect(result.status == 65 && result.errors.contains("scores.csv"), "\(result.errors)")
  }

  @Test func aGrowingFileIsReadUpToItsLastWholeLine() async throws {
    let (result, _) = try await verdict(["--anytime"], String(Self.scores.dropLast(3)))
    expectSuccess(result)
    #expect(result.output.contains("with 7 paired seeds so far"), "\(result.output)")
    #expect(result.output.contains("anytime intervals allow for looking after every seed"))
  }

  @Test func dataSetsAreRanked() async throws {
    let workspace = try Workspace()
    for (name, shift) in [("iris", 0.0), ("wine", 0.01), ("glass", 0.02)] {
      try workspace.write(
        Self.scores + (1...8).map { "l2,\($0),\(0.91 + shift + 0.001 * Double($0))\n" }.joined(),
        to: "\(name).csv")
    }
    let result = try await workspace.dropout([
      "verdict", "iris.csv", "wine.csv", "glass.csv", "--each-file", "dataset", "--out", "study",
    ])
    expectSuccess(result)
    #expect(result.output.contains("Mean ranks over 3 data sets, 1 is best: "))
    // Three pairs on three data sets are corrected together, which eight seeds are too few for.
    #expect(result.output.contains("Cannot tell none from dropout on wine"))
    #expect(result.output.contains("8 seeds can never reach Holm p < 0.05 over 9 pairs"))
    #expect(workspace.exists("study/ranks.svg"))
  }
}
