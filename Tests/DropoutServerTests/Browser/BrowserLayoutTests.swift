import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  struct Layout {
    /// How far the page reaches, and what reaches beyond the screen.
    private struct Extent: Decodable {
      let width: Int
      let beyond: [String]
    }

    private func expectNoSidewaysScroll(
      _ page: BrowserPage, width: Int, _ when: String
    ) async throws {
      let extent: Extent = try await page.browser.script(
        """
        const width = arguments[0];
        return {
          width: document.documentElement.scrollWidth,
          beyond: [...document.querySelectorAll("body *")]
            .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width + 0.5)
            .map((element) => `${element.tagName} ${element.id} ${element.className}`).slice(0, 5),
        };
        """, width)
      #expect(extent.width <= width, "\(when): \(extent.beyond)")
    }

    /// On a phone, the head, the bar and the panels begin at the same margin.
    @Test func aPhonesMarginsAreOne() async throws {
      try await BrowserPage.visit { page in
        try await page.size(width: 360, height: 740)
        try await page.browser.reload()
        try await page.ready()
        let edges: [Double] = try await page.browser.script(
          """
          return ["h1", "#play", ".go-field label", ".panel", "footer p"]
            .map((selector) => document.querySelector(selector).getBoundingClientRect().left);
          """)
        #expect(Set(edges.map { $0.rounded() }).count == 1, "\(edges)")
      }
    }

    @Test(arguments: [320, 360, 1024, 1920])
    func nothingScrollsSideways(width: Int) async throws {
      try await BrowserPage.visit("?steps=40&step=0") { page in
        try await page.size(width: width, height: width < 800 ? 740 : 1000)
        try await page.browser.reload()
        try await page.ready()
        try await expectNoSidewaysScroll(page, width: width, "first view")
        try await page.browser.run(
          "for (const button of document.querySelectorAll('.help')) button.click()")
        try await expectNoSidewaysScroll(page, width: width, "explanations")
        try await page.fill("#comparisonSeeds", "3")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        try await expectNoSidewaysScroll(page, width: width, "test done")
        try await page.click("#runs")
        _ = try await wait(for: "a stored run") {
          try await page.isShown("#runsList li") ? true : nil
        }
        try await expectNoSidewaysScroll(page, width: width, "stored runs")
        try await page.click("#runsClose")
        try await page.fill("#keep", "0")
        try await page.state("a refusal") { !$0.message.isEmpty }
        try await expectNoSidewaysScroll(page, width: width, "refusal")
        try await page.click("#tour")
        for number in 1...6 {
          try await page.expectText("#tourCount", "step \(number)") {
            $0.hasPrefix("Step \(number)")
          }
          try await page.state("its panels") { $0.query.contains("tour=\(number)") }
          try await expectNoSidewaysScroll(page, width: width, "tour \(number)")
          // The card itself stays within the screen.
          let isInside: Bool = try await page.browser.script(
            """
            const { left, right, top, bottom } = document.getElementById("tourCard").getBoundingClientRect();
            return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
            """)
          #expect(isInside, "tour \(number)")
          if number < 6 { try await page.click("#tourNext") }
        }
      }
    }
  }
}
