@testable import DropoutStatistics
import DropoutTraining
import Foundation
import LabTestSupport
import Testing

@testable import DropoutLab

struct SweepResultsTests {
  /// Runs in the order in which they are trained: all policies with the first seed, then with the next.
  private func seedBySeed(_ runs: [RunRecord]) -> [RunRecord] {
    runs.enumerated().sorted { ($0.element.seed, $0.offset) < ($1.element.seed, $1.offset) }
      .map(\.element)
  }

  /// Two settings of 12 seeds: in the first per-example is better throughout, in the second nothing
  /// differs on average.
  private func results() throws -> SweepResults {
    var base = PlanSettings()
    for assignment in [
      "data.train=40", "data.test=50", "comparison.seeds=12",
      "comparison.policies=per-example,per-batch",
    ] { try base.merge(assignment: assignment) }
    let sweep = try Sweep(
      base: base, axes: [SweepAxis("batch=8,0", source: "")], sampling: .grid)
    let records = [
      makeRuns(.perExample, wrong: [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], of: 50)
        + makeRuns(.perBatch, wrong: [3, 4, 6, 4, 4, 5, 3, 5, 6, 2, 4, 5], of: 50),
      makeRuns(.perExample, wrong: [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], of: 50)
        + makeRuns(.perBatch, wrong: [3, 2, 1, 1, 2, 3, 3, 2, 1, 0, 2, 4], of: 50),
    ]
    return try SweepResults(sweep, cases: sweep.cases(), records: records.map(seedBySeed))
  }

  @Test func verdictsAreCorrectedForTheNumberOfSettings() throws {
    let settings = try results().settings
    let first = settings[0].comparisons[0]
    // All 12 signs agree: 2 of 4,096 patterns, doubled by Holm for two settings.
    #expect(first.signFlipP == 2.0 / 4_096)
    #expect(first.holmP == 4.0 / 4_096)
    #expect(first.verdict == .aBetter)
    #expect(settings[1].comparisons[0].verdict == .cannotTell)
  }

  @Test func settingsAreTheSampleOfTheWhole() throws {
    let results = try results()
    let pair = results.pairs[0]
    #expect(pair.settingCount == 2 && pair.aBetter == 1 && pair.cannotTell == 1)
    let means = results.settings.map { $0.comparisons[0].meanDifference }
    let middle = try #require(pair.difference)
    #expect(abs(middle.mean - (means[0] + means[1]) / 2) < 1e-15)
    // Two settings say nothing of their spread.
    #expect(
      middle.interval == nil && pair.trends[0].parts.allSatisfy { $0.difference.interval == nil })
    #expect(pair.sentences.contains { $0.contains("(no interval from fewer than three settings)") })
    #expect(pair.sentences[0].contains("after 30,000 steps over 2 settings"))
    #expect(pair.trends.map(\.axis) == ["batch"])
    #expect(pair.trends[0].parts.map(\.label) == ["8", "all"])
    #expect(pair.trends[0].parts.map(\.difference.mean) == means)
    #expect(pair.sentences[0].contains("per-example is better in 1, per-batch in 0"))
  }

  @Test func theTextHasARowForEachComparison() throws {
    let lines = SweepCSV.text(of: try results()).split(separator: "\n")
    #expect(lines.count == 1 + 2 * 2)
    #expect(lines[0].hasPrefix("setting,batch,a,b,metric,seeds,meanA"))
    #expect(lines[1].hasPrefix("1,8,per-example,per-batch,testError,12,0.04,"))
    #expect(
      Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [18])
  }

  @Test func tooFewSeedsAreTold() throws {
    var base = PlanSettings()
    for assignment in [
      "data.train=40", "data.test=50", "comparison.policies=per-example,per-batch",
    ] {
      try base.merge(assignment: assignment)
    }
    let sweep = try Sweep(
      base: base, axes: [SweepAxis("batch=8,0", source: "")], sampling: .grid)
    let few =
      makeRuns(.perExample, wrong: [1, 2, 3], of: 50)
      + makeRuns(.perBatch, wrong: [2, 3, 4], of: 50)
    let results = try SweepResults(
      sweep, cases: sweep.cases(), records: [few, few].map(seedBySeed))
    #expect(results.pairs[0].seedsNeeded == 7)
    #expect(results.pairs[0].sentences[1].contains("at least 7 seeds"))
    #expect(sweep.usualSeedCount == 10)
  }

  /// A perfect order of three settings has p 1/3: nothing may be said to rise or fall.
  @Test func threeSettingsCannotTellATrend() throws {
    var base = PlanSettings()
    for assignment in [
      "data.train=40", "data.test=50", "comparison.seeds=4",
      "comparison.policies=per-example,per-batch",
    ] { try base.merge(assignment: assignment) }
    let sweep = try Sweep(
      base: base, axes: [SweepAxis("data.seed=1,2,3", source: "")], sampling: .grid)
    let records = [1, 2, 3].map { shift in
      makeRuns(.perExample, wrong: [5, 6, 7, 8], of: 50)
        + makeRuns(.perBatch, wrong: [5, 6, 7, 8].map { $0 + shift * ($0 % 2 + 1) }, of: 50)
    }
    let results = try SweepResults(sweep, cases: sweep.cases(), records: records.map(seedBySeed))
    let trend = try #require(results.pairs[0].trends.first)
    #expect(trend.rankCorrelation == -1)
    #expect(trend.p == 1.0 / 3 && trend.holmP == 1.0 / 3 && !trend.couldBeTold)
    let sentences = results.pairs[0].sentences
    #expect(sentences.last == "3 settings cannot tell a trend with data.seed.")
    #expect(!sentences.contains { $0.contains("falls with") })
  }

  @Test func meansAreWrittenByTheNamesOfTheirMetrics() throws {
    let means = try results().settings[0].arms[0]
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(means)) as? [String: Any]
    #expect(
      json.map { Set($0.keys) }
        == ["policy", "seeds", "testError", "testLogLoss", "trainLogLoss", "failedCount"])
    #expect(json?["testError"] as? Double == means.means[.testError])
  }

  /// Missing intervals are null.
  @Test func estimatesWithoutAnIntervalAreNullInJSON() throws {
    let text = String(
      decoding: try JSONEncoder().encode(try results().pairs[0].difference), as: UTF8.self)
    #expect(text.contains("\"low\":null") && text.contains("\"high\":null"))
    let again = try JSONDecoder().decode(Estimate.self, from: Data(text.utf8))
    #expect(try again == #require(results().pairs[0].difference))
  }
}
