import DropoutLab
import DropoutTraining
import Foundation
import TestSupport
import Testing

struct HTMLReportTests {
  private static let small = SyntheticReport(
    policies: [.perExample, .perBatch, MaskPolicy(.perBatch, .frozen)], seedCount: 6,
    curvePointCount: 4, boundaryGrid: 8
  ).content

  /// Page, sections and charts have separate golden files, so that a difference shows which part has changed.
  @Test func smallReportIsTheRecordedOne() throws {
    // The style sheet and the script are files of their own.
    var page = HTMLReport.text(of: Self.small)
      .replacing(/(?s)<style>.*?<\/style>/, with: "<style>…</style>")
      .replacing(/(?s)<script>.*?<\/script>/, with: "<script>…</script>")
      .replacing(/'sha256-[^']*'/, with: "'sha256-…'")
    var files: [(name: String, text: String)] = []
    for section in page.matches(of: /(?s)<section id="([a-z-]+)".*?<\/section>/) {
      let name = String(section.1)
      // A mark in a line of text stays in it.
      let charts = section.0.matches(of: /(?s)<svg.*?<\/svg>/).filter { $0.0.count > 200 }
      var text = String(section.0)
      for (number, chart) in charts.enumerated() {
        text = text.replacing(chart.0, with: "<svg>…</svg>", maxReplacements: 1)
        files.append(("\(name)-\(number + 1).svg", "\(chart.0)\n"))
      }
      page = page.replacing(
        section.0, with: "<section id=\"\(name)\">…</section>", maxReplacements: 1)
      files.append(("\(name).html", "\(text)\n"))
    }
    #expect(files.count > 20)
    for (name, text) in files + [("page.html", page)] {
      #expect(throws: Never.self) { try Golden.check(text, named: "small-report/\(name)") }
    }
  }

  @Test func sameContentGivesTheSameBytes() {
    let texts = (0..<3).map { _ in HTMLReport.text(of: Self.small) }
    #expect(Set(texts).count == 1)
    var other = Self.small
    other.results.arms[0].runs[0].testError += 0.005
    #expect(HTMLReport.text(of: other) != texts[0])
  }

  /// 5 policies of 32 seeds with curves of 100 points.
  @Test func usualReportIsWellformedAndSmall() throws {
    var report = SyntheticReport()
    report.boundaryGrid = 100
    let text = HTMLReport.text(of: report.content)
    #expect(Wellformed.fault(in: text) == nil)
    #expect(text.utf8.count < 3_000_000)
    try Preview.write(text, named: "usual")
  }

  @Test func everyTextIsEscaped() {
    let attack = "<script>alert(1)</script>\"'&\u{0}</pre></title>"
    var content = Self.small
    content.dataDescription = attack
    content.trainingDescription = attack
    content.planText = attack
    content.command = attack
    content.engineVersion = attack
    for index in content.results.comparisons.indices {
      content.results.comparisons[index].sentence = attack
    }
    let text = HTMLReport.text(of: content)
    #expect(Wellformed.fault(in: text) == nil)
    #expect(!text.contains("<script>alert"))
    #expect(text.components(separatedBy: "<script").count == 2)
    #expect(
      text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\u{FFFD}&lt;/pre&gt;"))
  }

  @Test func nothingIsFetched() {
    let text = HTMLReport.text(of: SyntheticReport(seedCount: 3, curvePointCount: 3).content)
    for trace in ["http:", "https:", "src=\"", "@import", "url(", "<link", "<img"] {
      #expect(!text.contains(trace), "\(trace)")
    }
  }

  @Test func onlyTheOwnScriptMayRun() throws {
    let text = HTMLReport.text(of: Self.small)
    let start = try #require(text.range(of: "<script>"))
    let end = try #require(text.range(of: "</script>"))
    let script = String(text[start.upperBound..<end.lowerBound])
    #expect(text.contains("script-src '\(ScriptDigest.source(of: script))'"))
  }

  /// A literal that is taken for text shows its tags on the page.
  @Test func noMarkupIsShownAsText() {
    let text = HTMLReport.text(of: SyntheticReport(seedCount: 4, curvePointCount: 3).content)
    for trace in ["&lt;d", "&lt;h", "&lt;p", "&lt;s", "&lt;/"] { #expect(!text.contains(trace)) }
    #expect(!text.contains("Markup("))
    #expect(!text.contains("Optional("))
  }

  @Test func pairsThatMatterComeFirst() throws {
    let text = HTMLReport.text(of: SyntheticReport(seedCount: 4, curvePointCount: 3).content)
    let dropout = try #require(text.range(of: "Does dropout help?"))
    let sharing = try #require(text.range(of: "one per example, or one per batch?"))
    let renewal = try #require(text.range(of: "Fresh or frozen"))
    let others = try #require(text.range(of: "3 more pairs"))
    #expect(sharing.lowerBound < renewal.lowerBound && renewal.lowerBound < others.lowerBound)
    #expect(dropout.lowerBound < sharing.lowerBound)
    #expect(text.range(of: "id=\"verdict\"")!.lowerBound < dropout.lowerBound)
  }

  @Test func failedRunsAndNonFiniteLossesAreNamed() {
    var content = Self.small
    for index in content.results.arms[0].runs.indices {
      content.results.arms[0].runs[index].testLogLoss = index < 4 ? .infinity : 1
      content.results.arms[0].runs[index].maskedTrainLoss = .nan
    }
    let text = HTMLReport.text(of: content)
    #expect(text.contains("∞"))
    #expect(text.contains("1 failed"))
    #expect(text.contains("Runs with an infinite or missing loss, not drawn: 6."))
  }

  /// Runs that failed get a coarser zone, and the band that they widen leaves the picture by name.
  @Test func fewFailedRunsDoNotPressTheRest() throws {
    let text = HTMLReport.text(of: SyntheticReport().content)
    #expect(text.contains("where 3 of 160 runs lie, the scale is coarser"))
    #expect(text.contains("coarser scale</text>"))
    var content = SyntheticReport(
      policies: [.none, .perExample, .perBatch], seedCount: 8, curvePointCount: 5
    ).content
    for policy in 0..<3 {
      for run in 0..<8 {
        for point in 0..<5 {
          let isHigh = policy == 2 && run == 7
          content.results.arms[policy].runs[run].curve[point].testError =
            isHigh ? 0.5 : 0.07 + 0.001 * Double(run + policy)
        }
      }
    }
    let clipped = HTMLReport.text(of: content)
    #expect(clipped.contains("One band leaves the picture"))
    #expect(!text.contains("leaves the picture"))
  }

  /// Crowded rows have small marks (`#n`); then no row of the section has large ones.
  @Test func marksOfASectionAreAlike() throws {
    let text = HTMLReport.text(of: SyntheticReport(curvePointCount: 2).content)
    for (id, sign) in [("seeds", "m"), ("differences", "n")] {
      let start = try #require(text.range(of: "<section id=\"\(id)\""))
      let rest = text[start.upperBound...]
      let end = try #require(rest.range(of: "</section>"))
      let marks = rest[..<end.lowerBound].matches(of: /href="#([mn])\d+" x=/)
      #expect(marks.count >= 160)
      #expect(marks.allSatisfy { $0.output.1 == sign })
    }
  }

  /// The tab and the heading say what was compared on what; the footer has the product's version.
  @Test func titleAndFooterNameWhatTheyShow() {
    let text = HTMLReport.text(of: Self.small)
    let name = "per-example, per-batch, frozen/per-batch on french-football"
    #expect(text.contains("<title>\(name): dropout mask policies compared</title>"))
    #expect(text.contains("<h1>\(name)</h1>"))
    #expect(text.contains("Drawn by swift-dropout 0.1.0, engine 3."))
    #expect(
      ReportContent.title(sides: ["none"], dataName: "/home/me/my iris.csv")
        == "none on my iris.csv")
  }
}
