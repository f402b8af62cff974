private import Foundation

/// Downloads the well-known data sets into the cache, where ``DataLocator`` finds them.
///
/// A file that is present and has the published content is not fetched again. A downloaded file is checked
/// against the published size and SHA-256 before it gets its name.
public struct DataFetcher: Hashable, Sendable {
  /// The directory in which each data set has a directory.
  public var directory: String
  /// `http` or `https` address that holds `mnist/` and `fashion-mnist/`; nil: the public mirrors.
  public var mirror: String?
  /// The time for which a server may send nothing.
  public var timeoutSeconds: Double

  /// The progress of a fetch.
  public struct Progress: Hashable, Sendable {
    /// The file that is fetched.
    public let file: KnownDataset.File
    /// The number of its bytes that have arrived.
    public let receivedByteCount: Int
    /// Whether the file was present, so that nothing was fetched.
    public let wasPresent: Bool
  }

  /// A fetcher into a directory.
  ///
  /// - Parameters:
  ///   - directory: nil: the cache.
  ///   - mirror: nil: `$DROPOUT_MIRROR` if that is set, else the public mirrors.
  ///   - timeoutSeconds: The time for which a server may send nothing.
  ///   - environment: The environment's variables; nil: those of this process.
  public init(
    directory: String? = nil, mirror: String? = nil, timeoutSeconds: Double = 30,
    environment: [String: String]? = nil
  ) {
    let environment = environment ?? ProcessInfo.processInfo.environment
    self.directory = directory ?? DataLocator(environment: environment).cacheDirectory
    self.mirror = mirror ?? environment["DROPOUT_MIRROR"].flatMap { $0.isEmpty ? nil : $0 }
    self.timeoutSeconds = timeoutSeconds
  }

  /// Fetches the files that are missing or wrong, one after the other.
  ///
  /// - Parameters:
  ///   - known: The data set.
  ///   - progress: Called from any thread, at most a few times a second for each file.
  /// - Returns: the directory that holds the files.
  /// - Throws: ``DatasetError``; files that were complete stay.
  @discardableResult
  public func fetch(
    _ known: KnownDataset, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws(DatasetError) -> String {
    let base = mirror.map { Self.withSlash($0) + known.rawValue + "/" } ?? known.publicMirror
    let target = "\(directory)/\(known.rawValue)"
    do {
      try await fetch(known.files, from: base, to: target, progress: progress)
    } catch .downloadFailed(let url, let reason) {
      throw .fetchFailed(
        dataset: known.rawValue, files: known.files.map(\.name), folder: target, url: url,
        reason: reason)
    }
    return target
  }

  func fetch(
    _ files: [KnownDataset.File], from base: String, to target: String,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws(DatasetError) {
    try DataFile.makeDirectory(target)
    for file in files {
      let path = "\(target)/\(file.name)"
      if Self.isPublished(path, file) {
        progress(Progress(file: file, receivedByteCount: file.byteCount, wasPresent: true))
        continue
      }
      let download = Download(
        address: base + file.name, path: path, byteCount: file.byteCount,
        timeoutSeconds: timeoutSeconds
      ) { received in
        progress(Progress(file: file, receivedByteCount: received, wasPresent: false))
      }
      try await download.run(checksum: file.checksum)
    }
  }

  /// Whether a file is present and has the published content.
  private static func isPublished(_ path: String, _ file: KnownDataset.File) -> Bool {
    guard (try? DataFile.size(of: path, expected: "")) == file.byteCount,
      let bytes = try? DataFile.read(path, expected: "")
    else { return false }
    var digest = SHA256()
    digest.update(bytes)
    return digest.finalized() == file.checksum
  }

  private static func withSlash(_ address: String) -> String {
    address.hasSuffix("/") ? address : address + "/"
  }
}
