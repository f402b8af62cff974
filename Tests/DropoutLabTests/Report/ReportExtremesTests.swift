@testable import DropoutStatistics
@testable import DropoutLab
import DropoutTraining
import Testing

/// Content at the edges of what the types allow: the page must be whole and its drawings finite.
struct ReportExtremesTests {
  /// A named edge.
  struct Extreme: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let content: ReportContent
  }

  @Test(arguments: extremes) func pageIsWhole(_ extreme: Extreme) throws {
    let text = HTMLReport.text(of: extreme.content)
    #expect(Wellformed.fault(in: text) == nil)
    for trace in ["=\"nan", "=\"-nan", "=\"inf", "=\"-inf", "nan%", "inf%", "Markup(", "Optional("]
    {
      #expect(!text.contains(trace), "\(trace)")
    }
    #expect(text.hasSuffix("</html>\n"))
    #expect(text.contains("<h2 id=\"verdict-title\">"))
    try Preview.write(text, named: extreme.testDescription)
  }

  @Test func oneSeedSaysWhatItCannotShow() {
    let text = HTMLReport.text(
      of: SyntheticReport(policies: [.none, .perExample], seedCount: 1, curvePointCount: 3).content)
    #expect(text.contains("With 1 seed the sign-flip test cannot give a p below 1.000"))
    #expect(text.contains("a verdict needs at least 6 seeds"))
  }

  @Test func manyRunsStaySmall() {
    let text = HTMLReport.text(of: Self.crowd)
    #expect(text.utf8.count < 6_000_000)
  }

  @Test func absentPartsLeaveNoHeading() {
    let report = SyntheticReport(
      seedCount: 2, curvePointCount: 0, hasPictures: false, hasBoundaries: false)
    let text = HTMLReport.text(of: report.content)
    for id in ["curves", "masks", "boundaries"] { #expect(!text.contains("#\(id)\"")) }
    for id in ["losses", "seeds", "numbers"] { #expect(text.contains("#\(id)\"")) }
  }

  private static let crowd = SyntheticReport(
    policies: [MaskPolicy.none, .perExample, .perBatch]
      + (1...9).map { MaskPolicy(.perGroup(size: $0 * 2), .every(steps: $0 + 1)) },
    seedCount: 200, curvePointCount: 6, hasPictures: true, hasBoundaries: false
  ).content

  private static func changed(
    _ name: String, _ report: SyntheticReport = SyntheticReport(seedCount: 4, curvePointCount: 3),
    _ change: (inout ReportContent) -> Void = { _ in }
  ) -> Extreme {
    var content = report.content
    change(&content)
    return Extreme(testDescription: name, content: content)
  }

  private static func changingRuns(
    _ name: String, _ change: (inout RunRecord) -> Void
  ) -> Extreme {
    changed(name) { content in
      for policy in content.results.arms.indices {
        for run in content.results.arms[policy].runs.indices {
          change(&content.results.arms[policy].runs[run])
        }
        let summary = content.results.arms[policy]
        content.results.arms[policy] = SyntheticReport.summary(
          summary.runs[0].policy, runs: summary.runs)
      }
      let all = content.results.arms
      content.results.comparisons = [Metric.testError, .testLogLoss].flatMap { metric in
        all.indices.flatMap { first in
          all.indices.dropFirst(first + 1).map {
            SyntheticReport.pair(all[first], all[$0], metric)
          }
        }
      }
    }
  }

  static let extremes: [Extreme] = [
    changed("one policy", SyntheticReport(policies: [.perExample], curvePointCount: 3)),
    changed("one seed", SyntheticReport(seedCount: 1, curvePointCount: 3)),
    changed("one of each", SyntheticReport(policies: [.none], seedCount: 1, curvePointCount: 1)),
    Extreme(testDescription: "12 policies, 200 seeds", content: crowd),
    changed(
      "longest names",
      SyntheticReport(
        policies: [
          MaskPolicy(.perGroup(size: 999_999_999), .every(steps: 999_999_998)),
          MaskPolicy(.perGroup(size: 999_999_997), .every(steps: 999_999_996)),
        ], seedCount: 3, curvePointCount: 3)),
    changed(
      "no pictures", SyntheticReport(curvePointCount: 0, hasPictures: false, hasBoundaries: false)),
    changed("nothing at all") { content in
      content.results = ComparisonResults(
        arms: [], comparisons: [], friedman: nil, testExampleCount: 0, steps: 500)
      content.maskPictures = []
      content.boundaries = []
    },
    changed("no runs") { content in
      for index in content.results.arms.indices {
        content.results.arms[index].runs = []
        content.results.arms[index].mean = .nan
        content.results.arms[index].interval = nil
      }
    },
    changingRuns("all equal") { run in
      run.testError = 0.07
      run.testLogLoss = 0.2
      run.maskedTrainLoss = 0.1
      run.cleanTrainLoss = 0.1
      run.curve = run.curve.map {
        .init(step: $0.step, maskedTrainLoss: 1, cleanTrainLoss: 1, testLogLoss: 1, testError: 0.07)
      }
    },
    changingRuns("no errors at all") { run in
      run.testError = 0
      run.testLogLoss = 0
      run.maskedTrainLoss = 0
      run.cleanTrainLoss = 0
      run.curve = run.curve.map {
        .init(step: $0.step, maskedTrainLoss: 0, cleanTrainLoss: 0, testLogLoss: 0, testError: 0)
      }
    },
    changingRuns("everything wrong") { run in
      run.testError = 1
      run.testLogLoss = 1e300
      run.maskedTrainLoss = 1e300
      run.cleanTrainLoss = 1e-300
    },
    changingRuns("infinite losses") { run in
      run.testLogLoss = .infinity
      run.maskedTrainLoss = .infinity
      run.cleanTrainLoss = .nan
      run.curve = run.curve.map {
        .init(
          step: $0.step, maskedTrainLoss: .nan, cleanTrainLoss: -.infinity, testLogLoss: .nan,
          testError: .nan)
      }
    },
    changingRuns("errors that are no numbers") { $0.testError = .nan },
    changed("comparisons without numbers") { content in
      for index in content.results.comparisons.indices {
        content.results.comparisons[index].meanDifference = .nan
        content.results.comparisons[index].interval = .init(low: -.infinity, high: .nan)
        content.results.comparisons[index].minimumDetectableDifference = .infinity
        content.results.comparisons[index].holmP = .nan
      }
      content.results.friedman = .init(
        averageRanks: Array(repeating: .nan, count: 5), chiSquare: .nan, p: .nan,
        nemenyiCriticalDifference: .infinity)
    },
    changed("broken pictures") { content in
      content.maskPictures[0].masks = [[1, 0]]
      content.maskPictures[1].units = 0
      content.boundaries[0].classes = []
      content.boundaries[1].confidence = content.boundaries[1].confidence.map { _ in .nan }
      content.boundaries[2].classes = content.boundaries[2].classes.map { _ in -1 }
      content.boundaries[3].x = 1...1
      content.boundaries[4].points = [.init(x: .nan, y: .infinity, label: -4)]
    },
  ]
}
