import DropoutTraining

/// A run with the data that it trains on.
public struct ScheduledRun: Sendable {
  /// The run.
  public let run: PlannedRun
  /// Its data.
  public let data: PreparedData
  /// What the store calls the data.
  public let dataName: String

  /// A run on data whose checksum is the run's.
  public init(_ run: PlannedRun, data: PreparedData, dataName: String) {
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
