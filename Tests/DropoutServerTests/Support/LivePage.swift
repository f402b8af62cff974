import DropoutLab
import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

/// A session and what a page would see of it, without a network between.
struct LivePage {
  let session: Session

  init(store: RunStore, shelf: DataShelf = DataShelf()) {
    session = Session(
      Session.Surroundings(shelf: shelf, comparisons: ComparisonDesk(store: store)))
  }

  init() throws { self.init(store: try RunStore(path: ":memory:")) }

  /// Sends a message as the page writes it.
  func send(_ json: String) async { await session.receive(json) }

  /// Opens an experiment; more settings as JSON members.
  func open(_ members: String = "") async {
    await send("{\"do\":\"open\"\(members.isEmpty ? "" : ",")\(members)}")
  }

  /// The next message or frame; a frame counts as drawn.
  func next() async throws -> (message: SeenMessage?, frame: SeenFrame?) {
    let outgoing = try #require(await session.nextOutgoing())
    switch outgoing {
    case .message(let message): return (try SeenMessage(json: message.json), nil)
    case .frame(let data):
      await send("{\"do\":\"seen\"}")
      return (nil, try SeenFrame(message: data))
    case .pong, .close:
      Issue.record("\(outgoing) was not asked for")
      return (nil, nil)
    }
  }

  /// The next message of a type; frames and others before it are passed over.
  func message(_ type: String, where fits: (SeenMessage) -> Bool = { _ in true }) async throws
    -> SeenMessage
  {
    while true {
      let (message, _) = try await next()
      if let message, message.type == type, fits(message) { return message }
    }
  }

  /// The next frame for which something holds.
  func frame(where fits: (SeenFrame) -> Bool = { _ in true }) async throws -> SeenFrame {
    while true {
      let (_, frame) = try await next()
      if let frame, fits(frame) { return frame }
    }
  }

  /// The frame of the run at rest at a step.
  func still(at step: Int) async throws -> SeenFrame {
    try await frame { !$0.playing && $0.step == step && $0.panels[0].digest != nil }
  }
}

/// The run that a panel shows, trained by the library alone.
struct ReferenceRun {
  let dataset: Dataset
  let training: TrainingConfiguration
  let policy: MaskPolicy
  let seed: UInt64

  init(dataset: Dataset, training: TrainingConfiguration, policy: MaskPolicy, seed: UInt64) {
    (self.dataset, self.training, self.policy, self.seed) = (dataset, training, policy, seed)
  }

  /// The page's usual experiment, with some settings changed.
  init(
    _ policy: String, seed: UInt64 = 3, hidden: [Int] = [20, 3], keep: Double = 0.86,
    batch: Int? = nil
  ) throws {
    dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    self.policy = try #require(MaskPolicy(policy))
    self.seed = seed
    training = TrainingConfiguration(
      network: NetworkShape(layers: [2] + hidden + [1], initialisation: .course),
      keepProbabilities: [1] + hidden.map { _ in keep }, learningRate: LearningRate(0.3),
      batchSize: batch, steps: 30_000)
  }

  /// Parameters and the last masked loss after so many steps.
  func after(_ steps: Int) -> (parameters: Parameters, maskedLoss: Double) {
    var trainer = Trainer(
      training, policy: policy, seed: seed, examples: ExampleMatrix(dataset.train))
    for _ in 0..<steps { trainer.step() }
    return (trainer.parameters, trainer.lastBatchLoss)
  }
}
