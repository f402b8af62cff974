import DropoutTraining

/// An order with its loaded data.
struct ScheduledRun: Sendable {
  /// The run.
  let run: PlannedRun
  /// Its data.
  let data: PreparedData
  /// The name of the data in the store.
  let dataName: String

  /// - Throws: ``RunDataError`` if the data are no longer those of the run.
  init(
    _ order: RunOrder, _ loaded: (dataset: Dataset, data: PreparedData)
  ) throws(RunDataError) {
    guard order.run.dataChecksum == loaded.dataset.checksum else {
      throw .changed(
        name: loaded.dataset.name, expected: order.run.dataChecksum, found: loaded.dataset.checksum)
    }
    run = order.run
    data = loaded.data
    dataName = loaded.dataset.name
  }

  /// The approximate cost of a step: examples times weights.
  var stepCost: Double {
    let examples = run.training.batchSize(exampleCount: data.train.count)
    return Double(examples) * Double(run.training.network.parameterCount)
  }

  /// The approximate cost of the run, in the same unit as ``stepCost``.
  var cost: Double { stepCost * Double(run.training.steps) }
}
