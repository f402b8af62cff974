import Foundation
import Testing

@Suite(.fewAtATime)
struct WhyCommandTests {
  private struct Document: Decodable {
    struct Moment: Decodable {
      let step: Int
      let noise: Noise
      let sentences: [String]
    }
    struct Noise: Decodable {
      let cells: [Cell]
      let exact: [String: Double]?
    }
    struct Cell: Decodable {
      let policy: String
      let batchSize: Int
      let masks: Int
    }
    let moments: [Moment]
  }

  private static let small = [
    "why", "--network", "2-5-3-1", "--set", "data.train=20", "--set", "data.test=20", "--steps",
    "40", "--pairs", "20", "--blocks", "20",
  ]

  @Test func momentsAndSharingsAreThoseAskedFor() async throws {
    let workspace = try Workspace()
    let flags = ["--at", "40,0,40", "--batches", "8,3", "--json"]
    let result = try await workspace.dropout(Self.small + flags)
    expectSuccess(result)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    #expect(document.moments.map(\.step) == [0, 40])
    for moment in document.moments {
      #expect(
        moment.noise.cells.map { "\($0.batchSize) \($0.policy) \($0.masks)" } == [
          "3 per-example 3", "3 per-group:2 2", "3 per-batch 1", "8 per-example 8",
          "8 per-group:2 4", "8 per-group:4 2", "8 per-batch 1",
        ])
      // Eight droppable units are enumerated.
      #expect(moment.noise.exact?.count == 3)
      #expect(moment.sentences.count == 3)
    }
    #expect(try await workspace.dropout(Self.small + flags).output == result.output)
    let other = try await workspace.dropout(Self.small + flags + ["--seed", "2"])
    #expect(other.output != result.output)
  }

  @Test func textNamesExactPartsAndMeaning() async throws {
    let result = try await Workspace().dropout(Self.small + ["--at", "0"])
    expectSuccess(result)
    #expect(result.output.hasPrefix("after 0 steps\n"))
    for part in ["(exactly ", "per-group:16", "direction error", "comes from which example"] {
      #expect(result.output.contains(part), "\(part) in \(result.output)")
    }
  }

  @Test func aFolderGetsAPageWithAFigureForEachView() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(Self.small + ["--at", "0,40", "--out", "noise", "-q"])
    expectSuccess(result)
    let page = try workspace.read("noise/README.md")
    for name in ["by-batch-0", "by-group-0", "by-batch-40", "by-group-40"] {
      #expect(page.contains("(\(name).svg)"))
      let figure = try workspace.read("noise/\(name).svg")
      #expect(figure.hasPrefix("<svg") && !figure.contains("NaN") && !figure.contains("nan"))
    }
    #expect(page.contains("    dropout why --network 2-5-3-1") && !page.contains("--out"))
    #expect(workspace.exists("noise/results.json"))
  }

  @Test(arguments: [
    (["--at", "41"], "--at 41"), (["--batches", "0"], "--batches 0"),
    (["--pairs", "1"], "--pairs"),
    (["--blocks", "1"], "--blocks"), (["--keep", "1"], "nothing is dropped"),
    (["--policy", "per-example,none"], "one policy"), (["--at", ""], "--at"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let result = try await Workspace().dropout(Self.small + arguments)
    #expect(result.status == 64 && result.errors.contains(named), "\(result.errors)")
  }
}
