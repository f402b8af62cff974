import FlyingFox
import FlyingSocks
import Foundation

/// Where connections come in. Each is passed on to the HTTP server behind it, which listens on a socket of
/// this process alone.
///
/// That server reads a line in time quadratic in its length, and gathers a WebSocket frame of any length,
/// before it asks anybody: a foreign page could hold it with one long address. So a ``RequestFilter`` looks
/// at what comes before the server does, and connections are limited in number and time.
actor ReverseProxy {
  /// What connections may take.
  struct Limits: Sendable {
    /// Connections at once; more are closed.
    var connections: Int
    /// Time for a request to come, its body too.
    var request = Duration.seconds(30)
    /// How long nothing may come or go, before and after a connection is a WebSocket. The HTTP server takes
    /// a minute at most for an answer; a page says twice a minute that it is there.
    var idle = (http: Duration.seconds(90), webSocket: Duration.seconds(240))
    /// Time for a client to go once the server has closed.
    var farewell = Duration.seconds(2)
  }

  private let listener: Socket
  private let server: sockaddr_un
  private let limits: Limits
  private let pool: any AsyncSocketPool = HTTPServer.defaultPool()
  private var connections: [Socket: Task<Void, Never>] = [:]
  private var accepting: Task<Void, Never>?
  private var isClosed = false
  private var failure: (any Error)?

  /// Listens.
  ///
  /// - Parameter server: Where the HTTP server listens.
  /// - Throws: `SocketError`.
  init(address: any SocketAddress, server: sockaddr_un, limits: Limits) throws {
    (self.server, self.limits) = (server, limits)
    listener = try Socket(domain: Int32(type(of: address).family))
    do {
      try listener.setValue(true, for: .localAddressReuse)
      try listener.bind(to: address)
    } catch {
      try? listener.close()
      throw error
    }
    // Closes the socket itself where it fails.
    try listener.listen()
  }

  /// The port that it listens on.
  nonisolated var port: UInt16? {
    switch try? listener.sockname() {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }

  /// Takes connections until it is closed.
  ///
  /// - Throws: ``ServerError`` where the HTTP server's socket file has gone.
  func run() async throws {
    defer { try? listener.close() }
    try await pool.prepare()
    let events = Task {
      try? await pool.run()
      // Without events nobody would be heard.
      close()
    }
    let socket = try AsyncSocket(socket: listener, pool: pool)
    let accepting = Task { await accept(from: socket) }
    self.accepting = accepting
    await accepting.value
    await endConnections()
    events.cancel()
    if let failure { throw failure }
  }

  /// Takes no more connections and reads no more requests; answers under way have a moment left.
  func close() {
    isClosed = true
    accepting?.cancel()
  }

  private func accept(from listener: AsyncSocket) async {
    while !isClosed {
      do {
        let client = try await listener.accept()
        if connections.count >= limits.connections {
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
    let deadline = Task {
      try await Task.sleep(for: limits.farewell)
      for connection in connections.values { connection.cancel() }
    }
    while let connection = connections.values.first { await connection.value }
    deadline.cancel()
  }

  private func serve(_ client: AsyncSocket) async {
    do {
      let server = try await AsyncSocket.connected(to: server, pool: pool)
      await ProxiedConnection(client: client, server: server, limits: limits).run()
      try? server.close()
    } catch SocketError.failed(_, ENOENT, _) {
      failure = ServerError.lostSocket
      close()
    } catch {
      // Such as no file being left.
    }
    // Before its number can be another's.
    connections[client.socket] = nil
    try? client.close()
  }
}

extension Socket {
  enum Direction {
    case reading, writing, both
  }

  /// Ends a direction; whoever waits for it hears at once.
  func end(_ direction: Direction) {
    let how =
      switch direction {
      case .reading: Int32(SHUT_RD)
      case .writing: Int32(SHUT_WR)
      case .both: Int32(SHUT_RDWR)
      }
    _ = shutdown(file.rawValue, how)
  }
}
