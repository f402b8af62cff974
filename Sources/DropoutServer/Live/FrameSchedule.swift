/// When the next frame is made: once something is new, the page has drawn the last one, and making it
/// takes no more than a share of the time.
struct FrameSchedule {
  private var isDue = false
  private var pageIsReady = true
  private var earliest = ContinuousClock.now

  /// Frames come no closer than this.
  private static let interval = Duration.milliseconds(25)

  /// There is something new to show.
  mutating func ask() { isDue = true }
  /// The page has drawn the last frame.
  mutating func pageHasDrawn() { pageIsReady = true }

  /// When to make the next one; nil if none is wanted.
  var nextTime: ContinuousClock.Instant? { isDue && pageIsReady ? earliest : nil }

  /// A frame shows the moment at `start`; it was ready at `end`.
  mutating func made(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
    (isDue, pageIsReady) = (false, false)
    // A third of the time at most.
    earliest = max(start + Self.interval, start + (end - start) * 3)
  }
}
