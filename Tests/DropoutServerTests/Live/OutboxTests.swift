import Foundation
import Testing

@testable import DropoutServer

struct OutboxTests {
  @Test func laterNewsReplacesEarlierAndErrorsDoNot() {
    var outbox = Outbox()
    let noise = ServerMessage.Noise(step: 1, panels: [])
    for message in [ServerMessage.noise(noise), .error("a"), .noise(noise), .error("b")] {
      outbox.add(message)
    }
    #expect(drained(&outbox) == ["error", "noise", "error"])
  }

  @Test func aPageThatNeverReadsFillsNoMoreThanSixtyFour() {
    var outbox = Outbox()
    for number in 0..<100 { outbox.add(.error("\(number)")) }
    guard case .message(.error("36")) = outbox.next() else {
      return #expect(Bool(false), "not the oldest that is left")
    }
    #expect(drained(&outbox).count == 63)
  }

  @Test func pingsAreAnsweredWithinReason() {
    var outbox = Outbox()
    outbox.add(answerTo: Data(count: 126))
    for _ in 0..<20 { outbox.add(answerTo: Data([1])) }
    #expect(drained(&outbox) == [String](repeating: "pong", count: 8))
  }

  @Test func nothingFollowsTheClose() {
    var outbox = Outbox()
    outbox.add(.error("lost"))
    outbox.add(answerTo: Data([1]))
    outbox.close(code: 1001, last: .bye("gone"))
    outbox.add(.error("late"))
    outbox.add(answerTo: Data([2]))
    #expect(outbox.isClosed && drained(&outbox) == ["bye", "close 1001"])
  }

  /// What is sent, in order.
  private func drained(_ outbox: inout Outbox) -> [String] {
    var kinds: [String] = []
    while let outgoing = outbox.next() {
      switch outgoing {
      case .message(.error): kinds.append("error")
      case .message(.noise): kinds.append("noise")
      case .message(.bye): kinds.append("bye")
      case .message: kinds.append("another message")
      case .frame: kinds.append("frame")
      case .pong: kinds.append("pong")
      case .close(let code): kinds.append("close \(code)")
      }
    }
    return kinds
  }

  @Test func aFrameIsMadeOnceWantedDrawnAndDue() {
    var frames = FrameSchedule()
    #expect(frames.nextTime == nil)
    frames.ask()
    let start = ContinuousClock.now
    #expect(frames.nextTime.map { $0 <= start } == true)
    frames.made(from: start, to: start + .milliseconds(2))
    frames.ask()
    #expect(frames.nextTime == nil)
    frames.pageHasDrawn()
    #expect(frames.nextTime == start + .milliseconds(25))
    // Making them takes no more than a third of the time.
    frames.made(from: start, to: start + .milliseconds(30))
    frames.ask()
    frames.pageHasDrawn()
    #expect(frames.nextTime == start + .milliseconds(90))
  }
}
