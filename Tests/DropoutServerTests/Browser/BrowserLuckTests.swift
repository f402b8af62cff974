import DropoutLab
import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  /// "Real or luck?", and what it stores.
  struct Luck {
    /// What a comparison of the same plan says.
    private func comparison(
      _ wanted: WantedExperiment, seeds: UInt64
    ) throws -> ComparisonResults {
      let dataset = try wanted.dataset()
      let training = wanted.training(dataset)
      let policies = try wanted.policies.map { try #require(MaskPolicy($0)) }
      let data = PreparedData(dataset)
      let records = try (0..<seeds).flatMap { seed in
        try policies.map { policy in
          let run = PlannedRun(
            training: training, policy: policy, seed: wanted.seed + seed,
            dataChecksum: dataset.checksum)
          return try #require(run.train(data)).record
        }
      }
      return try ComparisonResults(
        runs: records, policies: policies, testExampleCount: dataset.test.count,
        steps: training.steps)
    }

    private func sentences(_ wanted: WantedExperiment, seeds: UInt64) throws -> [String] {
      PairOrder.sorted(try comparison(wanted, seeds: seeds).comparisons, metric: .testError)
        .map(\.sentence)
    }

    /// Follows a link that opens a new tab, looks at it, and comes back.
    private func follow<Value>(
      _ selector: String, on page: BrowserPage, _ look: () async throws -> Value
    ) async throws -> Value {
      let first = try await page.browser.window()
      try await page.click(selector)
      let second = try await wait(for: "a new tab") {
        try await page.browser.windows().first { $0 != first }
      }
      try await page.browser.switchTo(window: second)
      let value = try await look()
      try await page.browser.closeWindow()
      try await page.browser.switchTo(window: first)
      return value
    }

    private func reportText(_ page: BrowserPage) async throws -> String {
      try await wait(for: "a report") {
        let text: String = try await page.browser.script(
          "return document.readyState === 'complete' ? document.body.textContent : ''")
        return text.isEmpty ? nil : text
      }
    }

    @Test func itEndsWithTheComparisonsSentencesAndItsReport() async throws {
      var wanted = WantedExperiment()
      (wanted.steps, wanted.seed, wanted.learningRate) = (300, 5, 0.1)
      try await BrowserPage.visit("?steps=300&seed=5&rate=0.1&step=0") { page in
        try await page.fill("#comparisonSeeds", "4")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        try await page.expectShown("#comparisonReport")
        let shown: [String] = try await page.browser.script(
          "return [...document.querySelectorAll('#comparisonVerdicts p')].map((p) => p.textContent)"
        )
        let sentences = try sentences(wanted, seeds: 4)
        let losses: [String] = try await page.browser.script(
          "return [...document.querySelectorAll('.dot-log-loss')].map((p) => p.textContent)")
        #expect(
          losses
            == (try comparison(wanted, seeds: 4)).comparisons
            .filter { $0.metric == .testLogLoss }.map(\.sentence))
        #expect(shown == sentences && sentences.count == 3)
        let dots: [Int] = try await page.browser.script(
          """
          return [...document.querySelectorAll(".dot-plot")]
            .map((plot) => plot.querySelectorAll("circle").length)
          """)
        #expect(dots == [4, 4, 4])
        let report = try await follow("#comparisonReport", on: page) { try await reportText(page) }
        for sentence in sentences { #expect(report.contains(sentence), "\(sentence)") }
        // Another experiment has no comparison yet.
        try await page.fill("#seed", "6")
        try await page.expectShown("#comparisonReport", false)
        #expect(try await page.text("#comparisonVerdicts") == "")
      }
    }

    @Test func aComparisonIsStoppedAndTooFewSeedsAreRefused() async throws {
      try await BrowserPage.visit("?steps=20000&policies=per-example,per-batch&step=0") { page in
        try await page.fill("#comparisonSeeds", "1")
        try await page.click("#compare")
        try await page.expectText("#comparisonMessage", "a refusal") { $0.contains("at least 2") }
        try await page.fill("#comparisonSeeds", "201")
        try await page.click("#compare")
        try await page.expectText("#comparisonMessage", "a refusal") {
          $0.contains("at most 200")
        }
        try await page.fill("#comparisonSeeds", "200")
        try await page.click("#compare")
        try await page.expectShown("#comparisonStop")
        try await page.expectText("#comparisonCount", "the first seeds") {
          $0.contains("of 200 seeds") && !$0.hasPrefix("0 ")
        }
        // The experiment goes on meanwhile.
        var wanted = WantedExperiment()
        (wanted.steps, wanted.policies) = (20_000, ["per-example", "per-batch"])
        #expect(try await page.go(to: 5).digests == wanted.digests(after: 5))
        try await page.click("#comparisonStop")
        try await page.expectText("#comparisonState", "the stop") {
          $0.wholeMatch(of: #/Stopped after \d+ of 200 seeds; finished runs are kept\./#) != nil
        }
        #expect(try await !page.isShown("#comparisonReport"))
      }
    }

    @Test func storedRunsAreListedAndOpened() async throws {
      // More than what other tests store.
      try await BrowserPage.visit("?steps=31&policies=per-batch,none&step=0") { page in
        try await page.fill("#comparisonSeeds", "3")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        let verdict = try await page.text("#comparisonVerdicts p")
        try await page.click("#runs")
        let stored = try #require(
          try page.store.comparisons().first {
            $0.run.training.steps == 31 && $0.policies.count == 2
          })
        let link = "#runsList a[href*=\"\(stored.comparison)\"]"
        let item: String = try await wait(for: "the comparison in the list") {
          let items: [String] = try await page.browser.script(
            "return [...document.querySelectorAll(arguments[0])].map((a) => a.closest('li').textContent)",
            link)
          return items.first
        }
        #expect(item.contains("football, 2-20-3-1 3 seeds, "))
        #expect(item.contains("none") && item.contains("per-batch"))
        let report = try await follow(link, on: page) { try await reportText(page) }
        // The list has an order of its own, so the sentence may be turned round.
        #expect(report.contains("none") && report.contains("3 seeds"))
        #expect(!verdict.isEmpty)
        try await page.click("#runsClose")
        try await page.expectShown("#runsDialog", false)
      }
    }
  }
}
