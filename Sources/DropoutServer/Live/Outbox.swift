import Foundation

/// What goes to a page next.
enum Outgoing: Sendable {
  case message(ServerMessage)
  case frame(Data)
  case pong(Data)
  /// The last one.
  case close(code: UInt16)
}

/// What waits to be sent to a page; a page that asks and never reads fills only so much of it.
struct Outbox {
  private var messages: [ServerMessage] = []
  private var pongs: [Data] = []
  private var closing: UInt16?
  private(set) var isClosed = false

  private static let greatestCount = (messages: 64, pongs: 8)
  /// As the protocol limits what a ping carries.
  private static let greatestPing = 125

  mutating func add(_ message: ServerMessage) {
    guard !isClosed else { return }
    if message.replacesEarlier { messages.removeAll { $0.isLike(message) } }
    if messages.count >= Self.greatestCount.messages { messages.removeFirst() }
    messages.append(message)
  }

  /// Owes a ping its answer.
  mutating func add(answerTo ping: Data) {
    guard !isClosed, pongs.count < Self.greatestCount.pongs, ping.count <= Self.greatestPing else {
      return
    }
    pongs.append(ping)
  }

  /// Drops what waits: a last message, if any, and the close code come next, and nothing after them.
  mutating func close(code: UInt16, last: ServerMessage?) {
    messages = last.map { [$0] } ?? []
    pongs = []
    closing = code
    isClosed = true
  }

  /// Takes out what is to be sent next.
  mutating func next() -> Outgoing? {
    if !messages.isEmpty { return .message(messages.removeFirst()) }
    if !pongs.isEmpty { return .pong(pongs.removeFirst()) }
    defer { closing = nil }
    return closing.map { .close(code: $0) }
  }
}
