/// Whether a run moves, how far, and how fast.
struct Playback {
  private enum Motion {
    case still
    case playing
    /// Moving to a step at full speed.
    case going(to: Int)
  }

  private var motion = Motion.still
  /// Requested steps a second while playing; 0 means unlimited.
  private(set) var stepsPerSecond = 0.0
  private var start = (step: 0, time: ContinuousClock.now)
  private var measured = (step: 0, time: ContinuousClock.now, rate: 0.0)

  var isStill: Bool { if case .still = motion { true } else { false } }
  var isPlaying: Bool { if case .playing = motion { true } else { false } }

  mutating func play(from step: Int, now: ContinuousClock.Instant) {
    motion = .playing
    startCounting(at: step, now: now)
  }

  mutating func go(from step: Int, to target: Int, now: ContinuousClock.Instant) {
    motion = .going(to: target)
    startCounting(at: step, now: now)
  }

  mutating func stop() { motion = .still }

  /// Sets the speed; `step` is the run's present step.
  mutating func setSpeed(_ wanted: Double, step: Int, now: ContinuousClock.Instant) {
    stepsPerSecond = wanted
    startCounting(at: step, now: now)
  }

  private mutating func startCounting(at step: Int, now: ContinuousClock.Instant) {
    start = (step, now)
    measured = (step, now, 0)
  }

  /// The step that should be reached by now; beyond the last step if the speed is unlimited.
  ///
  /// - Precondition: The run moves.
  func goal(now: ContinuousClock.Instant) -> Int {
    switch motion {
    case .still: preconditionFailure("a run at rest has no goal")
    case .going(let target): return target
    case .playing:
      guard stepsPerSecond > 0 else { return Int.max }
      return start.step + Int(stepsDue(now)) + 1
    }
  }

  /// How long until the next step is due.
  func untilNext(now: ContinuousClock.Instant) -> Duration {
    guard isPlaying, stepsPerSecond > 0 else { return .zero }
    let due = stepsDue(now)
    return .seconds((due.rounded(.down) + 1 - due) / stepsPerSecond)
  }

  private func stepsDue(_ now: ContinuousClock.Instant) -> Double {
    (now - start.time) / .seconds(1) * stepsPerSecond
  }

  /// Stops once the target, or the last step, is reached.
  mutating func arrive(at step: Int, lastStep: Int) {
    let target = if case .going(let target) = motion { target } else { lastStep }
    if step >= target { motion = .still }
  }

  /// Measured steps a second, updated twice a second; nil at rest, or while not yet known.
  mutating func rate(step: Int, now: ContinuousClock.Instant) -> Double? {
    if isStill { return nil }
    let seconds = (now - measured.time) / .seconds(1)
    if seconds >= 0.5 {
      measured = (step, now, Double(step - measured.step) / seconds)
    }
    return measured.rate > 0 ? measured.rate : nil
  }
}
