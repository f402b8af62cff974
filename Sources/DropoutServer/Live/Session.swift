import DropoutLab
import DropoutTraining
import Foundation

/// One open page: its experiment, what it is to be sent, and its comparison over seeds.
///
/// Training and drawing never wait for each other: a frame is made when the page has drawn the last
/// one and asks for the next, so a slow page skips moments, and the run goes on meanwhile.
actor Session {
  /// What a session uses of the server.
  struct Surroundings: Sendable {
    let shelf: DataShelf
    let comparisons: ComparisonDesk
  }

  private let executor = SessionExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let surroundings: Surroundings
  private let clock = ContinuousClock()
  private var run: LiveRun?

  private var playback = Playback()
  private var trainer: Task<Void, Never>?
  private var noiseTask: Task<Void, Never>?
  private var comparison: Task<Void, Never>?

  private var outbox = Outbox()
  private var frames = FrameSchedule()
  private var waiter: CheckedContinuation<Void, Never>?
  private var lastHeard: ContinuousClock.Instant
  private var lastAsked: ContinuousClock.Instant

  /// How long training goes on before it looks up.
  private static let slice = Duration.milliseconds(4)

  init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
    let now = clock.now
    (lastHeard, lastAsked) = (now, now)
    outbox.add(.hello(.current))
  }

  // MARK: What the page says

  /// How long ago the page said anything, and how long ago its user asked for something.
  var silence: (page: Duration, user: Duration) {
    (clock.now - lastHeard, clock.now - lastAsked)
  }

  /// Does what a page asks for.
  func receive(_ text: String) async {
    // Messages that were on their way when the session ended.
    guard !outbox.isClosed else { return }
    lastHeard = clock.now
    do {
      try await follow(try PageMessage(json: text))
    } catch {
      send(.error(Self.sentence(error)))
    }
  }

  /// Owes a ping its answer.
  func answer(ping: Data) {
    outbox.add(answerTo: ping)
    wake()
  }

  private func follow(_ message: PageMessage) async throws {
    switch message {
    case .seen:
      frames.pageHasDrawn()
      wake()
      return
    case .here: return
    case .open(let settings, let step, let look):
      lastAsked = clock.now
      return try await open(settings, step: step, look: look)
    default: lastAsked = clock.now
    }
    guard let run else { throw LiveError("there is no experiment yet; reload the page") }
    switch message {
    case .play: play()
    case .pause: await stand()
    case .step: await move(to: run.step + 1)
    case .restart: await move(to: 0)
    case .go(let step): await move(to: step)
    case .speed(let wanted):
      playback.setSpeed(wanted, step: run.step, now: clock.now)
      showFrame()
    case .look(let look):
      run.look(at: look)
      showFrame()
    case .compare(let seeds): try startComparison(seeds: seeds, of: run.experiment)
    case .stopComparison: comparison?.cancel()
    case .open, .seen, .here: break
    }
  }

  private func open(_ settings: ExperimentSettings, step: Int, look: PageMessage.Look) async throws
  {
    let experiment = try await Experiment(settings, shelf: surroundings.shelf)
    await stand()
    guard !outbox.isClosed else { return }
    let run = LiveRun(experiment, look: look)
    self.run = run
    send(.opened(run.opened))
    await move(to: step)
  }

  /// An error in one sentence for the page.
  private static func sentence(_ error: any Error) -> String {
    switch error {
    case let error as PlanError: FieldName.within(error.description)
    case let error as GeneratorError: error.description
    case let error as DatasetError: error.description
    case let error as LiveError: error.description
    case let error as PageMessageError: error.description
    default: "internal error: \(error)"
    }
  }

  // MARK: Training

  private func play() {
    guard let run, !playback.isPlaying else { return }
    playback.play(from: run.step, now: clock.now)
    startTraining()
    showFrame()
  }

  /// Stops where the run is.
  private func stand() async {
    await stopTraining()
    showFrame()
    measureNoise()
  }

  /// Takes the run to a step and stops there.
  private func move(to step: Int) async {
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

  // MARK: Noise

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

  // MARK: The comparison over seeds

  private func startComparison(seeds: Int, of experiment: Experiment) throws {
    guard (2...LiveLimits.seeds).contains(seeds) else {
      throw LiveError("seeds: give 2 to \(LiveLimits.seeds); dropout compare takes more")
    }
    guard comparison == nil else {
      throw LiveError("a comparison is running; stop it before you start another")
    }
    let seedComparison = SeedComparison(experiment: experiment, seeds: seeds)
    let desk = surroundings.comparisons
    comparison = Task.detached(executorPreference: ComputeExecutor.shared) {
      await desk.run(seedComparison) { await self.tell($0) }
    }
  }

  private func tell(_ progress: ServerMessage.ComparisonProgress) {
    // Before the page hears of the end: it may ask for another at once.
    if progress.state.isEnd { comparison = nil }
    send(.comparison(progress))
  }

  // MARK: What the page is sent

  private func send(_ message: ServerMessage) {
    outbox.add(message)
    wake()
  }

  private func showFrame() {
    frames.ask()
    wake()
  }

  private func wake() {
    waiter?.resume()
    waiter = nil
  }

  /// The next message or frame, once there is one; nil after the end.
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

  /// Until somebody calls ``wake()``.
  private func wait() async { await withCheckedContinuation { waiter = $0 } }

  /// Ends the session.
  ///
  /// - Parameters:
  ///   - code: What its socket is closed with.
  ///   - reason: What is sent to the page, if it is still connected.
  func end(code: UInt16 = 1001, reason: String? = nil) {
    guard !outbox.isClosed else { return }
    outbox.close(code: code, last: reason.map { .bye($0) })
    playback.stop()
    noiseTask?.cancel()
    comparison?.cancel()
    run = nil
    wake()
  }
}
