import DropoutLab
import DropoutTraining

/// The data that pages have asked for or sent, some of each, the longest unused going first.
actor DataShelf {
  private var uploads: [(data: String, name: String, bytes: [UInt8])] = []
  private var used: [(settings: DataKey, dataset: Dataset)] = []
  private static let uploadCount = 16
  private static let usedCount = 32
  private static let uploadPrefix = "upload:"

  /// What of an experiment's settings decides its data.
  private struct DataKey: Hashable {
    let name: String
    let noise: Double?
    let seed: UInt64

    init(_ settings: ExperimentSettings) {
      (name, noise, seed) = (settings.data, settings.noise, settings.dataSeed)
    }
  }

  /// The data of an experiment.
  func dataset(of settings: ExperimentSettings) throws -> Dataset {
    let key = DataKey(settings)
    if let index = used.firstIndex(where: { $0.settings == key }) {
      let found = used.remove(at: index)
      used.append(found)
      return found.dataset
    }
    let dataset = try make(settings)
    used.append((key, dataset))
    if used.count > Self.usedCount { used.removeFirst() }
    return dataset
  }

  private func make(_ settings: ExperimentSettings) throws -> Dataset {
    if let generator = DataGenerator(rawValue: settings.data) {
      return try generator.makeDataset(
        GeneratorOptions(seed: settings.dataSeed, noise: settings.noise))
    }
    guard settings.data.hasPrefix(Self.uploadPrefix) else {
      throw LiveError("data: there is no \(settings.data.prefix(40)); choose one of the list")
    }
    guard let index = uploads.firstIndex(where: { $0.data == settings.data }) else {
      throw LiveError("data: that upload is no longer here; send the file again")
    }
    let upload = uploads.remove(at: index)
    uploads.append(upload)
    return try Dataset.load(
      bytes: upload.bytes, name: upload.name, options: DatasetOptions(splitSeed: settings.dataSeed))
  }

  /// Keeps a CSV file.
  ///
  /// - Returns: what to call it, and a line on it.
  func keep(_ bytes: [UInt8], fileName: String) throws -> (data: String, line: String) {
    guard !bytes.contains(0) else {
      throw LiveError(
        "\(fileName) is no text; send a CSV file, or give it to dropout compare --data")
    }
    var settings = ExperimentSettings()
    settings.data = Self.name(of: bytes)
    // Looked at before anything is kept.
    let dataset = try Dataset.load(
      bytes: bytes, name: fileName, options: DatasetOptions(splitSeed: settings.dataSeed))
    uploads.removeAll { $0.data == settings.data }
    uploads.append((settings.data, fileName, bytes))
    if uploads.count > Self.uploadCount { uploads.removeFirst() }
    used.removeAll { $0.settings.name == settings.data }
    return (settings.data, dataset.summaryLine)
  }

  private static func name(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return uploadPrefix + digest.finalized().prefix(12)
  }

  /// Whether data of that name can be had at all: a generator's usual ones, or the well-known files.
  private func canHave(dataNamed name: String) -> Bool {
    if DataGenerator(rawValue: name) != nil { return true }
    guard let known = KnownDataset(rawValue: name) else { return false }
    return (try? DataLocator().locate(known)) != nil
  }

  /// Whether data with this checksum are likely to be had, without reading what is large.
  func hasData(checksum: String, name: String) -> Bool {
    if KnownDataset(rawValue: name) != nil { return canHave(dataNamed: name) }
    return (try? dataset(checksum: checksum, name: name)) != nil
  }

  /// Data with this checksum and what a plan calls them, for a report of stored runs.
  func dataset(checksum: String, name: String) throws -> (Dataset, DataSpecification)? {
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
    guard canHave(dataNamed: name), let dataset = try? specification.load(),
      dataset.checksum == checksum
    else { return nil }
    return (dataset, specification)
  }
}
