import FlyingSocks
import Foundation
import Synchronization

/// Passes on what a client and the server say, until both have ended.
struct ProxiedConnection: Sendable {
  private let client: AsyncSocket
  private let server: AsyncSocket
  private let limits: ReverseProxy.Limits
  private let progress = Progress()

  init(client: AsyncSocket, server: AsyncSocket, limits: ReverseProxy.Limits) {
    (self.client, self.server, self.limits) = (client, server, limits)
  }

  func run() async {
    let watch = Task {
      while !progress.isOverdue(limits) { try await Task.sleep(for: limits.request / 8) }
      if progress.isWithinRequest { progress.refuse(.tooSlow) }
      server.socket.end(.writing)
      client.socket.end(.reading)
      // Leave time to deliver responses in flight and the refusal itself.
      try await Task.sleep(for: limits.farewell)
      for socket in [server.socket, client.socket] { socket.end(.both) }
    }
    async let requests: Void = passRequests()
    await passAnswers()
    // After the answers to what came before.
    if let answer = progress.refusal?.answer { try? await client.write(Data(answer.utf8)) }
    client.socket.end(.writing)
    let deadline = Task {
      try await Task.sleep(for: limits.farewell)
      client.socket.end(.reading)
    }
    await requests
    // Neither may touch a socket after it is closed.
    for task in [watch, deadline] {
      task.cancel()
      _ = await task.result
    }
  }

  private func passRequests() async {
    var filter = RequestFilter()
    do {
      while true {
        let wasWebSocket = filter.asksForWebSocket
        let bytes = try await client.read(atMost: 4_096)
        var passed: [UInt8] = []
        do {
          try filter.admit(bytes, into: &passed)
        } catch {
          progress.refuse(error)
        }
        progress.came(
          request: filter.requestCount,
          isWithin: progress.refusal == nil && filter.isWithinRequest)
        try await server.write(Data(passed))
        if progress.refusal != nil || filter.isFinished { break }
        // Refused, it would go on reading lines.
        if filter.asksForWebSocket, !wasWebSocket, !(await progress.becomesWebSocket()) { break }
      }
    } catch {
      // One of the two is gone.
    }
    server.socket.end(.writing)
    // What is left unread at the end would take the answer back.
    while (try? await client.read(atMost: 4_096)) != nil {}
  }

  private func passAnswers() async {
    var isHeard = true
    // To the end even if nobody hears: the server must not meet a socket that fails.
    while let bytes = await nextAnswer() {
      progress.went(bytes)
      if isHeard { isHeard = (try? await client.write(Data(bytes))) != nil }
    }
    progress.went([])
  }

  private func nextAnswer() async -> [UInt8]? {
    if let bytes = try? await server.read(atMost: 4_096) { return bytes }
    // A socket that has failed may still hold what was said before.
    return try? server.socket.read(atMost: 4_096)
  }
}

/// How far a connection is.
private final class Progress: Sendable {
  private struct State {
    var last = ContinuousClock.now
    /// When the request began that is not whole, and which it is.
    var requestStart: ContinuousClock.Instant?
    var request = 0
    /// Whether the server's first answer made it a WebSocket.
    var isWebSocket: Bool?
    var waiter: CheckedContinuation<Bool, Never>?
    var refusal: RequestFilter.Refusal?
  }
  private let state = Mutex(State())

  /// Why the client's last request was not passed on.
  var refusal: RequestFilter.Refusal? { state.withLock { $0.refusal } }
  func refuse(_ refusal: RequestFilter.Refusal) { state.withLock { $0.refusal = refusal } }

  /// Something came from the client.
  func came(request: Int, isWithin: Bool) {
    state.withLock {
      $0.last = .now
      if request != $0.request { $0.requestStart = nil }
      $0.request = request
      $0.requestStart = isWithin ? $0.requestStart ?? .now : nil
    }
  }

  /// Something went to the client; nothing at the end.
  func went(_ bytes: [UInt8]) {
    let waiter = state.withLock { state in
      state.last = .now
      if state.isWebSocket == nil {
        state.isWebSocket = bytes.starts(with: "HTTP/1.1 101".utf8)
      }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: state.withLock { $0.isWebSocket == true })
  }

  /// Waits for the server's first answer.
  func becomesWebSocket() async -> Bool {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Bool? in
        if state.isWebSocket == nil { state.waiter = continuation }
        return state.isWebSocket
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  var isWithinRequest: Bool { state.withLock { $0.requestStart != nil } }

  /// Whether it has taken longer than it may.
  func isOverdue(_ limits: ReverseProxy.Limits) -> Bool {
    state.withLock {
      let now = ContinuousClock.now
      if let start = $0.requestStart, now - start >= limits.request { return true }
      return now - $0.last >= ($0.isWebSocket == true ? limits.idle.webSocket : limits.idle.http)
    }
  }
}
