import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

/// What a session manages, printed where it is asked for: speeds are no tests.
struct LiveSpeed {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LIVE_SPEED"] != nil))
  func fourPanelsAtTwentyThousandSteps() async throws {
    let page = try LivePage()
    await page.open(SessionTests.fourPanels + ",\"steps\":1000000")
    await page.send("{\"do\":\"speed\",\"stepsPerSecond\":20000}")
    _ = try await page.still(at: 0)
    await page.send("{\"do\":\"play\"}")
    let clock = ContinuousClock()
    let first = try await page.frame { $0.playing && $0.step > 1_000 }
    let start = clock.now
    var frames = 0
    var last = first
    while clock.now - start < .seconds(10) {
      last = try await page.frame()
      frames += 1
    }
    let seconds = (clock.now - start) / .seconds(1)
    print(
      "\(Double(frames) / seconds) frames a second,",
      "\(Double(last.step - first.step) / seconds) steps a second in each of 4 panels")
    await page.session.end()
  }
}
