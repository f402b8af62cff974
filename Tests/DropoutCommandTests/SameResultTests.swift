@testable import DropoutStatistics
import DropoutLab
import Foundation
import Testing

/// Every document of one study says the same: they are read back and compared with each other.
@Suite(.fewAtATime)
struct SameResultTests {
  /// Clearly different policies, one pair of which stays open.
  private static let plan = [
    "--policies", "none,per-example,frozen/per-batch", "--keep", "0.5", "--steps", "300",
  ]

  /// What the documents of one study hold.
  private struct Study {
    let terminal: String
    let page: String
    let html: String
    let document: [String: Any]
    let csv: [[Substring]]

    var comparisons: [[String: Any]] { document["comparisons"] as? [[String: Any]] ?? [] }
    var sentences: [String] {
      comparisons.filter { $0["metric"] as? String == "testError" }
        .compactMap { $0["sentence"] as? String }
    }
    /// The text of the page without its tags.
    var htmlText: String {
      html.replacing(/<(script|style)[^>]*>[\s\S]*?<\/(script|style)>/, with: "")
        .replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("\u{A0}", with: " ")
    }
    /// Every text a person reads.
    var texts: [(name: String, text: String)] {
      [("terminal", terminal), ("README.md", page), ("report.html", htmlText)]
    }
  }

  private func study(_ flags: [String], in workspace: Workspace) async throws -> Study {
    let result = try await workspace.compare(Self.plan + flags)
    expectSuccess(result)
    let json = Data(try workspace.read("dropout-report/results.json").utf8)
    return Study(
      terminal: result.output, page: try workspace.read("dropout-report/README.md"),
      html: try workspace.read("dropout-report/report.html"),
      document: try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any]),
      csv: try workspace.read("dropout-report/runs.csv").split(separator: "\n").map {
        $0.split(separator: ",")
      })
  }

  /// Lines of the terminal may be broken between words.
  private func joined(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// All that match `pattern` in a text.
  private func all(_ pattern: String, in text: String) throws -> Set<String> {
    let regex = try Regex(pattern)
    return Set(joined(text).matches(of: regex).map { String($0.0) })
  }

  /// Sentences stand whole in every text; runs.csv holds the runs of results.json, and their means.
  private func expectSame(_ study: Study) throws {
    #expect(study.sentences.count == 3)
    for (name, text) in study.texts {
      for sentence in study.sentences {
        #expect(joined(text).contains(joined(sentence)), "\(sentence) in \(name)")
      }
    }
    for pair in study.comparisons where pair["metric"] as? String == "testError" {
      guard let interval = pair["interval"] as? [String: Double], let low = interval["low"],
        let high = interval["high"]
      else { continue }
      // The card of the report has the interval of the sentence, to two decimals.
      let text =
        "interval \(NumberText.points(low)) to \(NumberText.points(high))"
      #expect(study.htmlText.contains(text), "\(text)")
    }
    for policy in try #require(study.document["policies"] as? [[String: Any]]) {
      let runs = try #require(policy["runs"] as? [[String: Any]])
      let name = try #require(policy["policy"] as? String)
      let rows = study.csv.filter { $0[0] == name && $0[2] == "testError" }
      #expect(rows.map { Int($0[1]) } == runs.map { $0["seed"] as? Int })
      let errors = rows.compactMap { Double($0[3]) }
      let mean = errors.reduce(0, +) / Double(errors.count)
      #expect(abs(mean - (policy["mean"] as? Double ?? .nan)) < 1e-12)
      for (name, text) in study.texts {
        #expect(text.contains(NumberText.percent(mean)), "\(mean) in \(name)")
      }
    }
    #expect(study.document["steps"] as? Int == 300)
    for (name, text) in study.texts { #expect(text.contains("after 300 steps"), "\(name)") }
  }

  @Test func aFixedNumberOfSeedsGivesOneResultEverywhere() async throws {
    let study = try await study(["--seeds", "12"], in: Workspace())
    try expectSame(study)
    #expect(study.document["untilDecided"] is NSNull)
    // Every p of the sentences is that of the table, in the same characters.
    for pair in study.comparisons where pair["metric"] as? String == "testError" {
      let p = NumberText.probability(try #require(pair["holmP"] as? Double))
      let sentence = try #require(pair["sentence"] as? String)
      #expect(sentence.contains("Holm p \(p)"), "\(sentence)")
      #expect(study.html.contains("<td>\(p.replacing("<", with: "&lt;"))</td>"), "\(p)")
    }
    let told = try study.texts.map { try all(#"Holm p (< )?[0-9.]+[0-9]"#, in: $0.text) }
    #expect(told[0] == told[1] && told[0].isSubset(of: told[2]) && !told[0].isEmpty)
    for (name, text) in study.texts {
      #expect(!text.contains("anytime") && !text.contains("below 0.001"), "\(name)")
    }
  }

  @Test func addedSeedsGiveOneResultEverywhere() async throws {
    let workspace = try Workspace()
    let study = try await study(["--until-decided", "--seeds", "40"], in: workspace)
    try expectSame(study)
    let added = try #require(study.document["untilDecided"] as? [String: Any])
    let seeds = try #require(added["seeds"] as? Int)
    let how = try all(#"Seeds were added until [^:]*: [^.]*\."#, in: study.terminal)
    #expect(how.count == 1)
    for (name, text) in study.texts {
      #expect(try all(#"Seeds were added until [^:]*: [^.]*\."#, in: text) == how, "\(name)")
      #expect(joined(text).contains("\(seeds) seeds, with a look after each"), "\(name)")
      for trace in [
        "Holm", "sign-flip", "Sign-flip", "Friedman", "Wilcoxon", "95 % interval",
        "could have seen",
        "detectable",
      ] {
        #expect(!text.contains(trace), "\(trace) in \(name)")
      }
      #expect(try all(#"\bp (< )?[0-9]"#, in: text).isEmpty, "\(name)")
    }
    #expect(study.document["friedman"] is NSNull && study.comparisons.count == 15)
    for pair in study.comparisons {
      for key in ["signFlipP", "holmP", "wilcoxonP", "pairedTP", "minimumDetectableDifference"] {
        #expect(pair[key] is NSNull, "\(key)")
      }
    }
    for policy in try #require(study.document["policies"] as? [[String: Any]]) {
      #expect(policy["interval"] is NSNull)
    }
    for name in ["errors", "differences"] {
      #expect(!(try workspace.read("dropout-report/\(name).svg").contains("95 %")), "\(name)")
    }
    for (name, text) in study.texts.dropFirst() {
      #expect(joined(text).contains("--until-decided"), "\(name)")
    }
    #expect(study.htmlText.contains("until-decided = true"))
  }

  @Test func aSweepThatAddsSeedsHasNoFixedFigures() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(
      ["sweep", "--vary", "batch=8,0", "--until-decided", "--seeds", "12", "--out", "sweep"]
        + Self.plan + tinyData)
    expectSuccess(result)
    let json = Data(try workspace.read("sweep/results.json").utf8)
    let document = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    for setting in try #require(document["settings"] as? [[String: Any]]) {
      for pair in try #require(setting["comparisons"] as? [[String: Any]]) {
        #expect(pair["sentence"] is String)
        for key in ["signFlipP", "holmP", "wilcoxonP", "pairedTP"] { #expect(pair[key] == nil) }
      }
    }
    for file in ["results.json", "settings.csv", "README.md"] {
      let text = try workspace.read("sweep/\(file)")
      #expect(!text.contains("\"inf\"") && !text.contains("\"-inf\""), "\(file)")
    }
    #expect(result.output.contains("anytime interval") && result.output.contains("after 300 steps"))
    // Twelve seeds decide nothing, so that this alone is true.
    let page = try workspace.read("sweep/README.md")
    #expect(page.contains("or until no more were allowed by --seeds"))
  }
}
