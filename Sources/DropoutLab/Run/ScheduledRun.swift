import DropoutTraining

/// A run with the data that it trains on.
package struct ScheduledRun: Sendable {
  /// The run.
  package let run: PlannedRun
  /// Its data.
  package let data: PreparedData
  /// What the store calls the data.
  package let dataName: String

  /// A run on data whose checksum is the run's.
  package init(_ run: PlannedRun, data: PreparedData, dataName: String) {
    self.run = run
    self.data = data
    self.dataName = dataName
  }

  /// What a step costs, roughly: examples times weights.
  var stepCost: Double {
    let examples = run.training.batchSize(exampleCount: data.train.count)
    return Double(examples) * Double(run.training.network.parameterCount)
  }

  /// What the run costs, roughly.
  var cost: Double { stepCost * Double(run.training.steps) }
}
