import Foundation

/// One thing to send to a page.
enum Outgoing: Sendable {
  case message(ServerMessage)
  case frame(Data)
  case pong(Data)
  /// Always the last one.
  case close(code: UInt16)
}

/// The queue of what is to be sent to a page; bounded, as a page may ask without ever reading.
struct Outbox {
  private var messages: [ServerMessage] = []
  private var pongs: [Data] = []
  private var closing: UInt16?
  private(set) var isClosed = false

  private static let greatestCount = (messages: 64, pongs: 8)
  /// The protocol's limit on the payload of a ping, in bytes.
  private static let greatestPing = 125

  mutating func add(_ message: ServerMessage) {
    guard !isClosed else { return }
    if message.replacesEarlier { messages.removeAll { $0.isLike(message) } }
    if messages.count >= Self.greatestCount.messages { messages.removeFirst() }
    messages.append(message)
  }

  /// Queues the answer to a ping.
  mutating func add(answerTo ping: Data) {
    guard !isClosed, pongs.count < Self.greatestCount.pongs, ping.count <= Self.greatestPing else {
      return
    }
    pongs.append(ping)
  }

  /// Empties the queue: only a last message, if any, and the close code are still sent.
  mutating func close(code: UInt16, last: ServerMessage?) {
    messages = last.map { [$0] } ?? []
    pongs = []
    closing = code
    isClosed = true
  }

  /// Removes and returns what is to be sent next.
  mutating func next() -> Outgoing? {
    if !messages.isEmpty { return .message(messages.removeFirst()) }
    if !pongs.isEmpty { return .pong(pongs.removeFirst()) }
    defer { closing = nil }
    return closing.map { .close(code: $0) }
  }
}
