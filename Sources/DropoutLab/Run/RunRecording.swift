package import DropoutTraining
private import Foundation

/// A run written down so completely that NumPy can replay it.
///
/// | file | arrays |
/// |---|---|
/// | `plan.toml` | the resolved plan, with this run's policy and seed |
/// | `initial.npz`, `final.npz` | `W1`, `b1`, …: `[in, out]` and `[out]`, Float32 |
/// | `order.npz` | `order`: `[steps, batch]`, int32 numbers of training examples |
/// | `masks.npz` | `mask0` (input), `mask1`, …: `[steps, batch, units]`, uint8; `keep`: realised, `[layers]`, or `[steps, layers]` if a schedule changes it. Gaussian factors: Float32, `keep` is 1 |
/// | `active.npz` | ReLU only: `active1`, …: `[steps, batch, ⌈units / 8⌉]`, uint8, as `numpy.packbits` packs 1 if a unit survived with a pre-activation above 0 |
/// | `data.npz` | `index`: the examples used, ascending; `X`, `y`: their features and labels, or standardised targets |
/// | `validation.npz` | `X`, `y`: the validation examples, if some are held out |
/// | `run.json` | the digests of data and final weights, and how training ended, ``RecordingSeal``; written last |
///
/// Masks and order are those of all planned steps, also if the run was stopped early.
package struct RunRecording: Sendable {
  private let run: PlannedRun
  private let folder: String

  /// A recording of a run into a folder, which must exist.
  package init(_ run: PlannedRun, folder: String) {
    self.run = run
    self.folder = folder
  }

  /// The largest size of the masks in bytes; they are held in memory whole.
  static let maskByteLimit = 1_000_000_000
  /// The largest size of the order in bytes.
  static let orderByteLimit = 400_000_000
  /// The largest size of the used examples' features in bytes.
  static let dataByteLimit = 4_000_000_000

  /// Writes the files that are known before the run, and removes those that ``writeEnd(_:activity:)`` wrote
  /// for an older run.
  ///
  /// - Throws: ``RecordingError``; if an array would be too large, before any file is changed.
  package func writeInputs(plan: Plan, dataset: Dataset) throws {
    var own = plan
    (own.policies, own.namedArms, own.baseline) = ([run.policy], [], nil)
    own.seeds = [run.seed]
    try checkSizes(dataset.train)
    try removeEnd()
    try writeMasks(exampleCount: dataset.train.count)
    try write(text: own.settings.toml, to: "plan.toml")
    try write(
      Parameters(shape: run.training.network, key: RandomKey(seed: run.seed)), to: "initial.npz")
    try writeOrder(dataset.train)
    if let validation = dataset.validation {
      try NPZFile.write(
        [
          (
            "X",
            NumericArray(
              shape: [validation.count, validation.featureCount], validation.features.numbers)
          ),
          ("y", validation.answers(0..<validation.count)),
        ], to: path("validation.npz"))
    }
  }

  /// Writes `active.npz`, `final.npz` and `run.json`.
  package func writeEnd(_ finished: FinishedRun, activity: ActivityRecording?) throws {
    let (record, parameters) = (finished.record, finished.parameters)
    if let activity {
      try NPZFile.write(activity.arrays, to: path("active.npz"))
    }
    try write(parameters, to: "final.npz")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let seal = RecordingSeal(
      dataChecksum: run.dataChecksum, weightsDigest: parameters.digest, steps: record.lastStep,
      validation: record.best == nil ? nil : record.curve.map(RecordingSeal.Point.init),
      bestStep: record.best?.step)
    try write(
      text: String(decoding: try encoder.encode(seal), as: UTF8.self) + "\n", to: "run.json")
  }

  /// Removes the files of a finished run: another run's weights beside this plan would be wrong.
  private func removeEnd() throws {
    for name in ["run.json", "final.npz", "active.npz", "validation.npz"]
    where FileManager.default.fileExists(atPath: path(name)) {
      do {
        try FileManager.default.removeItem(atPath: path(name))
      } catch {
        throw RecordingError.cannotWrite(path: path(name), reason: error.localizedDescription)
      }
    }
  }

  /// Refuses a recording that would be too large, or whose masks cannot be written.
  package func checkSizes(_ examples: Examples) throws {
    guard !run.training.noise.masksWeights else {
      throw RecordingError.cannotRecord("the masks of dropconnect, which has one for every weight")
    }
    for (name, bytes, limit) in sizes(examples) {
      guard let bytes, bytes <= limit else {
        throw RecordingError.tooLarge(path: path(name), bytes: bytes ?? .max, limit: limit)
      }
    }
  }

  /// The recording's size in bytes, without its small files; Int.max if it overflows.
  package func byteCount(_ examples: Examples) -> Int {
    sizes(examples).reduce(0) { sum, file in
      guard let bytes = file.bytes else { return .max }
      let (total, overflows) = sum.addingReportingOverflow(bytes)
      return overflows ? .max : total
    }
  }

  /// The large files with their sizes in bytes, nil if that overflows, and the largest sizes allowed.
  private func sizes(_ examples: Examples) -> [(name: String, bytes: Int?, limit: Int)] {
    let training = run.training
    let batchSize = training.batchSize(exampleCount: examples.count)
    let units = training.network.layers.dropLast().reduce(0, +)
    let maskBytes = training.noise.dropsUnits ? 1 : 4
    return [
      ("masks.npz", maskBytes * units * batchSize, training.steps, Self.maskByteLimit),
      (
        "active.npz",
        ActivityRecording(training, exampleCount: examples.count)?.bytesPerStep ?? 0,
        training.steps,
        Self.maskByteLimit
      ),
      ("order.npz", 4 * batchSize, training.steps, Self.orderByteLimit),
      ("data.npz", 4 * examples.featureCount, examples.count, Self.dataByteLimit),
    ].map { name, perStep, count, limit in
      let (bytes, overflows) = perStep.multipliedReportingOverflow(by: count)
      return (name, overflows ? nil : bytes, limit)
    }
  }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func write(text: String, to name: String) throws {
    let file = try AtomicFile(path: path(name))
    try file.write(Array(text.utf8))
    try file.commit()
  }

  private func write(_ parameters: Parameters, to name: String) throws {
    let layers = run.training.network.layers
    let arrays = parameters.weights.indices.flatMap {
      index -> [(name: String, array: NumericArray)] in
      let (inputs, outputs) = (layers[index], layers[index + 1])
      return [
        ("W\(index + 1)", NumericArray(shape: [inputs, outputs], parameters.weights[index])),
        ("b\(index + 1)", NumericArray(shape: [outputs], parameters.biases[index])),
      ]
    }
    try NPZFile.write(arrays, to: path(name))
  }

  private func writeOrder(_ examples: Examples) throws {
    let batchSize = run.training.batchSize(exampleCount: examples.count)
    var order = BatchOrder(seed: run.seed, exampleCount: examples.count, batchSize: batchSize)
    var indices: [Int32] = []
    indices.reserveCapacity(run.training.steps * batchSize)
    for _ in 0..<run.training.steps { indices += order.nextBatch() }
    try NPZFile.write(
      [("order", NumericArray(shape: [run.training.steps, batchSize], indices))],
      to: path("order.npz"))
    let used = Set(indices).sorted()
    let width = examples.featureCount
    var features: [Float] = []
    features.reserveCapacity(used.count * width)
    for example in used {
      features += examples.features[Int(example) * width..<(Int(example) + 1) * width]
    }
    try NPZFile.write(
      [
        ("index", NumericArray(shape: [used.count], used)),
        ("X", NumericArray(shape: [used.count, width], features)),
        ("y", examples.answers(used.map(Int.init))),
      ], to: path("data.npz"))
  }

  /// Writes masks with the keep probability that they are divided by, or Gaussian factors with 1.
  private func writeMasks(exampleCount: Int) throws {
    let training = run.training
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let units = training.network.layers.dropLast()
    let formula = MaskFormula(policy: run.policy, seed: run.seed)
    func everyStep<Number>(
      _ layer: Int, _ matrix: (Int, KeepProbability, Int, Int, Int, Int) -> [Number]
    ) -> [Number] {
      var all: [Number] = []
      all.reserveCapacity(training.steps * batchSize * units[layer])
      for step in 0..<training.steps {
        let epoch = training.epoch(step: step, exampleCount: exampleCount)
        let keep = training.keep(layer: layer, step: step)
        all += matrix(layer, keep, batchSize, units[layer], step, epoch)
      }
      return all
    }
    var arrays: [(name: String, array: NumericArray)] = []
    for (layer, width) in units.enumerated() {
      let shape = [training.steps, batchSize, width]
      let array: NumericArray
      switch training.noise {
      case .bernoulli:
        array = NumericArray(shape: shape, everyStep(layer, formula.matrix))
      case .gaussian: array = NumericArray(shape: shape, everyStep(layer, formula.factors))
      case .dropconnect: preconditionFailure("a recording of masks of weights was to be refused")
      }
      arrays.append(("mask\(layer)", array))
    }
    arrays.append(("keep", keeps))
    try NPZFile.write(arrays, to: path("masks.npz"))
  }

  /// The keep probabilities that masks are divided by: `[layers]`, or `[steps, layers]` with a schedule.
  private var keeps: NumericArray {
    let training = run.training
    let layers = training.keepProbabilities.indices
    let hasSchedule = !training.dropoutSchedule.isConstant
    let steps = hasSchedule ? training.steps : 1
    let keeps = (0..<steps).flatMap { step in
      layers.map {
        training.noise.dropsUnits ? training.keep(layer: $0, step: step).realised : 1
      }
    }
    return NumericArray(shape: (hasSchedule ? [steps] : []) + [layers.count], keeps)
  }
}

/// A finished recording's `run.json`: digests, which show whether it was changed, and how training ended.
package struct RecordingSeal: Codable, Hashable, Sendable {
  /// SHA-256 of the data that the run trained on.
  package let dataChecksum: String
  /// SHA-256 of the final weights.
  package let weightsDigest: String
  /// The steps that were trained; nil in older recordings, which have all.
  let steps: Int?
  /// The validation scores along the way; nil if no examples were held out.
  let validation: [Point]?
  /// After how many steps the validation score was lowest.
  let bestStep: Int?

  /// The validation part after some steps.
  struct Point: Codable, Hashable, Sendable {
    let step: Int
    let logLoss: Double?
    let error: Double?

    init(_ point: RunRecord.CurvePoint) {
      step = point.step
      // JSON has no infinity.
      logLoss = point.validationLogLoss.flatMap { $0.isFinite ? $0 : nil }
      error = point.validationError.flatMap { $0.isFinite ? $0 : nil }
    }
  }
}

/// What can go wrong when a run is recorded.
package enum RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An array would not fit into memory or into a file that NumPy reads.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// A run has something that a recording cannot hold.
  case cannotRecord(String)
  /// A file cannot be written.
  case cannotWrite(path: String, reason: String)

  /// What is wrong and what to do, in one line.
  package var description: String {
    switch self {
    case .tooLarge(let path, let bytes, let limit):
      "\(path) would take \(bytes / 1_000_000) MB, \(limit / 1_000_000) at most; "
        + "record fewer steps (--steps)"
    case .cannotRecord(let what): "a recording cannot hold \(what); leave out --record"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}

extension Examples {
  /// The labels, or the standardised targets, of some examples.
  fileprivate func answers(_ rows: some Collection<Int>) -> NumericArray {
    targets.map { targets in NumericArray(shape: [rows.count], rows.map { targets[$0] }) }
      ?? NumericArray(shape: [rows.count], rows.map { labels[$0] })
  }
}
