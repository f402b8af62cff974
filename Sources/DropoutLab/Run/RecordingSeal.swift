/// What a finished recording says of itself in `run.json`, so that a changed one is noticed.
public struct RecordingSeal: Codable, Hashable, Sendable {
  /// SHA-256 of the data that the run trained on.
  public let dataChecksum: String
  /// SHA-256 of the final weights.
  public let weightsDigest: String

  /// The seal of a run on data of this checksum that ended with weights of this digest.
  public init(dataChecksum: String, weightsDigest: String) {
    self.dataChecksum = dataChecksum
    self.weightsDigest = weightsDigest
  }
}
