import FlyingFox
import Foundation

/// Why a request is refused, and nothing more is read from its connection.
enum Refusal: Error {
  case longHead
  case badHead
  case unknownLength
  /// Longer than an upload may be.
  case longBody
  /// The request did not arrive in time.
  case tooSlow

  var response: HTTPResponse {
    let (code, phrase, text) =
      switch self {
      case .longHead:
        (
          431, "Request Header Fields Too Large",
          "the address and headers together take more than \(LiveLimits.headBytes) bytes\n"
        )
      case .badHead: (400, "Bad Request", "the request's headers are not understood\n")
      case .unknownLength: (411, "Length Required", "give the length of what is sent\n")
      case .longBody:
        (
          413, "Content Too Large",
          "at most \(LiveLimits.uploadBytes >> 20) MiB can be sent; give a larger file to dropout compare --data\n"
        )
      case .tooSlow: (408, "Request Timeout", "the request took too long to come\n")
      }
    var response = HTTPResponse.text(HTTPStatusCode(code, phrase: phrase), text)
    response.headers[.connection] = "close"
    return response
  }
}

/// A WebSocket frame that is too long, or not masked.
struct BadFrame: Error {}

/// Reads requests from a client, then, on a WebSocket, frames. The length of each part is checked before it
/// is collected: a foreign page may send an address or a frame of any length.
actor RequestReader {
  private let more: @Sendable () async throws -> [UInt8]
  private var rest: ArraySlice<UInt8> = []
  private var requestCount = 0

  /// - Parameter more: Returns the next bytes, or throws at their end.
  init(more: @escaping @Sendable () async throws -> [UInt8]) { self.more = more }

  /// Waits until there are bytes to read.
  func wait() async throws {
    while rest.isEmpty { rest = try await more()[...] }
  }

  /// The next request with its body.
  ///
  /// - Throws: ``Refusal``, or the error at the end of the bytes.
  func request() async throws -> HTTPRequest {
    requestCount += 1
    let lines = try await head().split(separator: UInt8(ascii: "\n"))
    let words = String(decoding: lines.first ?? [], as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    guard words.count == 3 else { throw Refusal.badHead }
    let headers = try Self.headers(lines.dropFirst())
    guard headers[.transferEncoding] == nil else { throw Refusal.unknownLength }
    guard let length = Int(headers[.contentLength] ?? "0"), length >= 0 else {
      throw Refusal.badHead
    }
    guard length <= LiveLimits.uploadBytes else { throw Refusal.longBody }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var request = HTTPRequest(
      method: HTTPMethod(String(words[0])), version: HTTPVersion(String(words[2])),
      target: HTTPRequest.Target(
        path: String(target[0]), query: target.count > 1 ? String(target[1]) : ""),
      headers: headers, body: HTTPBodySequence())
    // A client sends no frame before its upgrade is accepted.
    guard !request.asksForWebSocket || (requestCount == 1 && length == 0 && rest.isEmpty) else {
      throw Refusal.badHead
    }
    request.setBodyData(Data(try await take(length)))
    return request
  }

  /// A request's first line and headers, up to an empty line.
  private func head() async throws -> [UInt8] {
    var head: [UInt8] = []
    repeat {
      try await wait()
      head.append(rest.removeFirst())
      guard head.count <= LiveLimits.headBytes else { throw Refusal.longHead }
    } while !head.suffix(2).elementsEqual("\n\n".utf8)
      && !head.suffix(3).elementsEqual("\n\r\n".utf8)
    return head
  }

  private static func headers(
    _ lines: ArraySlice<ArraySlice<UInt8>>
  ) throws(Refusal) -> HTTPHeaders {
    var headers = HTTPHeaders()
    for line in lines where line != [0x0D] {
      let (name, value) = try header(line)
      // If such a header came twice, this server and a proxy might each obey a different one.
      guard headers[name] == nil || ![.host, .contentLength].contains(name) else { throw .badHead }
      headers[name] = value
    }
    return headers
  }

  /// A header's name and value (RFC 9112, section 5).
  private static func header(
    _ line: ArraySlice<UInt8>
  ) throws(Refusal) -> (HTTPHeader, String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(tokenBytes.contains)
    else { throw .badHead }
    let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0D].contains(byte) }
    var value = line[(colon + 1)...].drop(while: isBlank)
    while let last = value.last, isBlank(last) { value.removeLast() }
    guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else { throw .badHead }
    return (
      HTTPHeader(String(decoding: line[..<colon], as: UTF8.self)),
      String(decoding: value, as: UTF8.self)
    )
  }

  private static let tokenBytes = Set(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  /// The next frame of a WebSocket (RFC 6455, section 5.2).
  ///
  /// - Throws: ``BadFrame``, or the error at the end of the bytes.
  func frame() async throws -> WSFrame {
    let head = try await take(2)
    // A client must mask its frames.
    guard head[1] & 0x80 != 0 else { throw BadFrame() }
    var length = UInt64(head[1] & 0x7F)
    if length > 125 {
      length = try await take(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard length <= LiveLimits.frameBytes else { throw BadFrame() }
    let mask = try await take(4)
    let payload = try await take(Int(length)).enumerated().map { $1 ^ mask[$0 & 3] }
    return WSFrame(
      fin: head[0] & 0x80 != 0, opcode: WSFrame.Opcode(head[0] & 0x0F), mask: nil,
      payload: Data(payload))
  }

  private func take(_ count: Int) async throws -> [UInt8] {
    var taken: [UInt8] = []
    while taken.count < count {
      try await wait()
      let part = rest.prefix(count - taken.count)
      taken += part
      rest.removeFirst(part.count)
    }
    return taken
  }
}

extension HTTPRequest {
  var asksForWebSocket: Bool { headers[.upgrade]?.lowercased() == "websocket" }
}
