import Foundation
import GRDB
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// `dropout serve` as a process of its own.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ServeCommandTests {
  private struct Served {
    let command: RunningCommand
    let port: UInt16

    /// Resident memory in bytes.
    var memory: Int {
      get throws {
        let text = try String(
          contentsOfFile: "/proc/\(command.processIdentifier)/statm", encoding: .utf8)
        return (Int(text.split(separator: " ")[1]) ?? 0) * 4_096
      }
    }
  }

  private func serve(
    _ workspace: Workspace, _ arguments: [String] = []
  ) async throws -> Served {
    let command = try workspace.start(["serve", "--port", "0"] + arguments)
    while true {
      let output = try command.outputSoFar
      if output.hasSuffix("/\n") {
        let port = try #require(output.split(separator: ":").last?.dropLast(2))
        return Served(command: command, port: try #require(UInt16(port)))
      }
      try #require(command.isRunning, "it ended before it listened")
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private static let open =
    "{\"do\":\"open\",\"policies\":[\"per-example\",\"per-batch\",\"frozen/per-example\",\"none\"]}"

  /// Opens an experiment, plays it, draws some frames.
  private static func play(_ page: WebSocketClient, frames: Int) async throws {
    try await page.send(Self.open)
    try await page.send("{\"do\":\"speed\",\"stepsPerSecond\":1000}")
    try await page.send("{\"do\":\"play\"}")
    try await Self.draw(page, frames: frames)
  }

  private static func draw(_ page: WebSocketClient, frames: Int) async throws {
    var drawn = 0
    while drawn < frames {
      if case .bytes = try #require(try await page.receive()) {
        drawn += 1
        try await page.send("{\"do\":\"seen\"}")
      }
    }
  }

  @Test func aFreePortIsPrintedAndSIGTERMEndsItCleanly() async throws {
    let workspace = try Workspace()
    let served = try await serve(workspace)
    let (html, _) = try await URLSession.shared.data(
      from: try #require(URL(string: "http://127.0.0.1:\(served.port)/")))
    #expect(String(decoding: html, as: UTF8.self).contains("<title>"))
    let page = try await WebSocketClient(port: served.port)
    try await Self.play(page, frames: 3)
    served.command.send(SIGTERM)
    var said = ""
    while let message = try await page.receive() {
      if case .text(let text) = message { said = text }
    }
    #expect(said.contains("the server was stopped"))
    let result = try await served.command.finish(within: 20)
    #expect(result.status == 0 && !result.wasSignalled)
    #expect(result.output == "http://127.0.0.1:\(served.port)/\n")
    #expect(workspace.exists("dropout.sqlite"))
  }

  @Test(arguments: [
    (["--host", "nowhere"], 64, "host nowhere"), (["--sessions", "0"], 64, "--sessions"),
    (["--host", "203.0.113.7", "--port", "0"], 69, "cannot listen on 203.0.113.7"),
    (["--port", "70000"], 64, "port"),
  ])
  func whatCannotBeServedIsRefused(arguments: [String], status: Int32, says: String) async throws {
    let result = try await Workspace().dropout(["serve"] + arguments)
    #expect(result.status == status)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func aTakenPortIsRefused() async throws {
    let workspace = try Workspace()
    let served = try await serve(workspace)
    let second = try await workspace.dropout(["serve", "--port", "\(served.port)"])
    #expect(second.status == 69 && second.errorLines.count == 1)
    #expect(second.errors.contains("choose another port"))
    served.command.send(SIGTERM)
    _ = try await served.command.finish(within: 20)
  }

  @Test func tooFewFilesAreSaidAtOnce() async throws {
    let result = try await Workspace().shell("ulimit -n 30; dropout serve --port 0")
    #expect(result.status == 69 && result.errorLines.count == 1)
    #expect(result.errors.contains("30 open files are too few"), "\(result.errors)")
  }

  /// While another process holds the store, the list of runs waits, and it alone.
  @Test func aStoreInUseHoldsNoPageUp() async throws {
    let workspace = try Workspace()
    let served = try await serve(workspace)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let database = try DatabaseQueue(
      path: workspace.path("dropout.sqlite"), configuration: configuration)
    let list = try #require(URL(string: "http://127.0.0.1:\(served.port)/api/runs"))
    try await database.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    // More than there are threads.
    async let lists = withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (try await URLSession.shared.data(from: list).1 as? HTTPURLResponse)?.statusCode
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try await Task.sleep(for: .milliseconds(300))
    let page = try await WebSocketClient(port: served.port)
    try await Self.play(page, frames: 2)
    try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    #expect(try await lists == [Int?](repeating: 200, count: 8))
    // Nor the end of the server.
    try await database.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let pending = Task { try await URLSession.shared.data(from: list) }
    try await Task.sleep(for: .milliseconds(300))
    served.command.send(SIGTERM)
    #expect(try await served.command.finish(within: 20).status == 0)
    _ = await pending.result
    try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
  }

  /// So many pages at once, each ended in its own way.
  private static func round(_ count: Int, slow: Int, port: UInt16) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        group.addTask {
          let page = try await WebSocketClient(port: port)
          if number < slow {
            try await askAndReadNothing(page)
          } else {
            try await play(page, frames: 4)
            try await end(page, way: number % 4)
          }
          page.drop()
        }
      }
      try await group.waitForAll()
    }
  }

  private static func askAndReadNothing(_ page: WebSocketClient) async throws {
    try await page.send(open)
    try await page.send("{\"do\":\"compare\",\"seeds\":200}")
    for _ in 0..<200 { try await page.send("{\"do\":\"nonsense\"}") }
    try await page.send("{\"do\":\"play\"}")
    try await Task.sleep(for: .milliseconds(300))
  }

  private static func end(_ page: WebSocketClient, way: Int) async throws {
    switch way {
    case 0: try await page.send(opcode: 8, [0x03, 0xE8])
    case 1: break
    case 2:
      // The server may have had enough before all of it is sent.
      try? await page.sendRaw(
        WebSocketClient.head(opcode: 1, length: 1 << 30) + [UInt8](repeating: 1, count: 200_000))
    default:
      try await page.send("{\"do\":\"open\",\"hidden\":[1,2,3,4,5,6]}")
      try await page.sendRaw([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    }
  }

  @Test func fiftySessionsComeAndGoAndMemoryReturns() async throws {
    let workspace = try Workspace()
    // Far fewer than will come: those that are gone must be let go.
    let served = try await serve(workspace, ["--sessions", "30"])
    let steady = try await WebSocketClient(port: served.port)
    try await Self.play(steady, frames: 2)

    try await Self.round(12, slow: 2, port: served.port)
    let before = try served.memory
    for _ in 0..<4 { try await Self.round(12, slow: 2, port: served.port) }
    try await Self.round(2, slow: 0, port: served.port)
    // Whoever is left is let go within a moment.
    var grown = Int.max
    for _ in 0..<100 where grown > 32 << 20 {
      try await Task.sleep(for: .milliseconds(100))
      grown = try served.memory - before
    }
    #expect(grown <= 32 << 20, "\(grown >> 20) MiB more than after the first dozen")
    // The one that was there all the time goes on, and there is room for more.
    try await steady.send("{\"do\":\"restart\"}")
    try await Self.draw(steady, frames: 1)
    let late = try await WebSocketClient(port: served.port)
    try await Self.play(late, frames: 2)
    served.command.send(SIGTERM)
    #expect(try await served.command.finish(within: 20).status == 0)
  }
}
