import DropoutTraining

/// An order with its data at hand.
struct ScheduledRun: Sendable {
  /// The run.
  let run: PlannedRun
  /// Its data.
  let data: PreparedData
  /// What the store calls the data.
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

  /// What a step costs, roughly: examples times weights.
  var stepCost: Double {
    let examples = run.training.batchSize(exampleCount: data.train.count)
    return Double(examples) * Double(run.training.network.parameterCount)
  }

  /// What the run costs, roughly.
  var cost: Double { stepCost * Double(run.training.steps) }
}
