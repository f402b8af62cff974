/// How fast a run plays.
struct Pace {
  private var startStep = 0
  private var startTime = ContinuousClock.now
  private var measured = (step: 0, time: ContinuousClock.now, rate: 0.0)

  mutating func start(step: Int, now: ContinuousClock.Instant) {
    (startStep, startTime) = (step, now)
    measured = (step, now, 0)
  }

  /// The step to have reached by now; without a pace, one that is out of reach.
  func goal(now: ContinuousClock.Instant, stepsPerSecond: Double) -> Int {
    guard stepsPerSecond > 0 else { return Int.max }
    return startStep + Int((now - startTime) / .seconds(1) * stepsPerSecond) + 1
  }

  /// How long until the next step is due.
  func untilNext(now: ContinuousClock.Instant, stepsPerSecond: Double) -> Duration {
    guard stepsPerSecond > 0 else { return .zero }
    let done = (now - startTime) / .seconds(1) * stepsPerSecond
    return .seconds((done.rounded(.down) + 1 - done) / stepsPerSecond)
  }

  /// Steps a second, looked at twice a second.
  mutating func rate(step: Int, now: ContinuousClock.Instant) -> Double? {
    let seconds = (now - measured.time) / .seconds(1)
    if seconds >= 0.5 {
      measured = (step, now, Double(step - measured.step) / seconds)
    }
    return measured.rate > 0 ? measured.rate : nil
  }
}
