@testable import DropoutLab
import DropoutTraining
import Testing

struct JSONLinesTests {
  private func table(_ text: String, isGrowing: Bool = false) throws -> NamedTable {
    try JSONLines.table(Array(text.utf8), path: "a.jsonl", isGrowing: isGrowing)
  }

  @Test func objectsBecomeRows() throws {
    let table = try table(
      #"{"arm": "n\u00f6 \"x\"", "seed": 1, "m": {"acc": 0.5, "nll": NaN}, "tags": ["a", {"b": "]"}]}"#
        + "\r\n\n" + #"{"seed":2,"arm":"\ud83d\ude00","new":null,"m":{"acc":-1e-3}}"#)
    #expect(table.names == ["arm", "seed", "m.acc", "m.nll", "tags", "new"])
    #expect(table.rows.map(\.line) == [1, 3])
    #expect(table.rows[0].fields == ["nö \"x\"", "1", "0.5", "NaN", "[…]", ""])
    #expect(table.rows[1].fields == ["😀", "2", "-1e-3", "", "", ""])
  }

  @Test func aLineThatIsBeingWrittenIsLeftOut() throws {
    let text = "{\"a\":1}\n{\"a\":12"
    #expect(try table(text, isGrowing: true).rows.count == 1)
    #expect(throws: ScoreError.self) { try table(text) }
  }

  @Test(arguments: [
    "[1]", "{\"a\":}", "{\"a\" 1}", "{\"a\":1", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "{\"a\":yes}",
    "{\"a\":\"x}", "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":[1}",
    "{\"a\":[1", "{a:1}", "{", "1",
  ])
  func damagedLinesAreRefused(text: String) {
    let error = #expect(throws: ScoreError.self) { try table("{\"a\":1}\n" + text) }
    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("a.jsonl, line 2: expected a JSON object"))
  }
}
