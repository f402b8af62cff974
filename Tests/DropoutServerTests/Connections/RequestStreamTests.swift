import TestSupport
import Testing

@testable import DropoutServer

struct RequestStreamTests {
  private static let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
  private static let upgrade =
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nupgrade : websocket\r\n\r\n"

  /// What passes of bytes that come in pieces of a length.
  private func passed(_ bytes: [UInt8], pieces: Int) throws -> [UInt8] {
    var stream = RequestStream()
    var passed: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      passed += try stream.admit(Array(bytes[start..<min(start + pieces, bytes.count)]))
    }
    return passed
  }

  private func passed(_ text: String) throws -> [UInt8] {
    try passed(Array(text.utf8), pieces: 4_096)
  }

  @Test(arguments: [1, 2, 7, 64, 5_000])
  func whatIsFinePassesUnchanged(pieces: Int) throws {
    let post = "POST /api/data HTTP/1.1\nHost: localhost\nCONTENT-LENGTH:  9 \n\n\r\n\r\nGET /"
    var bytes = Array((Self.get + post + Self.get + Self.upgrade).utf8)
    for length in [0, 125, 126, 65_536] {
      bytes += WebSocketClient.head(opcode: 1, length: length) + [1, 2, 3, 4]
      bytes += [UInt8](repeating: 10, count: length)
    }
    #expect(try passed(bytes, pieces: pieces) == bytes)
  }

  @Test func aHeadPassesOnceItIsWhole() throws {
    var stream = RequestStream()
    let bytes = Array(Self.get.utf8)
    #expect(try stream.admit(Array(bytes.dropLast())) == [])
    #expect(try stream.admit([bytes[bytes.count - 1]]) == bytes)
  }

  @Test func longHeadsAreRefused() throws {
    func get(_ path: Int) -> String {
      "GET /\(String(repeating: "a", count: path)) HTTP/1.1\r\n\r\n"
    }
    let rest = get(0).utf8.count
    #expect(try passed(get(LiveLimits.headBytes - rest)).count == LiveLimits.headBytes)
    #expect(throws: RequestStream.Refusal.longHead) {
      try passed(get(LiveLimits.headBytes - rest + 1))
    }
    // However it is cut into lines, and after a request that was fine; "\r\r\n" is no empty line.
    let header = String(repeating: "A: b\r\n\r\r\n", count: 2_000)
    #expect(throws: RequestStream.Refusal.longHead) {
      try passed(Self.get + "GET / HTTP/1.1\r\n" + header)
    }
  }

  @Test(arguments: [
    ("Content-Length: 1\r\ncontent-length: 1", RequestStream.Refusal.badHead),
    ("Content-Length: -1", .badHead), ("Content-Length: 1x", .badHead),
    ("Content-Length:", .badHead), ("Content-Length: 99999999999999999999", .badHead),
    ("Upgrade: websocket\r\nContent-Length: 4", .badHead),
    ("Transfer-Encoding: chunked", .unknownLength),
  ])
  func lengthsMustBeClear(header: String, refusal: RequestStream.Refusal) {
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
    #expect(throws: RequestStream.Refusal.badFrame) {
      try passed(Array(Self.upgrade.utf8) + frame, pieces: 4_096)
    }
  }
}
