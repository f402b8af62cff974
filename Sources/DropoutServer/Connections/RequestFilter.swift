/// Decides which bytes of a connection reach the HTTP server: requests with bounded headers, at most one bounded
/// body (on the last request), and, after an upgrade to WebSocket, frames of bounded length.
struct RequestFilter {
  /// Why nothing more of a connection passes.
  enum Refusal: Error {
    case longHead
    case badHead
    case unknownLength
    /// More than an upload may have; the HTTP server would take what nobody reads of it for requests.
    case longBody
    /// It did not come in time.
    case tooSlow
    /// A WebSocket frame that is too long, or not masked.
    case badFrame

    /// What an HTTP client is answered; nil within a WebSocket.
    var answer: String? {
      let (status, text): (String, String)
      switch self {
      case .longHead:
        (status, text) = (
          "431 Request Header Fields Too Large",
          "the address and headers together take more than \(LiveLimits.headBytes) bytes\n"
        )
      case .badHead:
        (status, text) = ("400 Bad Request", "the request's headers are not understood\n")
      case .unknownLength:
        (status, text) = ("411 Length Required", "give the length of what is sent\n")
      case .longBody:
        (status, text) = (
          "413 Content Too Large",
          "at most \(LiveLimits.uploadBytes >> 20) MiB can be sent; give a larger file to dropout compare --data\n"
        )
      case .tooSlow: (status, text) = ("408 Request Timeout", "the request took too long to come\n")
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
    /// Behind a body: what the HTTP server leaves unread of it, it might take for a request.
    case end
  }

  private var place = Place.head
  /// A head, of a request or a frame, as far as it has come.
  private var head: [UInt8] = []
  /// Bytes of the head's last line.
  private var lineLength = 0

  /// Requests that have begun.
  private(set) var requestCount = 0

  /// Whether a request has begun and is not whole.
  var isWithinRequest: Bool {
    switch place {
    case .head: !head.isEmpty
    case .body: true
    case .frameHead, .payload, .end: false
    }
  }

  /// Whether the last request is whole that passes.
  var isFinished: Bool { if case .end = place { true } else { false } }

  /// Whether the first request has asked for a WebSocket: nothing may follow until it is answered.
  private(set) var asksForWebSocket = false

  /// Adds the bytes that may pass by now: heads only once they are whole.
  ///
  /// - Throws: Why what follows `passed` does not pass.
  mutating func admit(_ bytes: [UInt8], into passed: inout [UInt8]) throws(Refusal) {
    var rest = bytes[...]
    while let byte = rest.first {
      switch place {
      case .head:
        rest.removeFirst()
        if head.isEmpty { requestCount += 1 }
        guard try endsHead(byte) else { continue }
        pass(try placeAfterHead(), &passed)
        // A client sends no frame before its upgrade is accepted.
        if asksForWebSocket && !rest.isEmpty { throw .badHead }
      case .frameHead:
        rest.removeFirst()
        head.append(byte)
        if let length = try frameLength() { pass(.payload(left: length), &passed) }
      case .body(let left):
        let part = rest.prefix(left)
        passed += part
        rest.removeFirst(part.count)
        place = left == part.count ? .end : .body(left: left - part.count)
      case .payload(let left):
        let part = rest.prefix(left)
        passed += part
        rest.removeFirst(part.count)
        place = left == part.count ? .frameHead : .payload(left: left - part.count)
      case .end: return
      }
    }
  }

  /// Lets a whole head through.
  private mutating func pass(_ next: Place, _ passed: inout [UInt8]) {
    passed += head
    head = []
    switch next {
    // Requests from a client that has already disconnected are still processed, so their number is limited.
    case .body(left: 0): place = requestCount < LiveLimits.requestsPerConnection ? .head : .end
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
  private mutating func placeAfterHead() throws(Refusal) -> Place {
    var length: Int?
    var hosts = 0
    for line in head.split(separator: UInt8(ascii: "\n")).dropFirst() where line != [0x0D] {
      let (name, value) = try Self.header(line)
      switch name {
      case "content-length":
        guard length == nil, let number = Int(value), number >= 0 else { throw .badHead }
        guard number <= LiveLimits.uploadBytes else { throw .longBody }
        length = number
      // The HTTP server would take either.
      case "host":
        hosts += 1
        guard hosts == 1 else { throw .badHead }
      case "transfer-encoding": throw .unknownLength
      case "upgrade":
        // The HTTP server takes away blanks of every alphabet.
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else { throw .badHead }
        if value.lowercased() == "websocket" { asksForWebSocket = true }
      default: break
      }
    }
    guard asksForWebSocket else { return .body(left: length ?? 0) }
    guard requestCount == 1, length ?? 0 == 0 else { throw .badHead }
    return .frameHead
  }

  /// A header's name, in lower case, and its value (RFC 9112, section 5).
  private static func header(_ line: ArraySlice<UInt8>) throws(Refusal) -> (String, String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(tokenBytes.contains)
    else { throw .badHead }
    let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0D].contains(byte) }
    var value = line[(colon + 1)...].drop(while: isBlank)
    while let last = value.last, isBlank(last) { value.removeLast() }
    guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else { throw .badHead }
    return (
      String(decoding: line[..<colon], as: UTF8.self).lowercased(),
      String(decoding: value, as: UTF8.self)
    )
  }

  private static let tokenBytes = Set(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

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
