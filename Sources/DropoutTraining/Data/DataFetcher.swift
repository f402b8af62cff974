private import Foundation

/// Downloads the well-known data sets into the cache, where ``DataLocator`` finds them.
///
/// A file that is there already and is the published one is not fetched again. What arrives is checked
/// against the published size and SHA-256 before it gets its name.
public struct DataFetcher: Hashable, Sendable {
  /// The directory that gets one directory a data set.
  public var directory: String
  /// `http` or `https` address below which `mnist/` and `fashion-mnist/` lie; nil: the public mirrors.
  public var mirror: String?
  /// How long a server may be silent.
  public var timeoutSeconds: Double

  /// How far a fetch has come.
  public struct Progress: Hashable, Sendable {
    /// The file it is about.
    public let file: KnownDataset.File
    /// How much of it has arrived.
    public let receivedByteCount: Int
    /// Whether it was there already.
    public let wasPresent: Bool
  }

  /// A fetcher into a directory, nil: the cache; from a mirror, nil: `$DROPOUT_MIRROR` if that is set.
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
  /// - Parameter progress: called from any thread, a few times a second at most for each file's pieces.
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

  /// Whether a file is there and is the published one.
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
