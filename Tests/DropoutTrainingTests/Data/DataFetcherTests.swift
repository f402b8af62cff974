import Foundation
import Synchronization
import Testing

@testable import DropoutTraining

/// Python's file server on a free port of the loopback interface, ended with the value.
private final class FileServer {
  private let process = Process()
  let address: String

  /// Serves a directory; nil where there is no Python.
  init?(directory: String) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", directory,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // "Serving HTTP on 127.0.0.1 port 40613 (http://127.0.0.1:40613/) ..."
    var text = ""
    while !text.contains(") ..."), let more = try output.fileHandleForReading.read(upToCount: 1),
      !more.isEmpty
    {
      text += String(decoding: more, as: UTF8.self)
    }
    guard let start = text.range(of: "(http://"), let end = text.range(of: "/) ...") else {
      return nil
    }
    address = String(text[text.index(after: start.lowerBound)..<end.lowerBound]) + "/"
  }

  /// Kills it: a signal that can be blocked would be, for children inherit a worker thread's mask.
  deinit { kill(process.processIdentifier, SIGKILL) }
}

@Suite(.serialized, .timeLimit(.minutes(10)))
struct DataFetcherTests {
  private let served: TemporaryDirectory
  private let cache: TemporaryDirectory

  init() throws {
    served = try TemporaryDirectory()
    cache = try TemporaryDirectory()
  }

  private func published(_ name: String, _ bytes: [UInt8]) -> KnownDataset.File {
    var digest = SHA256()
    digest.update(bytes)
    return KnownDataset.File(name: name, byteCount: bytes.count, checksum: digest.finalized())
  }

  private func server() throws -> FileServer? {
    let server = try FileServer(directory: served.path)
    if server == nil { print("skipped: no python3 to serve files") }
    return server
  }

  private func fetch(
    _ files: [KnownDataset.File], from address: String
  ) async throws -> [DataFetcher.Progress] {
    let seen = Mutex<[DataFetcher.Progress]>([])
    let fetcher = DataFetcher(directory: cache.path, timeoutSeconds: 10, environment: [:])
    try await fetcher.fetch(files, from: address, to: "\(cache.path)/set") { progress in
      seen.withLock { $0.append(progress) }
    }
    return seen.withLock { $0 }
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(cache.path)/set")) ?? []).sorted()
  }

  private func refusal(
    _ files: [KnownDataset.File], from address: String
  ) async -> DatasetError? {
    await #expect(throws: DatasetError.self) { _ = try await fetch(files, from: address) }
  }

  @Test func filesArriveWholeAndAreNotFetchedTwice() async throws {
    guard let server = try server() else { return }
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let files = [published("a.gz", content), published("b.gz", [1, 2, 3])]
    _ = try served.file("a.gz", content)
    _ = try served.file("b.gz", [1, 2, 3])
    let first = try await fetch(files, from: server.address)
    #expect(first.last { $0.file.name == "a.gz" }?.receivedByteCount == 300_000)
    #expect(first.allSatisfy { !$0.wasPresent })
    #expect(names == ["a.gz", "b.gz"])
    #expect(try DataFile.read("\(cache.path)/set/a.gz", expected: "") == content)
    // What is there and right needs no server; what is there and wrong is replaced.
    _ = try cache.file("set/b.gz", [3, 2, 1])
    let second = try await fetch(files, from: server.address)
    #expect(second.map(\.wasPresent) == [true, false])
    #expect(try DataFile.read("\(cache.path)/set/b.gz", expected: "") == [1, 2, 3])
    let third = try await fetch(files, from: "http://127.0.0.1:1/")
    #expect(third.map(\.wasPresent) == [true, true])
  }

  @Test func wrongContentLeavesNothing() async throws {
    guard let server = try server() else { return }
    _ = try served.file("a.gz", [1, 2, 4])
    let file = published("a.gz", [1, 2, 3])
    let error = await refusal([file], from: server.address)
    let found = published("a.gz", [1, 2, 4]).checksum
    #expect(
      error
        == .checksumMismatch(
          path: "\(cache.path)/set/a.gz", expected: file.checksum, found: found))
    #expect(error?.description.contains(found) == true)
    #expect(error?.kind == .badData)
    #expect(names == [])
  }

  @Test func wrongSizesAndStatusesAreRefused() async throws {
    guard let server = try server() else { return }
    let file = published("a.gz", [1, 2, 3])
    for (content, says) in [
      ([UInt8](repeating: 7, count: 100_000), "the server sends more"), ([1, 2], "found 2"),
    ] {
      _ = try served.file("a.gz", content)
      let error = await refusal([file], from: server.address)
      #expect(error?.description.contains("expected 3 bytes, ") == true)
      #expect(error?.description.contains(says) == true, "\(String(describing: error))")
      #expect(error?.kind == .unavailable)
    }
    let missing = await refusal([published("none.gz", [1])], from: server.address)
    #expect(missing?.description.contains("none.gz: the download failed") == true)
    #expect(missing?.description.contains("found 404") == true)
    #expect(names == [])
  }

  @Test(arguments: ["http://127.0.0.1:1/", "ftp://127.0.0.1/", "no address/", "file:///etc/", ""])
  func unreachableServersAreOneLine(address: String) async throws {
    let error = await refusal([published("a.gz", [1])], from: address)
    #expect(error?.kind == .unavailable)
    #expect(error?.description.contains("a.gz: the download failed: ") == true)
    #expect(error?.description.contains("\n") == false)
    #expect(names == [])
  }

  @Test func withoutANetworkTheMessageSaysWhatToPutWhere() async {
    let fetcher = DataFetcher(directory: cache.path, mirror: "http://127.0.0.1:1", environment: [:])
    let error = await #expect(throws: DatasetError.self) { _ = try await fetcher.fetch(.mnist) }
    let line = error?.description ?? ""
    #expect(
      line.contains("http://127.0.0.1:1/mnist/train-images-idx3-ubyte.gz: the download failed"))
    #expect(line.contains("give another place with --mirror"))
    #expect(line.contains("t10k-labels-idx1-ubyte.gz into \(cache.path)/mnist yourself"))
    #expect(line.contains("$DROPOUT_DATA"))
    #expect(error?.kind == .unavailable)
  }

  @Test func publishedFilesComeFromAMirrorToWhereTheyAreFound() async throws {
    guard let directory = RealDataTests.directory else {
      print("skipped: MNIST is not at hand; set DROPOUT_DATA")
      return
    }
    guard let server = try FileServer(directory: directory) else {
      print("skipped: no python3 to serve files")
      return
    }
    let environment = ["DROPOUT_MIRROR": server.address, "XDG_CACHE_HOME": cache.path]
    let fetcher = DataFetcher(environment: environment)
    let path = try await fetcher.fetch(.mnist)
    #expect(path == "\(cache.path)/dropout/mnist")
    let locator = DataLocator(environment: environment, workingDirectory: cache.path)
    #expect(try locator.locate(.mnist) == path)
  }

  @Test func theMirrorComesFromTheEnvironment() {
    let environment = ["DROPOUT_MIRROR": "http://a/b", "XDG_CACHE_HOME": "/c"]
    let fetcher = DataFetcher(environment: environment)
    #expect(fetcher.mirror == "http://a/b")
    #expect(fetcher.directory == "/c/dropout")
    #expect(DataFetcher(mirror: "http://d", environment: environment).mirror == "http://d")
    #expect(DataFetcher(environment: ["DROPOUT_MIRROR": "", "HOME": "/h"]).mirror == nil)
  }
}
