import FlyingSocks
public import Foundation

/// A WebSocket as a test holds it: it can also send what no browser would.
public final class WebSocketClient: Sendable {
  private let socket: AsyncSocket
  private let buffer = Buffer()

  /// What the server said instead of switching to the protocol.
  public struct Refusal: Error {
    let answer: String

    /// Of an answer.
    public init(answer: String) { self.answer = answer }
  }

  /// A whole message.
  public enum Message: Sendable {
    case text(String)
    case bytes(Data)
    case pong(Data)
    case close(code: UInt16)
  }

  /// Bytes that were read and not yet taken.
  private actor Buffer {
    var bytes: [UInt8] = []

    func append(_ more: [UInt8]) { bytes += more }

    func take(_ count: Int) -> [UInt8]? {
      guard bytes.count >= count else { return nil }
      defer { bytes.removeFirst(count) }
      return Array(bytes[..<count])
    }

    func takeHeader() -> String? {
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      defer { bytes.removeFirst(end.upperBound) }
      return String(decoding: bytes[..<end.upperBound], as: UTF8.self)
    }
  }

  /// Connects to `/socket` of a server on this machine.
  ///
  /// - Throws: ``Refusal`` where it does not become a WebSocket.
  public init(port: UInt16, headers: [String: String] = [:]) async throws {
    socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
    let all = [
      "Host": "127.0.0.1:\(port)", "Upgrade": "websocket", "Connection": "Upgrade",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
    ].merging(headers) { $1 }
    let lines = ["GET /socket HTTP/1.1"] + all.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
    try await socket.write(Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    while true {
      if let header = await buffer.takeHeader() {
        guard header.hasPrefix("HTTP/1.1 101") else { throw Refusal(answer: header) }
        return
      }
      await buffer.append(try await socket.read(atMost: 4096))
    }
  }

  /// Sends a text message.
  public func send(_ text: String) async throws { try await send(opcode: 1, Array(text.utf8)) }

  /// Sends one frame.
  public func send(opcode: UInt8, isFinal: Bool = true, _ payload: [UInt8]) async throws {
    let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    let masked = payload.enumerated().map { $1 ^ mask[$0 % 4] }
    try await sendRaw(
      Self.head(opcode: opcode, isFinal: isFinal, length: payload.count) + mask + masked)
  }

  /// Sends bytes as they are.
  public func sendRaw(_ bytes: [UInt8]) async throws { try await socket.write(Data(bytes)) }

  /// The first bytes of a masked frame.
  public static func head(opcode: UInt8, isFinal: Bool = true, length: Int) -> [UInt8] {
    let first = opcode | (isFinal ? 0x80 : 0)
    if length < 126 { return [first, 0x80 | UInt8(length)] }
    if length < 65_536 { return [first, 0x80 | 126, UInt8(length >> 8), UInt8(length & 255)] }
    let digits = (0..<8).map { place in UInt8(truncatingIfNeeded: length >> (56 - 8 * place)) }
    return [first, 0x80 | 127] + digits
  }

  /// The next message; nil where the connection has ended.
  public func receive() async throws -> Message? {
    guard let head = try await take(2) else { return nil }
    var length = Int(head[1] & 0x7F)
    if length >= 126 {
      guard let digits = try await take(length == 126 ? 2 : 8) else { return nil }
      length = digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let payload = try await take(length) else { return nil }
    switch head[0] & 0x0F {
    case 1: return .text(String(decoding: payload, as: UTF8.self))
    case 8:
      return .close(code: payload.prefix(2).reduce(0) { $0 << 8 | UInt16($1) })
    case 10: return .pong(Data(payload))
    default: return .bytes(Data(payload))
    }
  }

  private func take(_ count: Int) async throws -> [UInt8]? {
    while true {
      if let bytes = await buffer.take(count) { return bytes }
      do {
        await buffer.append(try await socket.read(atMost: 65_536))
      } catch SocketError.disconnected {
        return nil
      }
    }
  }

  /// Drops the connection without a word.
  public func drop() { try? socket.close() }
}
