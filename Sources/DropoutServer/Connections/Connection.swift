import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// Serves one client: answers its requests in turn, or carries a WebSocket once it asks for one.
final class Connection: Sendable {
  private let socket: AsyncSocket
  private let limits: Listener.Limits
  private let answer: Listener.Answer
  private let patience = Mutex((deadline: ContinuousClock.now, isOver: false))

  init(_ socket: AsyncSocket, limits: Listener.Limits, answer: @escaping Listener.Answer) {
    (self.socket, self.limits, self.answer) = (socket, limits, answer)
    allow(limits.idle.http)
  }

  /// Serves the client; returns when it has gone, or its time to go is over.
  func run() async {
    do {
      try await serve()
    } catch let refusal as Refusal {
      try? await send(refusal.response)
    } catch {
      // The client has gone.
    }
    socket.socket.end(SHUT_WR)
    allow(limits.farewell)
    // Closing with unread input would reset the connection, and the client could lose the answer.
    while (try? await socket.read(atMost: 4_096)) != nil {}
  }

  /// Reads no more requests; an answer under way is still sent.
  func stop() { socket.socket.end(SHUT_RD) }

  /// Once the deadline is over, ends reading and, if that is not enough, writing too.
  func endIfLate() {
    patience.withLock {
      guard ContinuousClock.now >= $0.deadline else { return }
      socket.socket.end($0.isOver ? SHUT_RDWR : SHUT_RD)
      $0 = (.now + limits.farewell, true)
    }
  }

  private func allow(_ time: Duration) { patience.withLock { $0.deadline = .now + time } }

  private func serve() async throws {
    let reader = RequestReader { [socket] in try await socket.read(atMost: 4_096) }
    // Limited, because all requests that a client left behind when it went are answered.
    for number in 1...LiveLimits.requestsPerConnection {
      try await reader.wait()
      allow(limits.request)
      let request: HTTPRequest
      do {
        request = try await reader.request()
      } catch SocketError.disconnected where patience.withLock({ $0.isOver }) {
        throw Refusal.tooSlow
      }
      allow(limits.idle.http)
      var response = await answer(request)
      if case .webSocket(let handler) = response.payload {
        try await send(response)
        return try await carry(handler, reader)
      }
      let isLast = number == LiveLimits.requestsPerConnection || request.isLast
      response.headers[.connection] = isLast ? "close" : "keep-alive"
      try await send(response)
      if isLast { return }
    }
  }

  private func carry(_ handler: any WSHandler, _ reader: RequestReader) async throws {
    let idle = limits.idle.webSocket
    allow(idle)
    let frames = AsyncThrowingStream<WSFrame, any Error> {
      do {
        let frame = try await reader.frame()
        self.allow(idle)
        return frame
      } catch SocketError.disconnected {
        return nil
      }
    }
    // Goes on after a failed write: `handler` ends its frames once nothing can be read any more.
    for await frame in try await handler.makeFrames(for: frames) {
      do {
        try await write(frame.bytes, idle: idle)
      } catch {
        stop()
      }
    }
  }

  private func send(_ response: HTTPResponse) async throws {
    let body = try await response.bodyData
    var headers = response.headers
    if case .httpBody = response.payload, headers[.contentLength] == nil {
      headers[.contentLength] = "\(body.count)"
    }
    let lines =
      ["HTTP/1.1 \(response.statusCode.code) \(response.statusCode.phrase)"]
      + headers.map { "\($0.key.rawValue): \($0.value)" }.sorted() + ["\r\n"]
    try await write(Data(lines.joined(separator: "\r\n").utf8) + body, idle: limits.idle.http)
  }

  /// Writes bytes piece by piece: a slow client is fine, but one that takes nothing for `idle` is not.
  private func write(_ data: Data, idle: Duration) async throws {
    let piece = 16_384
    for start in stride(from: 0, to: data.count, by: piece) {
      try await socket.write(data[start..<min(start + piece, data.count)])
      allow(idle)
    }
  }
}

extension HTTPRequest {
  /// Whether it is the connection's last: it has a body, asks for a WebSocket, or the client says so.
  fileprivate var isLast: Bool {
    bodySequence.count != 0 || asksForWebSocket || version != .http11
      || headers[.connection]?.lowercased().contains("close") == true
  }
}

extension WSFrame {
  /// The frame as a server sends it (RFC 6455, section 5.2).
  fileprivate var bytes: Data {
    let count = payload.count
    let digits = count < 126 ? 0 : count < 65_536 ? 2 : 8
    let length: UInt8 = digits == 0 ? UInt8(count) : digits == 2 ? 126 : 127
    var bytes = Data([(fin ? 0x80 : 0) | opcode.rawValue, length])
    for digit in (0..<digits).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: count >> (8 * digit)))
    }
    return bytes + payload
  }
}

extension Socket {
  /// Shuts down reading (`SHUT_RD`), writing (`SHUT_WR`) or both; whatever waits to read or write returns at once.
  fileprivate func end(_ direction: some BinaryInteger) {
    _ = shutdown(file.rawValue, Int32(direction))
  }
}
