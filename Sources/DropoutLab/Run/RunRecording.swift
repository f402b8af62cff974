public import DropoutTraining
private import Foundation

/// What can go wrong when a run is recorded.
public enum RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The masks would not fit into a file that NumPy reads.
  case tooLarge(path: String, bytes: Int)
  /// A file cannot be written.
  case cannotWrite(path: String, reason: String)

  /// What is wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .tooLarge(let path, let bytes):
      "\(path): the masks of all steps would take \(bytes / 1_000_000) MB, 4,000 at most; "
        + "record fewer steps (--steps)"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}

/// A run written down so completely that NumPy can replay it.
///
/// | file | arrays |
/// |---|---|
/// | `plan.toml` | the resolved plan, with this run's policy and seed |
/// | `initial.npz`, `final.npz` | `W1`, `b1`, …: `[in, out]` and `[out]`, Float32 |
/// | `order.npz` | `order`: `[steps, batch]`, int32 numbers of training examples |
/// | `masks.npz` | `mask0` (input), `mask1`, …: `[steps, batch, units]`, uint8; `keep`: realised |
/// | `data.npz` | `index`: the examples used, ascending; `X`, `y`: their features and labels |
public struct RunRecording: Sendable {
  private let run: PlannedRun
  private let folder: String

  /// A recording of a run into a folder, which must exist.
  public init(_ run: PlannedRun, folder: String) {
    self.run = run
    self.folder = folder
  }

  /// Most bytes that the masks may take.
  static let maskByteLimit = 4_000_000_000

  /// Writes everything but `final.npz`.
  public func writeInputs(plan: Plan, dataset: Dataset) throws {
    var own = plan
    own.policies = [run.policy]
    own.seeds = [run.seed]
    try writeMasks(exampleCount: dataset.train.count)
    try write(text: own.settings.toml, to: "plan.toml")
    try write(
      Parameters(shape: run.training.network, key: RandomKey(seed: run.seed)), to: "initial.npz")
    try writeOrder(dataset.train)
  }

  /// Writes `final.npz`.
  public func writeFinal(_ parameters: Parameters) throws { try write(parameters, to: "final.npz") }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func write(text: String, to name: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    } catch {
      throw RecordingError.cannotWrite(path: path(name), reason: "\(error.localizedDescription)")
    }
  }

  private func write(_ parameters: Parameters, to name: String) throws {
    let layers = run.training.network.layers
    var arrays: [(name: String, array: NumericArray)] = []
    for index in parameters.weights.indices {
      arrays.append(
        (
          "W\(index + 1)",
          NumericArray(shape: [layers[index], layers[index + 1]], parameters.weights[index])
        ))
      arrays.append(
        ("b\(index + 1)", NumericArray(shape: [layers[index + 1]], parameters.biases[index])))
    }
    try NPZFile.write(arrays, to: path(name))
  }

  private func writeOrder(_ examples: Examples) throws {
    let batchSize = run.training.batchSize(exampleCount: examples.count)
    var order = BatchOrder(seed: run.seed, exampleCount: examples.count, batchSize: batchSize)
    let indices = (0..<run.training.steps).flatMap { _ in order.nextBatch() }
    try NPZFile.write(
      [("order", NumericArray(shape: [run.training.steps, batchSize], indices))],
      to: path("order.npz"))
    let used = Set(indices).sorted()
    let width = examples.featureCount
    let features = used.flatMap {
      examples.features[Int($0) * width..<(Int($0) + 1) * width]
    }
    try NPZFile.write(
      [
        ("index", NumericArray(shape: [used.count], used)),
        ("X", NumericArray(shape: [used.count, width], features)),
        ("y", NumericArray(shape: [used.count], used.map { examples.labels[Int($0)] })),
      ], to: path("data.npz"))
  }

  private func writeMasks(exampleCount: Int) throws {
    let training = run.training
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let units = training.network.layers.dropLast()
    let (bytes, overflow) = (units.reduce(0, +) * batchSize)
      .multipliedReportingOverflow(by: training.steps)
    guard !overflow, bytes <= Self.maskByteLimit else {
      throw RecordingError.tooLarge(path: path("masks.npz"), bytes: overflow ? .max : bytes)
    }
    let masks = DropoutMasks(policy: run.policy, seed: run.seed)
    var arrays: [(name: String, array: NumericArray)] = units.indices.map { layer in
      let all = (0..<training.steps).flatMap { step in
        masks.matrix(
          layer: layer, keep: training.keep(layer: layer), batchSize: batchSize,
          units: units[layer], step: step,
          epoch: training.epoch(step: step, exampleCount: exampleCount))
      }
      return (
        "mask\(layer)", NumericArray(shape: [training.steps, batchSize, units[layer]], all)
      )
    }
    arrays.append(
      (
        "keep",
        NumericArray(shape: [units.count], units.indices.map { training.keep(layer: $0).realised })
      ))
    try NPZFile.write(arrays, to: path("masks.npz"))
  }
}
