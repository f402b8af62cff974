import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  struct Transport {
    private func expectLibrary(_ state: BrowserPage.State, at step: Int) throws {
      #expect(state.steps == [step, step, step])
      #expect(state.digests == (try WantedExperiment().digests(after: step)), "step \(step)")
    }

    @Test func stepsTheNumberFieldAndTheSliderGoToAnyStepAndBack() async throws {
      try await BrowserPage.visit { page in
        for step in 1...3 {
          try await page.click("#step")
          try expectLibrary(try await page.still(at: step), at: step)
        }
        #expect(try await page.text("#stepNow") == "3")
        try await page.click("#restart")
        try expectLibrary(try await page.still(at: 0), at: 0)

        for step in [431, 430, 12, 0, 431] {
          try expectLibrary(try await page.go(to: step), at: step)
        }
        try await page.fill("#go", "17")
        try await page.click("#goButton")
        try expectLibrary(try await page.still(at: 17), at: 17)

        for (key, step) in [(Key.home, 0), (Key.right, 1), (Key.end, 431), (Key.left, 430)] {
          try await page.type(key, into: "#rewind")
          try expectLibrary(try await page.still(at: step), at: step)
        }
      }
    }

    @Test func playAndPauseByTheButtonAndByTheSpaceBar() async throws {
      try await BrowserPage.visit { page in
        try await page.choose("100", in: "#speed")
        try await page.click("#play")
        try await page.state("playing") { $0.playing && $0.step > 10 }
        #expect(try await page.text("#play .word") == "Pause")
        #expect(try await page.text(".panel [data-counter=fingerprint]") == "shown while paused")
        try await page.click("#play")
        let first = try await page.state("pause") { $0.isAtRest }
        try expectLibrary(first, at: first.step)
        #expect(try await page.text("#play .word") == "Play")

        try await page.browser.run("document.activeElement?.blur()")
        try await page.browser.press(" ")
        try await page.state("playing") { $0.playing && $0.step > first.step + 5 }
        try await page.browser.press(" ")
        let state = try await page.state("pause") { $0.isAtRest }
        try expectLibrary(state, at: state.step)
        // A button that has the focus takes the key for itself.
        try await page.type(" ", into: "#step")
        try expectLibrary(try await page.still(at: state.step + 1), at: state.step + 1)
      }
    }

    @Test func trainingToTheEndIsOneClick() async throws {
      try await BrowserPage.visit("?step=0&speed=1&steps=420") { page in
        try await page.click("#end")
        try expectLibrary(try await page.still(at: 420), at: 420)
        #expect(try await page.value("#speed") == "1")
      }
    }

    /// A badge speaks of the step to come, however the page came to where it is.
    @Test func aBadgeSaysWhetherTheNextStepHasANewMask() async throws {
      let query = "?policies=per-example,every:5/per-batch,frozen/per-example,none"
      try await BrowserPage.visit("\(query)&step=4") { page in
        func badges() async throws -> [String] {
          try await page.browser.script(
            "return [...document.querySelectorAll('.mask-age')].map((badge) => badge.textContent)")
        }
        try await page.still(at: 4)
        #expect(try await badges() == ["new D", "same D", "same D", ""])
        try await page.click("#step")
        try await page.still(at: 5)
        #expect(try await badges() == ["new D", "new D", "same D", ""])
        try await page.click("#restart")
        try await page.still(at: 0)
        #expect(try await badges() == ["first D", "first D", "first D", ""])
      }
    }

    @Test func theSpeedIsKept() async throws {
      try await BrowserPage.visit("?step=0&speed=0") { page in
        try await page.choose("10", in: "#speed")
        let clock = ContinuousClock()
        let start = clock.now
        try await page.click("#play")
        try await page.state("some steps") { $0.step >= 15 }
        // Fifteen steps are 1.4 s at ten a second; a busy machine may only be slower.
        #expect(clock.now - start > .milliseconds(1_300))
      }
    }

    @Test func aRunPlaysToItsEndAndRests() async throws {
      try await BrowserPage.visit("?step=0&speed=0&steps=150") { page in
        try await page.click("#play")
        let state = try await page.still(at: 150)
        try expectLibrary(state, at: 150)
        try await page.expectText("#play .word", "another go") { $0 == "Replay" }
        try await page.choose("10", in: "#speed")
        try await page.click("#play")
        try await page.state("the start again") { $0.playing && $0.step < 150 }
      }
    }
  }
}
