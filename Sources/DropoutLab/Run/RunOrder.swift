/// The examples of a run, as a value: what another process needs to make or read them.
public struct RunData: Codable, Hashable, Sendable {
  /// The data.
  public var specification: DataSpecification
  /// The part of the training examples that is held out, and tested on instead of the test examples; nil
  /// to train on all of them.
  public var validation: Validation?

  /// A part of the training examples; see `Dataset.validationSplit(share:seed:)`.
  public struct Validation: Codable, Hashable, Sendable {
    /// Share of the training examples.
    public var share: Double
    /// The seed that draws the part.
    public var seed: UInt64
  }

  /// All training examples of some data, and its test examples.
  public init(_ specification: DataSpecification) { self.specification = specification }
}

/// A run to train and its data: a value that can leave the process.
public struct RunOrder: Codable, Hashable, Sendable {
  /// The run.
  public let run: PlannedRun
  /// The data, whose checksum is that of the run.
  public let data: RunData

  /// A run on data whose checksum is the run's.
  public init(_ run: PlannedRun, data: RunData) {
    self.run = run
    self.data = data
  }
}

/// Why a run cannot be trained on the data that it was ordered with.
public enum RunDataError: Error, Hashable, CustomStringConvertible {
  /// The data are no longer those of the order.
  case changed(name: String, expected: String, found: String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .changed(let name, let expected, let found):
      "\(name) has changed since its runs were planned: its checksum is \(found.prefix(12)) instead of "
        + "\(expected.prefix(12)); give the command again"
    }
  }
}
