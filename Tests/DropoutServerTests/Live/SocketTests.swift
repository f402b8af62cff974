import DropoutLab
import DropoutTraining
import FlyingSocks
import Foundation
import TestSupport
import Testing

@testable import DropoutServer

/// A listening server, in this process.
struct ListeningServer {
  let server: LaboratoryServer
  let port: UInt16
  private let task: Task<Void, any Error>

  init(
    sessions: Int = 16, patience: Sessions.Patience = Sessions.Patience(),
    limits: Listener.Limits? = nil
  ) async throws {
    var configuration = LaboratoryServer.Configuration()
    configuration.port = 0
    configuration.sessions = sessions
    let server = try LaboratoryServer(
      store: RunStore(path: ":memory:"), configuration: configuration, patience: patience,
      limits: limits)
    let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
    task = Task { try await server.run { continuation.yield($0) } }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    port = try #require(URLComponents(string: address)?.port.map { UInt16($0) })
    self.server = server
  }

  func stop() async throws {
    await server.stop()
    try await task.value
  }

  func page(headers: [String: String] = [:]) async throws -> WebSocketClient {
    try await WebSocketClient(port: port, headers: headers)
  }

  /// All that the server says to some bytes until it closes the connection.
  func answer(to bytes: Data) async throws -> String {
    let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
    defer { try? socket.close() }
    // The server may have had enough before all of it is sent.
    let sending = Task { try await socket.write(bytes) }
    var answer: [UInt8] = []
    while let more = try? await socket.read(atMost: 4_096) { answer += more }
    sending.cancel()
    _ = await sending.result
    return String(decoding: answer, as: UTF8.self)
  }

  /// Waits until so many sessions are open.
  func waitForSessions(_ count: Int) async throws {
    while await server.sessions.count != count { try await Task.sleep(for: .milliseconds(5)) }
  }
}

extension WebSocketClient {
  static let openTwo = "{\"do\":\"open\",\"policies\":[\"per-example\",\"per-batch\"]}"

  /// The next frame, drawn; texts before it are passed over.
  func frame(where fits: (SeenFrame) -> Bool = { _ in true }) async throws -> SeenFrame {
    while true {
      switch try #require(try await receive()) {
      case .bytes(let data):
        try await send("{\"do\":\"seen\"}")
        let frame = try SeenFrame(message: data)
        if fits(frame) { return frame }
      case .close(let code): throw Refusal(answer: "closed with \(code)")
      case .text, .pong: break
      }
    }
  }

  /// The code with which the server closes.
  func closing() async throws -> UInt16 {
    while true {
      switch try await receive() {
      case .close(let code): return code
      case nil: throw Refusal(answer: "the connection ended without a close frame")
      default: break
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct SocketTests {
  @Test func aPageTrainsOverItsSocket() async throws {
    let server = try await ListeningServer()
    let page = try await server.page(headers: ["Origin": "http://127.0.0.1:\(server.port)"])
    guard case .text(let hello) = try await page.receive() else {
      return #expect(Bool(false), "no hello")
    }
    #expect(hello.contains("\"type\":\"hello\"") && hello.contains("football"))
    try await page.send(WebSocketClient.openTwo)
    try await page.send("{\"do\":\"go\",\"step\":300}")
    let frame = try await page.frame { $0.step == 300 && !$0.playing }
    let reference = try ReferenceRun("per-batch").after(300)
    #expect(frame.panels[1].digest == reference.parameters.digest)
    try await page.send(opcode: 9, Array("there?".utf8))
    while true {
      if case .pong(let data) = try await page.receive() {
        #expect(data == Data("there?".utf8))
        break
      }
    }
    try await page.send(opcode: 8, [0x03, 0xE8])
    #expect(try await page.closing() == 1000)
    try await server.waitForSessions(0)
    try await server.stop()
  }

  @Test(arguments: [
    ["Origin": "http://evil.example"], ["Host": "evil.example"],
    ["Origin": "http://127.0.0.1:1"],
  ])
  func foreignPagesGetNoSocket(headers: [String: String]) async throws {
    let server = try await ListeningServer()
    await #expect(throws: WebSocketClient.Refusal.self) {
      _ = try await server.page(headers: headers)
    }
    #expect(await server.server.sessions.count == 0)
    try await server.stop()
  }

  @Test func oneMoreThanTheLimitIsToldSo() async throws {
    let server = try await ListeningServer(sessions: 2)
    let pages = [try await server.page(), try await server.page()]
    let third = try await server.page()
    guard case .text(let bye) = try await third.receive() else {
      return #expect(Bool(false), "no word")
    }
    #expect(bye.contains("bye") && bye.contains("close one"))
    #expect(try await third.closing() == 1013)
    // Room again once one is gone.
    pages[0].drop()
    try await server.waitForSessions(1)
    let fourth = try await server.page()
    try await fourth.send(WebSocketClient.openTwo)
    _ = try await fourth.frame()
    try await server.stop()
  }

  @Test(arguments: [
    ("too long", [UInt8](WebSocketClient.head(opcode: 1, length: 70_000)), UInt16(1009)),
    ("bytes", WebSocketClient.head(opcode: 2, length: 0), 1003),
    ("reserved", WebSocketClient.head(opcode: 5, length: 0), 1003),
    ("continuation first", WebSocketClient.head(opcode: 0, length: 0), 1002),
    ("no UTF-8", WebSocketClient.head(opcode: 1, length: 2), 1007),
  ])
  func whatBreaksTheProtocolIsClosed(name: String, head: [UInt8], code: UInt16) async throws {
    let server = try await ListeningServer()
    let other = try await server.page()
    try await other.send(WebSocketClient.openTwo)
    _ = try await other.frame()
    let page = try await server.page()
    let count = name == "too long" ? 70_000 : name == "no UTF-8" ? 2 : 0
    try await page.sendRaw(head + [0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: count))
    #expect(try await page.closing() == code)
    try await server.waitForSessions(1)
    // The other one goes on.
    try await other.send("{\"do\":\"step\"}")
    _ = try await other.frame { $0.step == 1 }
    try await server.stop()
  }

  @Test func aMessageInPiecesIsOne() async throws {
    let server = try await ListeningServer()
    let page = try await server.page()
    let text = Array(WebSocketClient.openTwo.utf8)
    try await page.send(opcode: 1, isFinal: false, Array(text[..<20]))
    try await page.send(opcode: 9, [1])
    try await page.send(opcode: 0, isFinal: true, Array(text[20...]))
    _ = try await page.frame()
    // Many small pieces are no way around the limit; the last one here goes beyond it.
    try await page.send(opcode: 1, isFinal: false, Array("{\"do\":\"".utf8))
    for _ in 0..<17 {
      try await page.send(opcode: 0, isFinal: false, [UInt8](repeating: 32, count: 4_000))
    }
    #expect(try await page.closing() == 1009)
    try await server.stop()
  }

  @Test func aSilentPageIsGivenUp() async throws {
    var patience = Sessions.Patience()
    // Long enough for a busy machine, short beside the signs of life below.
    patience.page = .seconds(5)
    patience.look = .milliseconds(50)
    let server = try await ListeningServer(patience: patience)
    let page = try await server.page()
    #expect(try await page.closing() == 1001)
    try await server.waitForSessions(0)
    // One that never ends its message is as silent.
    let slow = try await server.page()
    try await slow.sendRaw(WebSocketClient.head(opcode: 1, length: 60_000) + [0, 0, 0, 0])
    try await server.waitForSessions(0)
    slow.drop()
    // Signs of life are enough.
    let alive = try await server.page()
    try await alive.send(WebSocketClient.openTwo)
    _ = try await alive.frame()
    for _ in 0..<35 {
      try await Task.sleep(for: .milliseconds(200))
      try await alive.send("{\"do\":\"here\"}")
    }
    #expect(await server.server.sessions.count == 1)
    try await server.stop()
  }

  /// An endless address holds nothing up.
  @Test func longAddressesAreRefusedWhileAPageGoesOn() async throws {
    let server = try await ListeningServer()
    let page = try await server.page()
    try await page.send(WebSocketClient.openTwo)
    _ = try await page.frame()
    let flood = Data("GET /".utf8) + Data(repeating: UInt8(ascii: "a"), count: 200_000)
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try await server.answer(to: flood) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 8)
    for answer in answers {
      #expect(answer.hasPrefix("HTTP/1.1 431 ") && answer.hasSuffix("bytes\n"), "\(answer)")
    }
    try await page.send("{\"do\":\"step\"}")
    _ = try await page.frame { $0.step == 1 }
    try await server.stop()
  }

  /// The answer to what was fine comes before the refusal of what was not.
  @Test func aRefusalWaitsForTheAnswersBeforeIt() async throws {
    let server = try await ListeningServer()
    let get = "GET /main.js HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    let long = "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\n\r\n"
    let answer = try await server.answer(to: Data((get + long).utf8))
    #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
    #expect(answer.components(separatedBy: "HTTP/1.1 431 ").count == 2)
    #expect(answer.hasSuffix("bytes\n"))
    try await server.stop()
  }

  /// Where the server makes no WebSocket of it, nothing more is read.
  @Test func anUpgradeOfSomethingElseEndsAfterItsAnswer() async throws {
    let server = try await ListeningServer()
    let upgrade =
      "GET /main.js HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n\r\n"
    let start = ContinuousClock.now
    #expect(try await server.answer(to: Data(upgrade.utf8)).hasPrefix("HTTP/1.1 200 OK"))
    // Kept alive, it would be closed after 90 seconds.
    #expect(ContinuousClock.now - start < .seconds(45))
    try await server.stop()
  }

  /// A foreign page may send any text: none of it may be taken for requests of its own.
  @Test(arguments: [100, 4_096, 5_000, LiveLimits.uploadBytes, 3 << 20])
  func aRefusedBodyIsNoRequest(bytes: Int) async throws {
    let server = try await ListeningServer()
    let smuggled = "GET /main.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let body = String(String(repeating: smuggled, count: bytes / smuggled.count + 1).prefix(bytes))
    let post =
      "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Type: text/plain\r\n"
      + "Content-Length: \(bytes)\r\n\r\n"
    let get = "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    let answer = try await server.answer(to: Data((post + body + get).utf8))
    let isTooLong = bytes > LiveLimits.uploadBytes
    let statuses = answer.matches(of: #/HTTP/1.1 (\d+)/#).map { String($0.1) }
    #expect(statuses == [isTooLong ? "413" : "403"], "\(answer.prefix(400))")
    try await server.stop()
  }

  @Test func severalRequestsComeOverOneConnection() async throws {
    let server = try await ListeningServer()
    let get = "GET /main.js HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    let last = "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    let answer = try await server.answer(to: Data((get + get + last).utf8))
    #expect(answer.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 3)
    #expect(answer.contains("HTTP/1.1 404 "))
    try await server.stop()
  }

  /// A client that has gone may have left more; the last answer says that it is.
  @Test func aConnectionHasSoManyRequests() async throws {
    let server = try await ListeningServer()
    let get = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let many = LiveLimits.requestsPerConnection
    let answer = try await server.answer(to: Data(String(repeating: get, count: many + 5).utf8))
    let answers = answer.split(separator: "HTTP/1.1 404 Not Found")
    #expect(answers.count == many)
    #expect(answers.firstIndex { $0.contains("Connection: close") } == many - 1)
    try await server.stop()
  }

  /// A connection that says nothing is not kept: before its first request, between requests, or as a WebSocket.
  @Test func idleConnectionsAreClosed() async throws {
    var limits = Listener.Limits(connections: 9)
    // Long enough for a busy machine to receive what the client has sent.
    limits.idle = (.seconds(4), .seconds(4))
    let server = try await ListeningServer(limits: limits)
    let get = "GET /main.js HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    async let silent = server.answer(to: Data())
    async let kept = server.answer(to: Data(get.utf8))
    let page = try await server.page()
    try await page.send(WebSocketClient.openTwo)
    #expect(try await silent == "")
    #expect(try await kept.hasPrefix("HTTP/1.1 200 OK"))
    try await server.waitForSessions(0)
    try await server.stop()
  }

  @Test(
    arguments: [
      "GET", "POST /api/data HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1,2",
    ])
  func aRequestThatDoesNotEndIsRefused(text: String) async throws {
    var limits = Listener.Limits(connections: 9)
    limits.request = .milliseconds(800)
    limits.farewell = .seconds(30)
    let server = try await ListeningServer(limits: limits)
    let answer = try await server.answer(to: Data(text.utf8))
    #expect(
      answer.hasPrefix("HTTP/1.1 408 ") && answer.hasSuffix("too long to come\n"), "\(answer)")
    try await server.stop()
  }

  @Test func connectionsBeyondTheLimitAreClosed() async throws {
    let server = try await ListeningServer(limits: Listener.Limits(connections: 5))
    let page = try await server.page()
    try await page.send(WebSocketClient.openTwo)
    _ = try await page.frame()
    // More than there may be; they say nothing.
    var idle: [AsyncSocket] = []
    for _ in 0..<8 {
      idle.append(try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: server.port)))
    }
    await #expect(throws: (any Error).self) { _ = try await server.page() }
    try await page.send("{\"do\":\"step\"}")
    _ = try await page.frame { $0.step == 1 }
    for socket in idle { try socket.close() }
    var other: WebSocketClient?
    while other == nil {
      try await Task.sleep(for: .milliseconds(20))
      other = try? await server.page()
    }
    try await other?.send(WebSocketClient.openTwo)
    _ = try await other?.frame()
    try await server.stop()
  }

  @Test func aStoppedServerSaysGoodbye() async throws {
    let server = try await ListeningServer()
    let page = try await server.page()
    try await page.send(WebSocketClient.openTwo)
    _ = try await page.frame()
    try await page.send("{\"do\":\"play\"}")
    _ = try await page.frame { $0.playing }
    async let stopped: Void = server.stop()
    var bye = ""
    while let message = try await page.receive() {
      if case .text(let text) = message, text.contains("bye") { bye = text }
    }
    #expect(bye.contains("stopped"))
    try await stopped
  }
}
