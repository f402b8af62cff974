import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// Where connections come in. Each is passed on to the HTTP server behind it, which listens on a socket of
/// this process alone.
///
/// That server reads a line in time quadratic in its length, and gathers a WebSocket frame of any length,
/// before it asks anybody: a foreign page could hold it with one long address. So ``RequestStream`` looks
/// at what comes before the server does, and connections are limited in number.
actor FrontDoor {
  private let listener: Socket
  private let server: sockaddr_un
  private let limit: Int
  private let idleLimit: Duration
  private let pool: any AsyncSocketPool = HTTPServer.defaultPool()
  private var connections: [Socket: Task<Void, Never>] = [:]
  private var accepting: Task<Void, Never>?
  private var isClosed = false

  /// How long a client may take to go once the server has closed.
  private static let farewell = Duration.seconds(2)

  /// Listens.
  ///
  /// - Parameters:
  ///   - server: Where the HTTP server listens.
  ///   - limit: Connections at once; more are closed.
  ///   - idleLimit: How long nothing may come or go over one.
  /// - Throws: `SocketError`.
  init(
    address: any SocketAddress, server: sockaddr_un, limit: Int, idleLimit: Duration
  ) throws {
    (self.server, self.limit, self.idleLimit) = (server, limit, idleLimit)
    listener = try Socket(domain: Int32(type(of: address).family))
    do {
      try listener.setValue(true, for: .localAddressReuse)
      try listener.bind(to: address)
      try listener.listen()
    } catch {
      try? listener.close()
      throw error
    }
  }

  /// The port that it listens on.
  nonisolated var port: UInt16? {
    switch try? listener.sockname() {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }

  /// Takes connections until it is closed.
  func run() async throws {
    try await pool.prepare()
    let events = Task { [pool] in try await pool.run() }
    let door = try AsyncSocket(socket: listener, pool: pool)
    let accepting = Task { await accept(door) }
    self.accepting = accepting
    await accepting.value
    await endConnections()
    events.cancel()
    try? listener.close()
  }

  /// Takes no more connections; those that are open may say what they have to say.
  func close() {
    isClosed = true
    accepting?.cancel()
  }

  private func accept(_ door: AsyncSocket) async {
    while !isClosed {
      do {
        let client = try await door.accept()
        if connections.count >= limit {
          try? client.close()
        } else {
          connections[client.socket] = Task { await serve(client) }
        }
      } catch {
        // Such as no file being left; clients that end give theirs back.
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private func endConnections() async {
    for client in connections.keys { client.end(.reading) }
    let patience = Task {
      try await Task.sleep(for: Self.farewell)
      for connection in connections.values { connection.cancel() }
    }
    while let connection = connections.values.first { await connection.value }
    patience.cancel()
  }

  private func serve(_ client: AsyncSocket) async {
    if let server = try? await AsyncSocket.connected(to: server, pool: pool) {
      await Connection(client: client, server: server).run(idleLimit: idleLimit)
      try? server.close()
    }
    // Before its number can be another's.
    connections[client.socket] = nil
    try? client.close()
  }

  /// Passes on what a client and the server say, until both have ended.
  private struct Connection: Sendable {
    let client: AsyncSocket
    let server: AsyncSocket
    private let pulse = Pulse()

    init(client: AsyncSocket, server: AsyncSocket) { (self.client, self.server) = (client, server) }

    func run(idleLimit: Duration) async {
      let watch = Task {
        while pulse.age < idleLimit { try await Task.sleep(for: idleLimit / 4) }
        for socket in [client.socket, server.socket] { socket.end(.both) }
      }
      async let requests: Void = passRequests()
      await passAnswers()
      let farewell = Task {
        try await Task.sleep(for: FrontDoor.farewell)
        client.socket.end(.reading)
      }
      await requests
      // Neither may touch a socket after it is closed.
      for task in [watch, farewell] {
        task.cancel()
        _ = await task.result
      }
    }

    private func passRequests() async {
      var stream = RequestStream()
      do {
        while true {
          let bytes = try stream.admit(try await client.read(atMost: 4_096))
          pulse.beat()
          try await server.write(Data(bytes))
        }
      } catch let refusal as RequestStream.Refusal {
        if let answer = refusal.answer { try? await client.write(Data(answer.utf8)) }
        server.socket.end(.writing)
        // What is left unread at the end would take the answer back.
        while (try? await client.read(atMost: 4_096)) != nil {}
      } catch {
        server.socket.end(.writing)
      }
    }

    private func passAnswers() async {
      var isHeard = true
      // To the end even if nobody hears: the server must not meet a socket that fails.
      while let bytes = try? await server.read(atMost: 4_096) {
        if isHeard { isHeard = (try? await client.write(Data(bytes))) != nil }
        pulse.beat()
      }
      client.socket.end(.writing)
    }
  }

  /// When something last came or went.
  private final class Pulse: Sendable {
    private let last = Mutex(ContinuousClock.now)

    func beat() { last.withLock { $0 = .now } }
    var age: Duration { ContinuousClock.now - last.withLock { $0 } }
  }
}

extension Socket {
  fileprivate enum Direction {
    case reading, writing, both
  }

  /// Ends a direction; whoever waits for it hears at once.
  fileprivate func end(_ direction: Direction) {
    let how =
      switch direction {
      case .reading: Int32(SHUT_RD)
      case .writing: Int32(SHUT_WR)
      case .both: Int32(SHUT_RDWR)
      }
    _ = shutdown(file.rawValue, how)
  }
}
