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

  /// What is to be sent next.
  enum Outgoing: Sendable {
    case text(String)
    case bytes(Data)
    case pong(Data)
    /// The last one.
    case close(code: UInt16)
  }

  private let executor = SessionExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let surroundings: Surroundings
  private let clock = ContinuousClock()
  private var run: LiveRun?

  private enum Motion: Equatable {
    case still
    case playing
    /// On the way to a step.
    case going(to: Int)
  }
  private var motion = Motion.still
  private var trainer: Task<Void, Never>?
  private var stepsPerSecond = 0.0
  private var pace = Pace()
  private var noiseTask: Task<Void, Never>?
  private var comparison: Task<Void, Never>?

  private var outbox: [ServerMessage] = []
  private var frameIsDue = false
  private var pageIsReady = true
  private var nextFrameTime: ContinuousClock.Instant
  private var waiter: CheckedContinuation<Void, Never>?
  private var pongs: [Data] = []
  private var isOver = false
  private var closing: UInt16?
  private var lastHeard: ContinuousClock.Instant
  private var lastAsked: ContinuousClock.Instant

  /// Frames come no closer than this.
  private static let frameInterval = Duration.milliseconds(25)
  /// How long training goes on before it looks up.
  private static let slice = Duration.milliseconds(4)

  init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
    let now = clock.now
    (nextFrameTime, lastHeard, lastAsked) = (now, now, now)
    outbox = [.hello(.current)]
  }

  // MARK: What the page says

  /// How long ago the page said anything, and how long ago its user asked for something.
  var silence: (page: Duration, user: Duration) {
    (clock.now - lastHeard, clock.now - lastAsked)
  }

  /// Does what a page asks for.
  func receive(_ text: String) async {
    // Messages that were on their way when the session ended.
    guard !isOver else { return }
    lastHeard = clock.now
    do {
      try await follow(try PageMessage(json: text))
    } catch {
      send(.error(Self.sentence(error)))
    }
  }

  /// Owes a ping its answer.
  func answer(ping: Data) {
    guard pongs.count < 8, ping.count <= 125 else { return }
    pongs.append(ping)
    wake()
  }

  private func follow(_ message: PageMessage) async throws {
    switch message {
    case .seen:
      pageIsReady = true
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
      stepsPerSecond = wanted
      pace.start(step: run.step, now: clock.now)
      showFrame()
    case .look(let look):
      run.look(at: look)
      showFrame()
    case .test(let seeds): try startComparison(seeds: seeds, of: run.experiment)
    case .stopTest: comparison?.cancel()
    case .open, .seen, .here: break
    }
  }

  private func open(_ settings: ExperimentSettings, step: Int, look: PageMessage.Look) async throws
  {
    let experiment = try await Experiment(settings, shelf: surroundings.shelf)
    await stand()
    guard !isOver else { return }
    let run = LiveRun(experiment, look: look)
    self.run = run
    send(.opened(run.opened))
    await move(to: step)
  }

  /// An error in one sentence for the page.
  private static func sentence(_ error: any Error) -> String {
    switch error {
    case let error as PlanError: error.description
    case let error as GeneratorError: error.description
    case let error as DatasetError: error.description
    case let error as LiveError: error.description
    case let error as PageMessageError: error.description
    default: "internal error: \(error)"
    }
  }

  // MARK: Training

  private func play() {
    guard let run, motion != .playing else { return }
    motion = .playing
    pace.start(step: run.step, now: clock.now)
    startTraining()
    showFrame()
  }

  /// Stops where the run is; the training loop has ended when this returns.
  private func stand() async {
    motion = .still
    let loop = trainer
    trainer = nil
    await loop?.value
    showFrame()
    measureNoise()
  }

  /// Takes the run to a step and stops there.
  private func move(to step: Int) async {
    motion = .still
    let loop = trainer
    trainer = nil
    await loop?.value
    guard let run else { return }
    let target = min(max(step, 0), run.experiment.training.steps)
    run.jump(towards: target)
    motion = .going(to: target)
    startTraining()
  }

  private func startTraining() {
    guard trainer == nil else { return }
    trainer = Task { await train() }
  }

  private func train() async {
    var nextNoise = clock.now + .seconds(2)
    while let run, !isOver, motion != .still {
      let before = run.step
      let wait = trainSlice(run)
      if motion == .still { break }
      if run.step > before { showFrame() }
      if motion == .playing, clock.now >= nextNoise {
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
    if motion == .still { measureNoise() }
  }

  /// Trains for some milliseconds; how long to wait then, so as not to be ahead of the pace.
  private func trainSlice(_ run: LiveRun) -> Duration {
    let end = clock.now + Self.slice
    while true {
      let goal: Int
      switch motion {
      case .still: return .zero
      case .going(let target): goal = target
      case .playing:
        goal = min(
          run.experiment.training.steps,
          pace.goal(now: clock.now, stepsPerSecond: stepsPerSecond))
      }
      if run.step < goal { run.advance() }
      if case .going(let target) = motion, run.step >= target { motion = .still }
      if motion == .playing, run.isAtEnd { motion = .still }
      if run.step >= goal { return pace.untilNext(now: clock.now, stepsPerSecond: stepsPerSecond) }
      if clock.now >= end { return .zero }
    }
  }

  // MARK: Noise

  private func measureNoise() {
    guard let run, noiseTask == nil, !isOver else { return }
    let study = NoiseStudy(run)
    noiseTask = Task.detached(executorPreference: ComputeExecutor.shared) {
      let noise = study.measure()
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
    if motion == .still, run.step != noise.step { measureNoise() }
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
    send(.test(progress))
  }

  // MARK: What the page is sent

  private func send(_ message: ServerMessage) {
    guard !isOver else { return }
    if message.replacesEarlier { outbox.removeAll { $0.isLike(message) } }
    // A page that asks and never reads.
    if outbox.count >= 64 { outbox.removeFirst() }
    outbox.append(message)
    wake()
  }

  private func showFrame() {
    frameIsDue = true
    wake()
  }

  private func wake() {
    waiter?.resume()
    waiter = nil
  }

  /// The next message or frame, once there is one; nil after the end.
  func nextOutgoing() async -> Outgoing? {
    while true {
      if !outbox.isEmpty {
        let message = outbox.removeFirst()
        if case .opened = message { run?.forgetSentPoints() }
        return .text(message.json)
      }
      if !pongs.isEmpty { return .pong(pongs.removeFirst()) }
      if isOver {
        defer { closing = nil }
        return closing.map { .close(code: $0) }
      }
      if frameIsDue, pageIsReady, let run {
        let now = clock.now
        if now < nextFrameTime {
          let time = nextFrameTime
          let timer = Task {
            try? await Task.sleep(until: time)
            wake()
          }
          await wait()
          timer.cancel()
          continue
        }
        frameIsDue = false
        pageIsReady = false
        let playing = motion != .still
        let frame = run.frame(
          playing: playing, stepsPerSecond: stepsPerSecond,
          rate: playing ? pace.rate(step: run.step, now: now) : nil)
        // Frames take a quarter of the time at most.
        nextFrameTime = max(now + Self.frameInterval, now + (clock.now - now) * 4)
        return .bytes(frame)
      }
      await wait()
    }
  }

  /// Until somebody calls ``wake()``.
  private func wait() async { await withCheckedContinuation { waiter = $0 } }

  /// Ends the session.
  ///
  /// - Parameters:
  ///   - code: What its socket is closed with.
  ///   - reason: What the page is told, if it is still there.
  func end(code: UInt16 = 1001, reason: String? = nil) {
    guard !isOver else { return }
    isOver = true
    closing = code
    motion = .still
    comparison?.cancel()
    run = nil
    outbox = reason.map { [.bye($0)] } ?? []
    wake()
  }
}
