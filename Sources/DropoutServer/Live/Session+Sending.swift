import Foundation

/// Decides what a session's page is sent, and when.
extension Session {
  func send(_ message: ServerMessage) {
    outbox.add(message)
    wake()
  }

  func showFrame() {
    frames.ask()
    wake()
  }

  func wake() {
    waiter?.resume()
    waiter = nil
  }

  /// The next message or frame, as soon as there is one; nil after the session's end.
  func nextOutgoing() async -> Outgoing? {
    while true {
      if let outgoing = outbox.next() {
        if case .message(.opened) = outgoing { run?.forgetSentPoints() }
        return outgoing
      }
      if outbox.isClosed { return nil }
      if let run, let time = frames.nextTime {
        let now = clock.now
        if now >= time { return .frame(frame(of: run, now: now)) }
        let timer = Task {
          try? await Task.sleep(until: time)
          wake()
        }
        await wait()
        timer.cancel()
      } else {
        await wait()
      }
    }
  }

  private func frame(of run: LiveRun, now: ContinuousClock.Instant) -> Data {
    let frame = run.frame(
      playing: !playback.isStill, stepsPerSecond: playback.stepsPerSecond,
      rate: playback.rate(step: run.step, now: now))
    frames.made(from: now, to: clock.now)
    return frame
  }

  /// Waits until ``wake()`` is called.
  private func wait() async { await withCheckedContinuation { waiter = $0 } }
}
