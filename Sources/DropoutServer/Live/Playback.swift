/// Whether a run moves, how far, and how fast.
struct Playback {
  private enum Motion {
    case still
    case playing
    /// On the way to a step, as fast as it goes.
    case going(to: Int)
  }

  private var motion = Motion.still
  /// Steps a second while it plays; 0 for as many as there can be.
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

  /// Sets the speed, from the step where the run is.
  mutating func setSpeed(_ wanted: Double, step: Int, now: ContinuousClock.Instant) {
    stepsPerSecond = wanted
    startCounting(at: step, now: now)
  }

  private mutating func startCounting(at step: Int, now: ContinuousClock.Instant) {
    start = (step, now)
    measured = (step, now, 0)
  }

  /// The step to have reached by now, beyond the last where nothing bounds it.
  ///
  /// - Precondition: It moves.
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

  /// Pauses at the last step.
  mutating func arrive(at step: Int, lastStep: Int) {
    let target = if case .going(let target) = motion { target } else { lastStep }
    if step >= target { motion = .still }
  }

  /// Steps a second while it moves, looked at twice a second.
  mutating func rate(step: Int, now: ContinuousClock.Instant) -> Double? {
    if isStill { return nil }
    let seconds = (now - measured.time) / .seconds(1)
    if seconds >= 0.5 {
      measured = (step, now, Double(step - measured.step) / seconds)
    }
    return measured.rate > 0 ? measured.rate : nil
  }
}
