import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DropoutServer

extension RequestReader {
  /// Reads bytes that come in pieces of a length.
  fileprivate init(_ bytes: [UInt8], pieces: Int = 4_096) {
    let rest = Mutex(bytes[...])
    self.init {
      let piece = rest.withLock { rest in
        defer { rest = rest.dropFirst(pieces) }
        return Array(rest.prefix(pieces))
      }
      guard !piece.isEmpty else { throw SocketError.disconnected }
      return piece
    }
  }

  fileprivate init(_ text: String) { self.init(Array(text.utf8)) }
}

struct RequestReaderTests {
  private static let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
  private static let upgrade =
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nupgrade:WebSocket\r\n\r\n"
  private static let post =
    "POST /api/data?name=a%20b HTTP/1.1\nHost: localhost\nCONTENT-LENGTH:  9 \n\n\r\n\r\nGET /"

  @Test(arguments: [1, 2, 7, 64, 5_000])
  func requestsAreReadHoweverTheyAreCut(pieces: Int) async throws {
    let reader = RequestReader(Array((Self.get + Self.post + Self.get).utf8), pieces: pieces)
    let (first, second) = (try await reader.request(), try await reader.request())
    #expect(first.method == .GET && first.path == "/" && first.headers[.host] == "localhost")
    #expect(second.method == .POST && second.path == "/api/data" && second.version == .http11)
    #expect(second.query == [.init(name: "name", value: "a b")])
    #expect(try await second.bodyData == Data("\r\n\r\nGET /".utf8))
    #expect(try await reader.request().bodyData.isEmpty)
    await #expect(throws: SocketError.self) { try await reader.request() }
  }

  @Test(arguments: [1, 2, 7, 64, 5_000])
  func framesAreReadHoweverTheyAreCut(pieces: Int) async throws {
    let lengths = [0, 125, 126, 65_536]
    let bytes = lengths.flatMap { length in
      WebSocketClient.head(opcode: 1, isFinal: length > 0, length: length) + [1, 2, 3, 4]
        + [UInt8](repeating: 10, count: length)
    }
    let reader = RequestReader(bytes, pieces: pieces)
    for length in lengths {
      let frame = try await reader.frame()
      #expect(frame.opcode == .text && frame.fin == (length > 0) && frame.payload.count == length)
      #expect(frame.payload.prefix(6).elementsEqual([11, 8, 9, 14, 11, 8].prefix(length)))
    }
  }

  @Test func aPartThatBreaksOffIsNone() async throws {
    for count in 0..<Self.post.utf8.count {
      let reader = RequestReader(Array(Self.post.utf8.prefix(count)))
      await #expect(throws: SocketError.self, "\(count)") { try await reader.request() }
    }
  }

  @Test(arguments: ["h2c", "websocket\u{A0}", "\u{85}websocket"])
  func anotherUpgradeIsNoWebSocket(name: String) async throws {
    let reader = RequestReader(
      Self.get.replacing("\r\n\r\n", with: "\r\nUpgrade: \(name)\r\n\r\n") + Self.get)
    #expect(try await !reader.request().asksForWebSocket)
    #expect(try await reader.request().headers[.upgrade] == nil)
    #expect(try await RequestReader(Self.upgrade).request().asksForWebSocket)
  }

  @Test(arguments: [get + upgrade, upgrade + get, upgrade + "\u{1}"])
  func aWebSocketIsAskedForFirstAndAlone(text: String) async {
    let reader = RequestReader(text)
    await #expect(throws: Refusal.badHead) {
      while true { _ = try await reader.request() }
    }
  }

  @Test func longHeadsAreRefused() async throws {
    func get(_ path: Int) -> String {
      "GET /\(String(repeating: "a", count: path)) HTTP/1.1\r\n\r\n"
    }
    let rest = get(0).utf8.count
    #expect(
      try await RequestReader(get(LiveLimits.headBytes - rest)).request().path.utf8.count
        == LiveLimits.headBytes - rest + 1)
    await #expect(throws: Refusal.longHead) {
      try await RequestReader(get(LiveLimits.headBytes - rest + 1)).request()
    }
    // However it is cut into lines, and after a request that was fine; "\r\r\n" is no empty line.
    let header = String(repeating: "A: b\r\n\r\r\n", count: 2_000)
    let reader = RequestReader(Self.get + "GET / HTTP/1.1\r\n" + header)
    _ = try await reader.request()
    await #expect(throws: Refusal.longHead) { try await reader.request() }
  }

  @Test(arguments: [
    ("Content-Length: 1\r\ncontent-length: 1", Refusal.badHead),
    ("Content-Length: -1", .badHead), ("Content-Length: 1x", .badHead),
    ("Content-Length:", .badHead), ("Content-Length: 99999999999999999999", .badHead),
    ("Upgrade: websocket\r\nContent-Length: 4", .badHead),
    // What one reader may take for a length and another not.
    (" Content-Length: 1", .badHead), ("\u{301}Content-Length: 1", .badHead),
    (":Content-Length: 1", .badHead), ("Content-Length : 1", .badHead), ("none", .badHead),
    ("Host: localhost\r\nhost: evil.example", .badHead),
    ("Upgrade: websocket\u{B}", .badHead), ("Upgrade: \u{C}websocket", .badHead),
    ("Cookie: a\rb", .badHead), ("Cookie: a\u{0}b", .badHead),
    ("Transfer-Encoding: chunked", .unknownLength),
    ("Content-Length: \(LiveLimits.uploadBytes + 1)", .longBody),
    ("Content-Length: \(Int.max)", .longBody),
  ])
  func lengthsMustBeClear(header: String, refusal: Refusal) async throws {
    let reader = RequestReader(Self.get + "POST / HTTP/1.1\r\n\(header)\r\n\r\n")
    _ = try await reader.request()
    await #expect(throws: refusal) { try await reader.request() }
    #expect((400..<500).contains(refusal.response.statusCode.code))
  }

  @Test(arguments: ["GET /\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "\n\n", "\r\n\r\n"])
  func aFirstLineHasThreeWords(text: String) async {
    await #expect(throws: Refusal.badHead) { try await RequestReader(text).request() }
  }

  @Test(arguments: [
    WebSocketClient.head(opcode: 1, length: LiveLimits.frameBytes + 1) + [0, 0, 0, 0],
    WebSocketClient.head(opcode: 2, length: .max) + [0, 0, 0, 0],
    [0x82, 0xFF] + [UInt8](repeating: 0xFF, count: 12),
    [0x81, 0x05],  // not masked
  ])
  func longAndBareFramesAreRefused(frame: [UInt8]) async {
    await #expect(throws: BadFrame.self) { try await RequestReader(frame).frame() }
  }
}
