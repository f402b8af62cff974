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

    /// Screens; what is clicked is clicked on the last, narrowest one.
    private static let widths = [1920, 1024, 360, 320]

    private func size(_ page: BrowserPage, width: Int) async throws {
      try await page.size(width: width, height: width < 800 ? 740 : 1000)
    }

    private func expectNoSidewaysScroll(_ page: BrowserPage, _ when: String) async throws {
      for width in Self.widths {
        try await size(page, width: width)
        var seen = Extent(width: 0, beyond: [])
        _ = try await wait(for: "\(when) within \(width) pixels") {
          "\(seen)"
        } _: {
          seen = try await page.browser.script(
            """
            const width = arguments[0];
            return {
              width: document.documentElement.scrollWidth,
              beyond: [...document.querySelectorAll("body *")]
                .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width + 0.5)
                .map((element) => `${element.tagName} ${element.id} ${element.className}`).slice(0, 5),
            };
            """, width)
          return seen.width <= width ? true : nil
        }
        // Nor does the tour's card leave the screen.
        _ = try await wait(for: "\(when): the card within the screen of \(width)") {
          let isInside: Bool = try await page.browser.script(
            """
            const card = document.getElementById("tourCard");
            const { left, right, top, bottom } = card.getBoundingClientRect();
            return card.hidden || (left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight);
            """)
          return isInside ? true : nil
        }
      }
    }

    @Test func nothingScrollsSideways() async throws {
      try await BrowserPage.visit("?steps=40&step=0") { page in
        for width in Self.widths {
          try await size(page, width: width)
          try await page.browser.reload()
          try await page.ready()
          let reach: Int = try await page.browser.script(
            "return document.documentElement.scrollWidth")
          #expect(reach <= width)
          guard width == 360 else { continue }
          // On a phone, the head, the bar and the panels begin at the same margin.
          let edges: [Double] = try await page.browser.script(
            """
            return ["h1", "#play", ".go-field label", ".panel", "footer p"]
              .map((selector) => document.querySelector(selector).getBoundingClientRect().left);
            """)
          #expect(Set(edges.map { $0.rounded() }).count == 1, "\(edges)")
        }
        try await page.browser.run(
          "for (const button of document.querySelectorAll('.help')) button.click()")
        try await expectNoSidewaysScroll(page, "explanations")
        try await page.fill("#comparisonSeeds", "3")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        try await expectNoSidewaysScroll(page, "test done")
        try await page.click("#runs")
        try await page.expectShown("#runsList li")
        try await expectNoSidewaysScroll(page, "stored runs")
        try await page.click("#runsClose")
        try await page.fill("#keep", "0")
        try await page.state("a refusal") { !$0.message.isEmpty }
        try await expectNoSidewaysScroll(page, "refusal")
        try await page.click("#tour")
        for number in 1...6 {
          try await page.expectText("#tourCount", "step \(number)") {
            $0.hasPrefix("Step \(number)")
          }
          try await page.state("its panels") { $0.query.contains("tour=\(number)") }
          try await expectNoSidewaysScroll(page, "tour \(number)")
          if number < 6 { try await page.click("#tourNext") }
        }
      }
    }
  }
}
