import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  struct Tour {
    /// What a step of the tour shows.
    private struct Step {
      let title: String
      let policies: [String]
      let plays: Bool
      let speed: String
      var seed = "3"
    }

    private static let steps = [
      Step(
        title: "What a mask is", policies: ["per-example", "per-batch"], plays: true, speed: "1"),
      Step(
        title: "One mask for all", policies: ["per-example", "per-batch"], plays: true, speed: "1"),
      Step(
        title: "The frozen mask",
        policies: ["per-example", "per-batch", "frozen/per-example", "frozen/per-batch"],
        plays: true, speed: "10"),
      Step(
        title: "Noise and batch size", policies: ["per-example", "per-batch"], plays: false,
        speed: "100"),
      Step(
        title: "Thinned networks", policies: ["per-example", "per-batch", "frozen/per-example"],
        plays: true, speed: "10"),
      Step(
        title: "What thirty seeds say",
        policies: ["per-example", "per-batch", "frozen/per-example", "frozen/per-batch"],
        plays: false, speed: "10", seed: "2"),
    ]

    private func expectStep(_ number: Int, on page: BrowserPage) async throws {
      let step = Self.steps[number - 1]
      try await page.expectText("#tourCount", "step \(number)") { $0 == "Step \(number) of 6" }
      #expect(try await page.text("#tourTitle") == step.title)
      let state = try await page.state("what step \(number) sets") {
        $0.policies == step.policies && $0.playing == step.plays && $0.step >= 0
          && $0.query.contains("tour=\(number)")
      }
      var wanted = WantedExperiment()
      (wanted.policies, wanted.seed) = (step.policies, step.seed == "2" ? 2 : 3)
      #expect(state.command == (try wanted.command()))
      #expect(try await page.value("#seed") == step.seed)
      #expect(try await page.value("#batch") == "0")
      #expect(try await page.value("#keep") == "0.86")
      #expect(try await page.value("#speed") == step.speed)
      let focus: String = try await page.browser.script("return document.activeElement.id")
      #expect(focus == "tourTitle")
      let highlighted: Int = try await page.browser.script(
        "return document.querySelectorAll('.highlight').length")
      #expect(highlighted > 0)
    }

    @Test func theTourRunsThroughAllItsSteps() async throws {
      try await BrowserPage.visit("?data=moons&batch=7&keep=0.4&seed=12&step=9") { page in
        try await page.click("#tour")
        for number in 1...6 {
          try await expectStep(number, on: page)
          if number < 6 { try await page.click("#tourNext") }
        }
        #expect(try await page.text("#tourNext") == "Finish")
        try await page.click("#tourBack")
        try await expectStep(5, on: page)
        try await page.click("#tourBack")
        try await expectStep(4, on: page)
        try await page.click("#tourNext")
        try await expectStep(5, on: page)
        try await page.click("#tourNext")
        try await expectStep(6, on: page)
        try await page.click("#tourNext")
        try await page.expectShown("#tourCard", false)
        #expect(try await page.browser.script("return document.activeElement.id") == "tour")
        try await page.state("the address without the tour") { !$0.query.contains("tour=") }
      }
    }

    /// Whoever only looked in gets back what was open before.
    @Test func leavingGivesThePageBack() async throws {
      try await BrowserPage.visit("?data=moons&seed=12&speed=100&step=9") { page in
        var wanted = WantedExperiment()
        (wanted.data, wanted.seed) = (.moons, 12)
        let digests = try wanted.digests(after: 9)
        try await page.still(at: 9)
        for leave in [
          { try await page.click("#tourLeave") }, { try await page.browser.press(Key.escape) },
        ] {
          try await page.click("#tour")
          try await expectStep(1, on: page)
          try await page.browser.press(Key.right)
          try await expectStep(2, on: page)
          try await page.browser.press(Key.left)
          try await expectStep(1, on: page)
          try await leave()
          try await page.expectShown("#tourCard", false)
          let state = try await page.state("what was there") {
            $0.isAtRest && $0.policies == wanted.policies && $0.step == 9
          }
          #expect(state.digests == digests)
          #expect(try await page.value("#speed") == "100")
          #expect(
            try await page.browser.script("return document.querySelectorAll('.highlight').length")
              == 0)
        }
      }
    }

    @Test func theNoiseStepOffersTwoBatchSizesAndKeepsTheirNoise() async throws {
      try await BrowserPage.visit("?tour=4&policies=per-example,per-batch&step=0") { page in
        func rows() async throws -> [[String]] {
          try await page.browser.script(
            """
            return [...document.querySelectorAll("#tourText tbody tr")]
              .map((row) => [...row.cells].map(({ textContent }) => textContent))
            """)
        }
        try await page.click("#tourOffers button:nth-of-type(1)")
        try await page.state("batch 16") { $0.command.contains("--batch 16") }
        _ = try await wait(for: "the noise of 16") {
          try await rows().contains { $0[0] == "16" } ? true : nil
        }
        try await page.click("#tourOffers button:nth-of-type(2)")
        try await page.state("all examples") { !$0.command.contains("--batch") }
        let table = try await wait(for: "two rows") {
          let rows = try await rows()
          return rows.count == 2 ? rows : nil
        }
        #expect(table.map { $0[0] } == ["16", "211"])
        // Of one mask per example the noise falls as 1 / batch size; of one mask for all a floor stays.
        func number(_ text: String) throws -> Double { try #require(Double(text)) }
        let (fewer, all) = (table[0], table[1])
        #expect(try number(fewer[1]) > 10 * number(all[1]), "\(table)")
        #expect(try number(fewer[2]) < 5 * number(all[2]), "\(table)")
        // What is more than of one mask per example.
        for row in table {
          #expect(try abs(number(row[2]) - number(row[1]) - number(row[3])) < 2e-4, "\(table)")
        }
        // One axis for both, so that the marks have moved.
        func ends() async throws -> [String] {
          try await page.browser.script(
            "return [...document.querySelectorAll('canvas.noise-strip')].map((canvas) => canvas.ariaLabel.split(': ')[0])"
          )
        }
        func expectMeasured(_ mean: String) async throws {
          try await page.expectText(".noise [data-counter=noiseMeasured]", "a noise of \(mean)") {
            $0.hasPrefix(mean)
          }
        }
        try await expectMeasured(all[1])
        let scale = try await ends()
        try await page.click("#tourOffers button:nth-of-type(1)")
        try await page.state("batch 16") { $0.command.contains("--batch 16") }
        try await expectMeasured(fewer[1])
        let again = try await ends()
        #expect(again == scale && Set(scale).count == 1, "\(again), \(scale)")
      }
    }

    @Test func theStepOfThinnedNetworksCountsThemSideBySide() async throws {
      try await BrowserPage.visit("?tour=5&step=12") { page in
        try await page.still(at: 12)
        let rows: [[String]] = try await page.browser.script(
          """
          return [...document.querySelectorAll("#tourText tbody tr")]
            .map((row) => [...row.cells].map(({ textContent }) => textContent))
          """)
        let counters: [String] = try await page.browser.script(
          """
          return [...document.querySelectorAll("[data-counter=distinct]")]
            .map(({ textContent }) => textContent.split(" of ")[0])
          """)
        #expect(rows.map { $0[0] } == WantedExperiment().policies)
        #expect(rows.map { $0[1] } == counters && counters[1] == "12")
      }
    }
  }
}
