/// What a finished recording says of itself in `run.json`, so that a changed one is noticed.
package struct RecordingSeal: Codable, Hashable, Sendable {
  /// SHA-256 of the data that the run trained on.
  package let dataChecksum: String
  /// SHA-256 of the final weights.
  package let weightsDigest: String

  /// The seal of a run on data of this checksum that ended with weights of this digest.
  package init(dataChecksum: String, weightsDigest: String) {
    self.dataChecksum = dataChecksum
    self.weightsDigest = weightsDigest
  }
}
