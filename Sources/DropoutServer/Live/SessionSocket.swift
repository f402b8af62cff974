import DropoutLab
import FlyingFox
import Foundation

/// Carries a session over one WebSocket.
///
/// Frames are pulled: the next one is asked for when the last has been written, so nothing piles up
/// behind a slow connection.
struct SessionSocket: WSHandler {
  let sessions: Sessions

  func makeFrames(
    for client: AsyncThrowingStream<WSFrame, any Error>
  ) async throws -> AsyncStream<WSFrame> {
    guard let session = await sessions.begin() else {
      let reason = "\(sessions.limit) pages are open; close one and reload"
      return AsyncStream { continuation in
        continuation.yield(.text(ServerMessage.bye(reason).json))
        continuation.yield(.close(code: WSCloseCode(1013, reason: "too many sessions")))
        continuation.finish()
      }
    }
    let control = ControlFrames()
    let reader = Task {
      let ending = await Self.read(client, session: session, control: control)
      await control.set(ending)
      await sessions.end(session, reason: nil)
    }
    let writer = FrameSource(session: session, control: control)
    return AsyncStream {
      let frame = await writer.next()
      if frame == nil {
        reader.cancel()
        await sessions.end(session, reason: nil)
      }
      return frame
    } onCancel: {
      reader.cancel()
      Task { await sessions.end(session, reason: nil) }
    }
  }

  /// Reads until the page is gone; what to close with.
  private static func read(
    _ client: AsyncThrowingStream<WSFrame, any Error>, session: Session, control: ControlFrames
  ) async -> WSCloseCode {
    do {
      var message = PartialMessage()
      for try await frame in client {
        switch frame.opcode {
        case .close: return .init(1000)
        case .ping: await control.answer(frame.payload)
        case .pong: break
        case .text, .continuation:
          if let text = try message.add(frame) { await session.receive(text) }
        default: throw MessageRefusal(code: 1003, reason: "bytes are not understood")
        }
      }
      return .init(1000)
    } catch let refusal as MessageRefusal {
      return WSCloseCode(refusal.code, reason: refusal.reason)
    } catch {
      return WSCloseCode(1002, reason: "protocol error")
    }
  }
}

/// Why a connection is closed by the server.
private struct MessageRefusal: Error {
  let code: UInt16
  let reason: String
}

/// A text message put together from its frames.
private struct PartialMessage {
  private var bytes = Data()
  private var isOpen = false

  /// The text, once it is whole.
  mutating func add(_ frame: WSFrame) throws -> String? {
    guard (frame.opcode == .continuation) == isOpen else {
      throw MessageRefusal(code: 1002, reason: "a message out of order")
    }
    guard bytes.count + frame.payload.count <= LiveLimits.messageBytes else {
      throw MessageRefusal(code: 1009, reason: "a message of more than 64 KiB")
    }
    bytes.append(frame.payload)
    isOpen = !frame.fin
    guard frame.fin else { return nil }
    defer { bytes = Data() }
    guard let text = String(data: bytes, encoding: .utf8) else {
      throw MessageRefusal(code: 1007, reason: "text that is no UTF-8")
    }
    return text
  }
}

/// Pongs to send and the code to close with.
private actor ControlFrames {
  private var pongs: [Data] = []
  private var ending: WSCloseCode?

  func answer(_ ping: Data) { if pongs.count < 8, ping.count <= 125 { pongs.append(ping) } }
  func set(_ code: WSCloseCode) { ending = code }

  func nextPong() -> WSFrame? {
    pongs.isEmpty
      ? nil : WSFrame(fin: true, opcode: .pong, mask: nil, payload: pongs.removeFirst())
  }

  var close: WSFrame { .close(code: ending ?? WSCloseCode(1001, reason: "the session has ended")) }
}

/// The frames of a session in the order in which they are written; a close frame is the last.
private actor FrameSource {
  private let session: Session
  private let control: ControlFrames
  private var isClosed = false

  init(session: Session, control: ControlFrames) {
    (self.session, self.control) = (session, control)
  }

  func next() async -> WSFrame? {
    if let pong = await control.nextPong() { return pong }
    if let outgoing = await session.nextOutgoing() {
      switch outgoing {
      case .text(let text): return .text(text)
      case .bytes(let bytes):
        return WSFrame(fin: true, opcode: .binary, mask: nil, payload: bytes)
      }
    }
    guard !isClosed else { return nil }
    isClosed = true
    return await control.close
  }
}

extension WSFrame {
  fileprivate static func text(_ text: String) -> WSFrame {
    WSFrame(fin: true, opcode: .text, mask: nil, payload: Data(text.utf8))
  }
}
