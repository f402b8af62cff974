/// How a session's run moves, and the noise that is measured while it does.
extension Session {
  /// How long training goes on before it looks up.
  private static let slice = Duration.milliseconds(4)

  func play() {
    guard let run, !playback.isPlaying else { return }
    playback.play(from: run.step, now: clock.now)
    startTraining()
    showFrame()
  }

  /// Stops where the run is.
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

  /// The training loop has ended when this returns.
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
      // Lets messages and frames in between.
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

  /// Trains for some milliseconds; how long to wait then, so as not to be ahead of the pace.
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
    // The run has moved on and come to rest since.
    if playback.isStill, run.step != noise.step { measureNoise() }
  }
}
