public import DropoutTraining
private import Synchronization

/// The data sets of a process, each made or read once, and laid out once if runs train on it.
public final class LoadedData: Sendable {
  private let locator: DataLocator
  private let state = Mutex<(datasets: [RunData: Dataset], prepared: [String: PreparedData])>(
    ([:], [:]))

  /// - Parameter locator: Where `mnist` and `fashion-mnist` are looked for.
  public init(locator: DataLocator = DataLocator()) { self.locator = locator }

  /// The examples of `data`.
  ///
  /// - Throws: `GeneratorError`, `DatasetError` or ``PlanError``.
  public func dataset(_ data: RunData) throws -> Dataset {
    if let known = state.withLock({ $0.datasets[data] }) { return known }
    let dataset: Dataset
    if let part = data.validation {
      dataset = try self.dataset(RunData(data.specification))
        .validationSplit(share: part.share, seed: part.seed)
    } else {
      dataset = try data.specification.load(locator: locator)
    }
    state.withLock { $0.datasets[data] = dataset }
    return dataset
  }

  /// The examples of `data`, laid out for training.
  ///
  /// - Throws: As ``dataset(_:)``.
  func prepared(_ data: RunData) throws -> (dataset: Dataset, data: PreparedData) {
    let dataset = try dataset(data)
    if let known = state.withLock({ $0.prepared[dataset.checksum] }) { return (dataset, known) }
    let prepared = PreparedData(dataset)
    state.withLock { $0.prepared[dataset.checksum] = prepared }
    return (dataset, prepared)
  }

  /// Keeps examples that were made or read already, such as a table that is not a file.
  public func insert(_ dataset: Dataset, as specification: DataSpecification) {
    state.withLock { $0.datasets[RunData(specification)] = dataset }
  }
}
