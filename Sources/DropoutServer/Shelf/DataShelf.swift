import DropoutLab
import DropoutTraining

/// Keeps data sets that pages asked for or sent: of either kind a limited number, those used last.
actor DataShelf {
  /// Reads a table.
  typealias Reader = @Sendable ([UInt8], String, DatasetOptions) throws -> Dataset

  private let read: Reader
  private var uploads: [(data: String, name: String, bytes: [UInt8])] = []
  private var used: [(settings: DataKey, dataset: Dataset)] = []
  private static let uploadCount = 16
  private static let usedCount = 32
  private static let uploadPrefix = "upload:"

  /// - Parameter read: Reads an upload.
  init(
    read: @escaping Reader = { try Dataset.load(bytes: $0, name: $1, options: $2) }
  ) { self.read = read }

  /// The settings that determine an experiment's data set: the key of the cache.
  private struct DataKey: Hashable {
    let name: String
    let noise: Double?
    let seed: UInt64

    init(_ settings: ExperimentSettings) {
      (name, noise, seed) = (settings.data, settings.noise, settings.dataSeed)
    }
  }

  /// The data of an experiment.
  func dataset(of settings: ExperimentSettings) async throws -> Dataset {
    let key = DataKey(settings)
    if let index = used.firstIndex(where: { $0.settings == key }) {
      let found = used.remove(at: index)
      used.append(found)
      return found.dataset
    }
    let dataset = try await make(settings)
    // Another page may have asked for the same data meanwhile.
    used.removeAll { $0.settings == key }
    used.append((key, dataset))
    if used.count > Self.usedCount { used.removeFirst() }
    return dataset
  }

  /// Generates or reads data; meanwhile the shelf serves others.
  private func make(_ settings: ExperimentSettings) async throws -> Dataset {
    if let generator = DataGenerator(rawValue: settings.data) {
      return try await Self.computed {
        try generator.makeDataset(
          GeneratorOptions(seed: settings.dataSeed, noise: settings.noise))
      }
    }
    guard settings.data.hasPrefix(Self.uploadPrefix) else {
      throw LiveError.noSuchData(name: settings.data)
    }
    guard let index = uploads.firstIndex(where: { $0.data == settings.data }) else {
      throw LiveError.uploadIsGone
    }
    let upload = uploads.remove(at: index)
    uploads.append(upload)
    return try await table(upload.bytes, name: upload.name, seed: settings.dataSeed)
  }

  /// Runs work on threads that answer no requests.
  private static func computed<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await Task(executorPreference: ComputeExecutor.shared) { try work() }.value
  }

  /// Reads an upload; stops as soon as it is larger than an experiment may be.
  private func table(_ bytes: [UInt8], name: String, seed: UInt64) async throws -> Dataset {
    // Some columns are not features, as the class and an index.
    let columns = LiveLimits.features + 20
    let options = DatasetOptions(splitSeed: seed).limited(
      columns: columns, rows: 2 * LiveLimits.examples)
    do {
      return try await Self.computed { [read] in try read(bytes, name, options) }
    } catch DatasetError.table(_, .tooLarge(let part, let found, _)) {
      let (shown, most) =
        part == "columns"
        ? ("\(found) columns", "\(LiveLimits.features) features")
        : (
          "more than \(2 * LiveLimits.examples) rows", "\(LiveLimits.examples) of them to train on"
        )
      throw LiveError.tooLarge(data: name, found: shown, allowed: "up to \(most)")
    }
  }

  /// Keeps an uploaded table.
  ///
  /// - Returns: The name for it in settings, and a line on how it was read.
  func keep(_ bytes: [UInt8], fileName: String) async throws -> (data: String, line: String) {
    guard !bytes.contains(0) else {
      throw LiveError.notText(fileName: fileName)
    }
    var settings = ExperimentSettings()
    settings.data = Self.name(of: bytes)
    // Read before anything is kept, as that may fail.
    let dataset = try await table(bytes, name: fileName, seed: settings.dataSeed)
    uploads.removeAll { $0.data == settings.data }
    uploads.append((settings.data, fileName, bytes))
    if uploads.count > Self.uploadCount { uploads.removeFirst() }
    used.removeAll { $0.settings.name == settings.data }
    let line = [dataset.reading?.summary, dataset.summaryLine].compactMap(\.self)
    return (settings.data, line.joined(separator: "; "))
  }

  private static func name(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return uploadPrefix + digest.finalized().prefix(12)
  }

  /// Whether data of that name are available: a generator's, or the files of a well-known data set.
  private func canHave(dataNamed name: String) -> Bool {
    if DataGenerator(rawValue: name) != nil { return true }
    guard let known = KnownDataset(rawValue: name) else { return false }
    return (try? DataLocator().locate(known)) != nil
  }

  /// Whether data with this checksum are probably available; does not read large files to find out.
  func hasData(checksum: String, name: String) async -> Bool {
    if KnownDataset(rawValue: name) != nil { return canHave(dataNamed: name) }
    return (try? await dataset(checksum: checksum, name: name)) != nil
  }

  /// The data with this checksum, and their specification in a plan, for a report of stored runs.
  func dataset(
    checksum: String, name: String
  ) async throws -> (Dataset, DataSpecification)? {
    for (key, dataset) in used where dataset.checksum == checksum {
      var settings = PlanSettings()
      try settings.set("data.name", to: .text(dataset.name), source: "the store")
      try settings.set("data.seed", to: .integer(Int(key.seed)), source: "the store")
      if let noise = key.noise, DataGenerator(rawValue: key.name) != nil {
        try settings.set("data.noise", to: .number(noise), source: "the store")
      }
      return (dataset, try DataSpecification(settings))
    }
    var settings = PlanSettings()
    try settings.set("data.name", to: .text(name), source: "the store")
    let specification = try DataSpecification(settings)
    guard canHave(dataNamed: name),
      let dataset = try? await Self.computed({ try specification.load() }),
      dataset.checksum == checksum
    else { return nil }
    return (dataset, specification)
  }
}
