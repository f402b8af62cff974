import Foundation
import Testing

@testable import DropoutLab

struct PrintableTextTests {
  @Test func everyControlIsWrittenOut() throws {
    for value in UInt32(0)..<0x3000 {
      let scalar = try #require(Unicode.Scalar(value))
      let text = PrintableText.escaped("a\(scalar)b")
      let isControl = scalar.properties.generalCategory == .control
      let turns = scalar.properties.isBidiControl
      let endsLine = value == 0x2028 || value == 0x2029
      #expect((text == "a\(scalar)b") == !(isControl || turns || endsLine), "\(value)")
      #expect(text.unicodeScalars.allSatisfy { !PrintableText.isUnsafe($0) })
    }
    #expect(PrintableText.escaped("\u{1B}[2J") == "\\u{1B}[2J")
    #expect(PrintableText.escaped("a\r\nb\tc", keepsLines: true) == "a\\u{D}\nb\tc")
    #expect(PrintableText.escaped("a\nb") == "a\\u{A}b")
    #expect(PrintableText.escaped("données 数 👩‍🔬") == "données 数 👩‍🔬")
  }

  /// Escaping changes the spelling of a document, not what it says.
  @Test func escapedJSONReadsAlike() throws {
    let values = ["a\u{7F}b\u{9B}c\u{202E}", "plain", "é\u{2028}"]
    let data = try JSONEncoder().encode(values)
    let text = PrintableText.escapedJSON(String(decoding: data, as: UTF8.self))
    #expect(text.unicodeScalars.allSatisfy { !PrintableText.isUnsafe($0) })
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == values)
  }

  @Test func longValuesAreCutAndTheEndStays() {
    let long = String(repeating: "x", count: 5_000)
    #expect(
      PrintableText.shortened("a: \(long) is not allowed; use b")
        == "a: \(long.prefix(199))… (5,000 characters) is not allowed; use b")
    let many = String(repeating: "word ", count: 2_000) + "use b"
    let short = PrintableText.shortened(many)
    #expect(short.count < 1_300 && short.hasPrefix("word word") && short.hasSuffix("use b"))
    let message = String(repeating: "word ", count: 100)
    #expect(PrintableText.shortened(message) == message)
  }

  /// What a plan prints of a text reads back as the same text and holds no control character.
  @Test func planValuesAreSafeToPrint() throws {
    let value = "a\u{1B}\u{9B}\u{202E}\u{7F}\"\\\u{2066}é"
    let toml = PlanValue.text(value).toml
    #expect(toml.unicodeScalars.allSatisfy { !PrintableText.isUnsafe($0) })
    var settings = PlanSettings()
    try settings.merge(toml: "[data]\nname = \(toml)\n", source: "plan")
    #expect(settings["data.name"] == .text(value))
  }
}
