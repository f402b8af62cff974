public import DropoutTraining

/// A finished run with its weights.
public struct FinishedRun: Sendable {
  /// The record for the store.
  public let record: RunRecord
  /// The final weights.
  public let parameters: Parameters
}
