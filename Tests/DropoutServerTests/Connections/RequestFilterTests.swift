import TestSupport
import Testing

@testable import DropoutServer

extension RequestFilter {
  /// What passes of bytes that are all fine.
  fileprivate mutating func admit(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    var passed: [UInt8] = []
    try admit(bytes, into: &passed)
    return passed
  }
}

struct RequestFilterTests {
  private static let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
  private static let upgrade =
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nupgrade:WebSocket\r\n\r\n"

  /// What passes of bytes that come in pieces of a length.
  private func passed(_ bytes: [UInt8], pieces: Int) throws -> [UInt8] {
    var filter = RequestFilter()
    var passed: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      passed += try filter.admit(Array(bytes[start..<min(start + pieces, bytes.count)]))
    }
    return passed
  }

  private func passed(_ text: String) throws -> [UInt8] {
    try passed(Array(text.utf8), pieces: 4_096)
  }

  @Test(arguments: [1, 2, 7, 64, 5_000])
  func whatIsFinePassesUnchanged(pieces: Int) throws {
    let post = "POST /api/data HTTP/1.1\nHost: localhost\nCONTENT-LENGTH:  9 \n\n\r\n\r\nGET /"
    let requests = Array((Self.get + Self.get + post).utf8)
    // A request with a body is the last.
    #expect(try passed(requests + Array(Self.get.utf8), pieces: pieces) == requests)
    // A client waits for the answer before it sends a frame.
    var filter = RequestFilter()
    let upgrade = Array(Self.upgrade.utf8)
    #expect(try filter.admit(upgrade) == upgrade && filter.asksForWebSocket)
    var bytes: [UInt8] = []
    for length in [0, 125, 126, 65_536] {
      bytes += WebSocketClient.head(opcode: 1, length: length) + [1, 2, 3, 4]
      bytes += [UInt8](repeating: 10, count: length)
    }
    var frames: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      frames += try filter.admit(Array(bytes[start..<min(start + pieces, bytes.count)]))
    }
    #expect(frames == bytes)
  }

  @Test func anotherUpgradeIsNoWebSocket() throws {
    let requests = Self.get.replacing("\r\n\r\n", with: "\r\nUpgrade: h2c\r\n\r\n") + Self.get
    #expect(try passed(requests) == Array(requests.utf8))
  }

  @Test(arguments: [get + upgrade, upgrade + get, upgrade + "\u{1}"])
  func aWebSocketIsAskedForFirstAndAlone(text: String) {
    #expect(throws: RequestFilter.Refusal.badHead) { try passed(text) }
  }

  @Test func aHeadPassesOnceItIsWhole() throws {
    var filter = RequestFilter()
    let bytes = Array(Self.get.utf8)
    #expect(!filter.isWithinRequest)
    #expect(try filter.admit(Array(bytes.dropLast())) == [] && filter.isWithinRequest)
    #expect(try filter.admit([bytes[bytes.count - 1]]) == bytes && !filter.isWithinRequest)
    #expect(try filter.admit([bytes[0]]) == [] && filter.isWithinRequest)
  }

  @Test func aBodyBelongsToItsRequest() throws {
    var filter = RequestFilter()
    let post = Array("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab".utf8)
    #expect(try filter.admit(Array(post.dropLast())) == post.dropLast())
    #expect(filter.isWithinRequest && !filter.isFinished)
    #expect(try filter.admit([post[post.count - 1]]) == [post[post.count - 1]])
    #expect(!filter.isWithinRequest && filter.isFinished)
  }

  @Test func aConnectionHasSoManyRequests() throws {
    let many = LiveLimits.requestsPerConnection
    let passed = try passed(
      Array(String(repeating: Self.get, count: many + 5).utf8), pieces: 4_096)
    #expect(passed == Array(String(repeating: Self.get, count: many).utf8))
  }

  @Test func whatCameBeforeARefusalHasPassed() {
    var filter = RequestFilter()
    var passed: [UInt8] = []
    #expect(throws: RequestFilter.Refusal.unknownLength) {
      try filter.admit(
        Array((Self.get + "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").utf8),
        into: &passed)
    }
    #expect(passed == Array(Self.get.utf8))
  }

  @Test func longHeadsAreRefused() throws {
    func get(_ path: Int) -> String {
      "GET /\(String(repeating: "a", count: path)) HTTP/1.1\r\n\r\n"
    }
    let rest = get(0).utf8.count
    #expect(try passed(get(LiveLimits.headBytes - rest)).count == LiveLimits.headBytes)
    #expect(throws: RequestFilter.Refusal.longHead) {
      try passed(get(LiveLimits.headBytes - rest + 1))
    }
    // However it is cut into lines, and after a request that was fine; "\r\r\n" is no empty line.
    let header = String(repeating: "A: b\r\n\r\r\n", count: 2_000)
    #expect(throws: RequestFilter.Refusal.longHead) {
      try passed(Self.get + "GET / HTTP/1.1\r\n" + header)
    }
  }

  @Test(arguments: [
    ("Content-Length: 1\r\ncontent-length: 1", RequestFilter.Refusal.badHead),
    ("Content-Length: -1", .badHead), ("Content-Length: 1x", .badHead),
    ("Content-Length:", .badHead), ("Content-Length: 99999999999999999999", .badHead),
    ("Upgrade: websocket\r\nContent-Length: 4", .badHead),
    // What one reader may take for a length and another not.
    (" Content-Length: 1", .badHead), ("\u{301}Content-Length: 1", .badHead),
    (":Content-Length: 1", .badHead), ("Content-Length : 1", .badHead), ("none", .badHead),
    ("Host: localhost\r\nhost: evil.example", .badHead),
    ("Upgrade: websocket\u{B}", .badHead), ("Upgrade: \u{C}websocket", .badHead),
    ("Upgrade: websocket\u{A0}", .badHead), ("Upgrade: \u{85}websocket", .badHead),
    ("Cookie: a\rb", .badHead), ("Cookie: a\u{0}b", .badHead),
    ("Transfer-Encoding: chunked", .unknownLength),
    ("Content-Length: \(LiveLimits.uploadBytes + 1)", .longBody),
    ("Content-Length: \(Int.max)", .longBody),
  ])
  func lengthsMustBeClear(header: String, refusal: RequestFilter.Refusal) {
    #expect(throws: refusal) { try passed("POST / HTTP/1.1\r\n\(header)\r\n\r\n") }
    #expect(refusal.answer?.hasPrefix("HTTP/1.1 4") == true)
  }

  @Test(arguments: [
    WebSocketClient.head(opcode: 1, length: LiveLimits.frameBytes + 1) + [0, 0, 0, 0],
    WebSocketClient.head(opcode: 2, length: .max) + [0, 0, 0, 0],
    [0x82, 0xFF] + [UInt8](repeating: 0xFF, count: 12),
    [0x81, 0x05],  // not masked
  ])
  func longAndBareFramesAreRefused(frame: [UInt8]) {
    #expect(throws: RequestFilter.Refusal.badFrame) {
      var filter = RequestFilter()
      _ = try filter.admit(Array(Self.upgrade.utf8))
      _ = try filter.admit(frame)
    }
  }
}
