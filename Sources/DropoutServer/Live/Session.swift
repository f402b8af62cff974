import DropoutLab
import DropoutTraining
import Foundation

/// One open page: its experiment, its queue of messages, and its comparison over seeds.
///
/// Training and drawing never wait for each other: a frame is made once the page has drawn the one before. A
/// slow page skips moments while the run goes on.
actor Session {
  /// The parts of the server that a session uses.
  struct Surroundings: Sendable {
    let shelf: DataShelf
    let comparisons: ComparisonDesk
  }

  private let executor = SessionExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let surroundings: Surroundings
  let clock = ContinuousClock()
  var run: LiveRun?

  var playback = Playback()
  var trainer: Task<Void, Never>?
  var noiseTask: Task<Void, Never>?
  private var comparison: Task<Void, Never>?

  var outbox = Outbox()
  var frames = FrameSchedule()
  var waiter: CheckedContinuation<Void, Never>?
  private var lastHeard: ContinuousClock.Instant
  private var lastAsked: ContinuousClock.Instant

  init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
    let now = clock.now
    (lastHeard, lastAsked) = (now, now)
    outbox.add(.hello(.current))
  }

  /// How long ago the page sent a message, and how long ago its user did something.
  var silence: (page: Duration, user: Duration) {
    (clock.now - lastHeard, clock.now - lastAsked)
  }

  /// Carries out a message of the page.
  func receive(_ text: String) async {
    // Some messages may still arrive after the session has ended.
    guard !outbox.isClosed else { return }
    lastHeard = clock.now
    do {
      try await follow(try PageMessage(json: text))
    } catch {
      send(.error(Self.sentence(error)))
    }
  }

  /// Queues the answer to a ping.
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
    guard let run else { throw LiveError.noExperiment }
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
    case is GeneratorError, is DatasetError, is LiveError, is PageMessageError: "\(error)"
    default: "internal error: \(error)"
    }
  }

  private func startComparison(seeds: Int, of experiment: Experiment) throws {
    guard (2...LiveLimits.seeds).contains(seeds) else {
      throw LiveError.badField(
        "seeds", message: "give 2 to \(LiveLimits.seeds); dropout compare takes more")
    }
    guard comparison == nil else {
      throw LiveError.comparisonIsRunning
    }
    let seedComparison = SeedComparison(experiment: experiment, seeds: seeds)
    let desk = surroundings.comparisons
    comparison = Task.detached(executorPreference: ComputeExecutor.shared) {
      await desk.run(seedComparison) { await self.tell($0) }
    }
  }

  private func tell(_ progress: ServerMessage.ComparisonProgress) {
    // First, because the page may ask for another comparison as soon as it hears of the end.
    if progress.state.isEnd { comparison = nil }
    send(.comparison(progress))
  }

  /// Ends the session.
  ///
  /// - Parameters:
  ///   - code: The close code for its socket.
  ///   - reason: The message for the page, if it is still connected.
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
