/// Decides when the next frame is made: when something has changed, the page has drawn the last frame, and
/// making frames takes no more than a third of the time.
struct FrameSchedule {
  private var isDue = false
  private var pageIsReady = true
  private var earliest = ContinuousClock.now

  /// The shortest time between two frames.
  private static let interval = Duration.milliseconds(25)

  /// Notes that there is something new to show.
  mutating func ask() { isDue = true }
  /// Notes that the page has drawn the last frame.
  mutating func pageHasDrawn() { pageIsReady = true }

  /// When to make the next frame; nil if none is wanted.
  var nextTime: ContinuousClock.Instant? { isDue && pageIsReady ? earliest : nil }

  /// Notes that a frame of the moment `start` was ready at `end`.
  mutating func made(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
    (isDue, pageIsReady) = (false, false)
    // Leaves at least two thirds of the time to other work.
    earliest = max(start + Self.interval, start + (end - start) * 3)
  }
}
