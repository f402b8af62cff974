/// What of a connection's bytes may pass to the HTTP server: requests with short heads and bodies of a
/// known length, and, once one has asked for a WebSocket, frames of a bounded length.
struct RequestStream {
  /// Why nothing more of a connection passes.
  enum Refusal: Error {
    case longHead
    case badHead
    case unknownLength
    /// A WebSocket frame that is too long, or not masked.
    case badFrame

    /// What an HTTP client is told; nil within a WebSocket.
    var answer: String? {
      let (status, text): (String, String)
      switch self {
      case .longHead:
        (status, text) = (
          "431 Request Header Fields Too Large",
          "the address and headers together take more than \(LiveLimits.headBytes) bytes\n"
        )
      case .badHead:
        (status, text) = ("400 Bad Request", "the request's length is not clear\n")
      case .unknownLength:
        (status, text) = ("411 Length Required", "give the length of what is sent\n")
      case .badFrame: return nil
      }
      return "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
        + "\(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
    }
  }

  private enum Place {
    case head
    case body(left: Int)
    case frameHead
    case payload(left: Int)
  }

  private var place = Place.head
  /// A head, of a request or a frame, as far as it has come.
  private var head: [UInt8] = []
  /// Bytes of the head's last line.
  private var lineLength = 0

  /// The bytes that may pass by now: heads only once they are whole.
  mutating func admit(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    var passed: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      switch place {
      case .head:
        rest.removeFirst()
        if try endsHead(byte) { pass(try placeAfterHead(), &passed) }
      case .frameHead:
        rest.removeFirst()
        head.append(byte)
        if let length = try frameLength() { pass(.payload(left: length), &passed) }
      case .body(let left):
        let part = rest.prefix(left)
        passed += part
        rest.removeFirst(part.count)
        place = left == part.count ? .head : .body(left: left - part.count)
      case .payload(let left):
        let part = rest.prefix(left)
        passed += part
        rest.removeFirst(part.count)
        place = left == part.count ? .frameHead : .payload(left: left - part.count)
      }
    }
    return passed
  }

  /// Lets a whole head through.
  private mutating func pass(_ next: Place, _ passed: inout [UInt8]) {
    passed += head
    head = []
    lineLength = 0
    switch next {
    case .body(left: 0): place = .head
    case .payload(left: 0): place = .frameHead
    default: place = next
    }
  }

  /// Adds a byte to a request's head; whether it was the last: an empty line ends it.
  private mutating func endsHead(_ byte: UInt8) throws(Refusal) -> Bool {
    head.append(byte)
    guard head.count <= LiveLimits.headBytes else { throw .longHead }
    guard byte == UInt8(ascii: "\n") else {
      lineLength += 1
      return false
    }
    let isEmpty = lineLength == 0 || (lineLength == 1 && head[head.count - 2] == UInt8(ascii: "\r"))
    lineLength = 0
    return isEmpty
  }

  /// What follows the head.
  private func placeAfterHead() throws(Refusal) -> Place {
    var length: Int?
    var upgrades = false
    let lines = head.split(separator: UInt8(ascii: "\n")).dropFirst()
    for line in lines {
      let text = String(decoding: line, as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { continue }
      let value = Self.trimmed(text[text.index(after: colon)...])
      switch Self.trimmed(text[..<colon]).lowercased() {
      case "content-length":
        guard length == nil, let number = Int(value), number >= 0 else { throw .badHead }
        length = number
      case "transfer-encoding": throw .unknownLength
      case "upgrade": upgrades = true
      default: break
      }
    }
    guard upgrades else { return .body(left: length ?? 0) }
    guard length ?? 0 == 0 else { throw .badHead }
    return .frameHead
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }

  /// Bytes of a frame's payload, once its head is whole (RFC 6455, section 5.2).
  private func frameLength() throws(Refusal) -> Int? {
    guard head.count >= 2 else { return nil }
    // A client masks what it sends.
    guard head[1] & 0x80 != 0 else { throw .badFrame }
    let short = Int(head[1] & 0x7F)
    let digits = short == 126 ? 2 : short == 127 ? 8 : 0
    guard head.count == 2 + digits + 4 else { return nil }
    let length =
      digits == 0 ? UInt64(short) : head[2..<2 + digits].reduce(0) { $0 << 8 | UInt64($1) }
    guard length <= LiveLimits.frameBytes else { throw .badFrame }
    return Int(length)
  }
}
