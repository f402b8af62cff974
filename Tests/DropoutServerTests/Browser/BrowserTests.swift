import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

/// Whether the tests in a browser run: where there is one, in release builds. Unoptimised, training and
/// its references take more than five minutes on two cores, and the page is the same.
private let canTestInBrowser: Bool = {
  #if DEBUG
    false
  #else
    BrowserPrograms.found != nil
  #endif
}()

/// The live page in a real Chromium, driven as a user drives it. One test at a time: they share a
/// browser and its screen.
@Suite(
  .serialized, .timeLimit(.minutes(3)),
  .enabled(if: canTestInBrowser, "needs a release build, chromium and chromium-driver"))
struct BrowserTests {
  @Test func thePageLoadsWithoutAComplaintAndAsksNobodyElse() async throws {
    try await BrowserPage.visit("") { page in
      let title: String = try await page.browser.script("return document.title")
      #expect(title == "Dropout laboratory")
      try await page.still(at: 0)
      let origins: [String] = try await page.browser.script(
        """
        return [...new Set(performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin))]
        """)
      #expect(origins == [String(page.address.dropLast())])
      let policies = try await page.state().policies
      #expect(policies == WantedExperiment().policies)
    }
  }

  @Test func twoTabsDoNotDisturbEachOther() async throws {
    try await BrowserPage.visit("?step=0&speed=100") { page in
      let first = try await page.browser.window()
      try await page.click("#play")
      let second = try await page.browser.openWindow()
      try await page.open("?data=moons&seed=4&step=0")
      var other = WantedExperiment()
      (other.data, other.seed) = (.moons, 4)
      #expect(try await page.go(to: 73).digests == other.digests(after: 73))

      try await page.browser.switchTo(window: first)
      let playing = try await page.state("the first tab to play on") { $0.step > 20 }
      #expect(playing.playing)
      try await page.click("#play")
      let state = try await page.state("pause") { $0.isAtRest }
      #expect(state.digests == (try WantedExperiment().digests(after: state.step)))

      try await page.browser.switchTo(window: second)
      let untouched = try await page.still(at: 73)
      #expect(untouched.digests == (try other.digests(after: 73)))
      try await page.browser.closeWindow()
      try await page.browser.switchTo(window: first)
    }
  }

  @Test func reloadingInTheMiddleOfPlayingComesBackNearby() async throws {
    try await BrowserPage.visit("?step=0&speed=100&batch=32&seed=9") { page in
      try await page.click("#play")
      try await page.state("the address to follow") {
        ($0.query.firstMatch(of: #/&step=(\d+)/#).flatMap { Int($0.1) } ?? 0) > 30
      }
      try await page.browser.reload()
      let state = try await page.state("rest") { $0.isAtRest }
      #expect(state.step > 30)
      var wanted = WantedExperiment()
      (wanted.batch, wanted.seed) = (32, 9)
      #expect(state.digests == (try wanted.digests(after: state.step)))
    }
  }
}
