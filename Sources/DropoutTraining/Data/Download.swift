private import Foundation
private import Synchronization

#if canImport(FoundationNetworking)
  private import FoundationNetworking
#endif

/// One download: it goes to a hidden file, is hashed as it arrives, and is renamed if size and checksum are right.
struct Download: Sendable {
  let address: String
  let path: String
  /// The size the file must have; nothing beyond it is accepted.
  let byteCount: Int
  let timeoutSeconds: Double
  /// Called with the number of bytes received.
  let progress: @Sendable (Int) -> Void

  /// Fetches the file and gives it its name.
  func run(checksum: String) async throws(DatasetError) {
    guard let url = URL(string: address), let scheme = url.scheme, url.host != nil,
      scheme == "http" || scheme == "https"
    else {
      throw .downloadFailed(url: address, reason: "expected an http or https address")
    }
    let receiver = Receiver(self, file: try AtomicFile(path: path))
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeoutSeconds
    configuration.timeoutIntervalForResource = 3600
    let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    let task = session.dataTask(with: url)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        receiver.start(task, continuation)
      }
    } onCancel: {
      task.cancel()
    }
    try receiver.finish(checksum: checksum)
  }
}

/// Takes a download's bytes as they arrive.
private final class Receiver: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    let file: AtomicFile
    var digest = SHA256()
    var received = 0
    var failure: DatasetError?
    var continuation: CheckedContinuation<Void, Never>?
  }

  private let download: Download
  private let state: Mutex<State>

  init(_ download: Download, file: sending AtomicFile) {
    self.download = download
    state = Mutex(State(file: file))
  }

  func start(_ task: URLSessionDataTask, _ continuation: CheckedContinuation<Void, Never>) {
    state.withLock { $0.continuation = continuation }
    task.resume()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let received: Int? = state.withLock { state in
      guard state.failure == nil else { return nil }
      state.failure = failure(of: dataTask.response)
      guard state.failure == nil else { return nil }
      guard state.received + data.count <= download.byteCount else {
        state.failure = failed("expected \(download.byteCount) bytes, the server sends more")
        return nil
      }
      let bytes = [UInt8](data)
      do {
        try state.file.write(bytes)
      } catch {
        state.failure = error as? DatasetError
        return nil
      }
      state.digest.update(bytes)
      state.received += bytes.count
      return state.received
    }
    if let received { download.progress(received) } else { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let continuation = state.withLock { state in
      if state.failure == nil {
        state.failure =
          failure(of: task.response)
          ?? error.map { failed(($0 as NSError).localizedDescription) }
      }
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume()
  }

  /// Gives the file its name if it arrived whole and is right; else removes it.
  func finish(checksum: String) throws(DatasetError) {
    let outcome: DatasetError? = state.withLock { state in
      if let failure = state.failure { return failure }
      guard state.received == download.byteCount else {
        return failed("expected \(download.byteCount) bytes, found \(state.received)")
      }
      let found = state.digest.finalized()
      guard found == checksum else {
        return .checksumMismatch(path: download.path, expected: checksum, found: found)
      }
      do {
        try state.file.commit()
        return nil
      } catch {
        return error as? DatasetError
      }
    }
    if let outcome {
      state.withLock { $0.file.discard() }
      throw outcome
    }
  }

  /// The fault of a server's answer; nil if it is right.
  private func failure(of response: URLResponse?) -> DatasetError? {
    guard let response = response as? HTTPURLResponse, response.statusCode != 200 else {
      return nil
    }
    return failed("expected HTTP status 200, found \(response.statusCode)")
  }

  private func failed(_ reason: String) -> DatasetError {
    .downloadFailed(url: download.address, reason: reason)
  }
}
