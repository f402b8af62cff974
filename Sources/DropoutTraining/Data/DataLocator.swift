private import Foundation

/// Finds the well-known data sets where this and other tools keep them.
///
/// The directories searched are, in this order, ``dataDirectory``, `$DROPOUT_DATA`, `./data`, Keras's
/// `~/.keras/datasets` and ``cacheDirectory``. A directory may hold the data set's own directory, torchvision's
/// `MNIST/raw`, or Keras's single file.
public struct DataLocator: Hashable, Sendable {
  /// A directory to look in first.
  public var dataDirectory: String?
  /// The environment's variables.
  public var environment: [String: String]
  /// The directory that relative paths start from.
  public var workingDirectory: String

  /// A locator for the values given; nil: this process's environment and working directory.
  public init(
    dataDirectory: String? = nil, environment: [String: String]? = nil,
    workingDirectory: String? = nil
  ) {
    self.dataDirectory = dataDirectory
    self.environment = environment ?? ProcessInfo.processInfo.environment
    self.workingDirectory = workingDirectory ?? FileManager.default.currentDirectoryPath
  }

  /// The first place that holds the data set: a directory of four IDX files, or Keras's `.npz` file.
  ///
  /// - Throws: ``DatasetError/notFound(dataset:searched:command:)`` with every place, in order, or
  ///   ``DatasetError/unreadable(path:reason:)`` if ``dataDirectory`` is a file.
  public func locate(_ known: KnownDataset) throws(DatasetError) -> String {
    if let dataDirectory, !dataDirectory.isEmpty, DataFile.isFile(absolute(dataDirectory)) {
      throw .unreadable(
        path: dataDirectory,
        reason: "it is a file, not a folder; give a folder that holds \(known.rawValue)")
    }
    let places = searchedPlaces(for: known)
    for place in places {
      let isThere =
        place.hasSuffix(".npz") ? DataFile.isFile(place) : IDXDirectory(path: place).isComplete
      if isThere { return place }
    }
    throw .notFound(
      dataset: known.rawValue, searched: places, command: "dropout data fetch \(known.rawValue)")
  }

  /// Every place that ``locate(_:)`` looks at, in order.
  public func searchedPlaces(for known: KnownDataset) -> [String] {
    var places: [String] = []
    for root in roots {
      places.append("\(root)/\(known.rawValue)")
      places.append("\(root)/\(known.torchvisionName)/raw")
      if known == .mnist { places.append("\(root)/mnist.npz") }
    }
    var seen: Set<String> = []
    return places.filter { seen.insert($0).inserted }
  }

  /// The directory for fetched data sets: `$XDG_CACHE_HOME/dropout`, else the system's usual one.
  public var cacheDirectory: String {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return "\(cache)/dropout" }
    #if os(macOS)
      return "\(home)/Library/Caches/dropout"
    #else
      return "\(home)/.cache/dropout"
    #endif
  }

  private var home: String { environment["HOME"] ?? NSHomeDirectory() }

  private var roots: [String] {
    let named = [dataDirectory, environment["DROPOUT_DATA"], "data"]
    return named.compactMap { $0 }.filter { !$0.isEmpty }.map(absolute)
      + ["\(home)/.keras/datasets", cacheDirectory]
  }

  private func absolute(_ path: String) -> String {
    let base = URL(fileURLWithPath: workingDirectory, isDirectory: true)
    let url = path.hasPrefix("/") ? URL(fileURLWithPath: path) : base.appendingPathComponent(path)
    let text = url.standardizedFileURL.path
    return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
