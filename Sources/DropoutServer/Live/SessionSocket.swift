import DropoutLab
import FlyingFox
import Foundation

/// Carries a session over one WebSocket.
///
/// Frames are pulled: the next is made after the last has been written, so none pile up on a slow connection.
struct SessionSocket: WSHandler {
  let sessions: Sessions

  func makeFrames(
    for client: AsyncThrowingStream<WSFrame, any Error>
  ) async throws -> AsyncStream<WSFrame> {
    guard let session = await sessions.begin() else {
      let reason = "\(sessions.limit) pages are open; close one and reload"
      return AsyncStream { continuation in
        continuation.yield(.text(ServerMessage.bye(reason).json))
        continuation.yield(.close(code: WSCloseCode(1013)))
        continuation.finish()
      }
    }
    let reader = Task {
      await sessions.end(session, code: Self.read(client, session: session))
    }
    return AsyncStream {
      if let outgoing = await session.nextOutgoing() { return WSFrame(outgoing) }
      // The socket is closed next. A read that still waits for it would be taken for a read of the next
      // connection that gets the same number, which would then receive nothing.
      reader.cancel()
      await reader.value
      return nil
    }
  }

  /// Reads until the page has gone; returns the close code.
  private static func read(
    _ client: AsyncThrowingStream<WSFrame, any Error>, session: Session
  ) async -> UInt16 {
    do {
      var message = PartialMessage()
      for try await frame in client {
        switch frame.opcode {
        case .close: return 1000
        case .ping: await session.answer(ping: frame.payload)
        case .pong: break
        case .text, .continuation:
          if let text = try message.add(frame) { await session.receive(text) }
        // Binary frames and opcodes that the protocol reserves.
        default: return 1003
        }
      }
      return 1000
    } catch let refusal as MessageRefusal {
      return refusal.code
    } catch {
      return 1002
    }
  }
}

/// A message that breaks the protocol, with the close code for it (RFC 6455, section 7.4.1).
private struct MessageRefusal: Error {
  let code: UInt16
}

/// A text message put together from its frames.
private struct PartialMessage {
  private var bytes = Data()
  private var isOpen = false

  /// Adds a frame; returns the text once it is complete.
  mutating func add(_ frame: WSFrame) throws -> String? {
    guard (frame.opcode == .continuation) == isOpen else {
      throw MessageRefusal(code: 1002)
    }
    guard bytes.count + frame.payload.count <= LiveLimits.messageBytes else {
      throw MessageRefusal(code: 1009)
    }
    bytes.append(frame.payload)
    isOpen = !frame.fin
    guard frame.fin else { return nil }
    defer { bytes = Data() }
    guard let text = String(data: bytes, encoding: .utf8) else {
      throw MessageRefusal(code: 1007)
    }
    return text
  }
}

extension WSFrame {
  fileprivate init(_ outgoing: Outgoing) {
    switch outgoing {
    case .message(let message): self = .text(message.json)
    case .frame(let bytes): self.init(.binary, bytes)
    case .pong(let payload): self.init(.pong, payload)
    case .close(let code): self = .close(code: WSCloseCode(code))
    }
  }

  private init(_ opcode: Opcode, _ payload: Data) {
    self.init(fin: true, opcode: opcode, mask: nil, payload: payload)
  }

  fileprivate static func text(_ text: String) -> WSFrame { WSFrame(.text, Data(text.utf8)) }
}
