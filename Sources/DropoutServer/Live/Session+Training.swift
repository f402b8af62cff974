/// Moves a session's run, and measures its gradient noise meanwhile.
extension Session {
  /// How long training goes on before messages and frames get their turn.
  private static let slice = Duration.milliseconds(4)

  func play() {
    guard let run, !playback.isPlaying else { return }
    playback.play(from: run.step, now: clock.now)
    startTraining()
    showFrame()
  }

  /// Stops at the present step.
  func stand() async {
    await stopTraining()
    showFrame()
    measureNoise()
  }

  /// Takes the run to a step and stops there.
  func move(to step: Int) async {
    await stopTraining()
    guard let run else { return }
    let target = min(max(step, 0), run.lastStep)
    run.jump(towards: target)
    playback.go(from: run.step, to: target, now: clock.now)
    startTraining()
  }

  /// Stops training; when this returns, the training loop has ended.
  private func stopTraining() async {
    playback.stop()
    let loop = trainer
    trainer = nil
    await loop?.value
  }

  private func startTraining() {
    guard trainer == nil else { return }
    trainer = Task { await train() }
  }

  private func train() async {
    var nextNoise = clock.now + .seconds(2)
    while let run, !outbox.isClosed, !playback.isStill {
      let before = run.step
      let wait = trainSlice(run)
      if playback.isStill { break }
      if run.step > before { showFrame() }
      if playback.isPlaying, clock.now >= nextNoise {
        measureNoise()
        nextNoise = clock.now + .seconds(3)
      }
      // Lets messages be handled and frames be sent.
      if wait > .zero {
        try? await Task.sleep(for: min(wait, .milliseconds(50)))
      } else {
        await Task.yield()
      }
    }
    trainer = nil
    showFrame()
    if playback.isStill { measureNoise() }
  }

  /// Trains for a few milliseconds. Returns how long to wait then, to keep to the requested speed.
  private func trainSlice(_ run: LiveRun) -> Duration {
    let end = clock.now + Self.slice
    while !playback.isStill {
      let goal = min(playback.goal(now: clock.now), run.lastStep)
      if run.step < goal { run.advance() }
      playback.arrive(at: run.step, lastStep: run.lastStep)
      if run.step >= goal { return playback.untilNext(now: clock.now) }
      if clock.now >= end { break }
    }
    return .zero
  }

  private func measureNoise() {
    guard let run, noiseTask == nil, !outbox.isClosed else { return }
    let study = NoiseStudy(run)
    noiseTask = Task.detached(executorPreference: ComputeExecutor.shared) {
      guard let noise = study.measure() else { return }
      await self.finishNoise(noise, of: study)
    }
  }

  private func finishNoise(_ noise: ServerMessage.Noise, of study: NoiseStudy) {
    noiseTask = nil
    guard let run, run.experiment.settings == study.experiment.settings else {
      return measureNoise()
    }
    send(.noise(noise))
    // The run has moved meanwhile and stopped at another step.
    if playback.isStill, run.step != noise.step { measureNoise() }
  }
}
