import FlyingFox
import FlyingSocks

/// Accepts connections, limited in number and in time.
actor Listener {
  /// Limits on the number of connections and on how long each may take.
  struct Limits: Sendable {
    /// Connections at once; more are closed.
    var connections: Int
    /// Time for a request to arrive, including its body.
    var request = Duration.seconds(30)
    /// How long nothing may be received or sent, before and after a connection becomes a WebSocket. A page
    /// sends a message twice a minute.
    var idle = (http: Duration.seconds(90), webSocket: Duration.seconds(240))
    /// Time for a client to close, and for answers under way when the server ends.
    var farewell = Duration.seconds(2)
  }

  /// Answers a request.
  typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse

  private let socket: Socket
  private let limits: Limits
  private let answer: Answer
  private let pool: any AsyncSocketPool = SocketPool.make()
  private var connections: [Socket: Connection] = [:]
  private var accepting: Task<Void, Never>?
  private var isClosed = false
  private var failure: (any Error)?

  /// Binds the address and listens on it.
  ///
  /// - Throws: `SocketError`.
  init(address: any SocketAddress, limits: Limits, answer: @escaping Answer) throws {
    (self.limits, self.answer) = (limits, answer)
    socket = try Socket(domain: Int32(type(of: address).family))
    do {
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: address)
    } catch {
      try? socket.close()
      throw error
    }
    // If it fails, `listen` closes the socket itself.
    try socket.listen()
  }

  /// The port that the server listens on.
  nonisolated var port: UInt16? {
    switch try? socket.sockname() {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }

  /// Accepts connections until ``close()`` is called.
  ///
  /// - Throws: The error that ended it, if ``close()`` did not.
  func run() async throws {
    defer { try? socket.close() }
    try await pool.prepare()
    let listener = try AsyncSocket(socket: socket, pool: pool)
    let events = Task {
      do { try await pool.run() } catch { if !isClosed { failure = error } }
      // Without events, no connection can be read any more.
      close()
    }
    let watch = Task {
      while !Task.isCancelled {
        for connection in connections.values { connection.endIfLate() }
        try? await Task.sleep(for: .milliseconds(250))
      }
    }
    let accepting = Task { await accept(from: listener) }
    self.accepting = accepting
    await accepting.value
    await endConnections()
    watch.cancel()
    events.cancel()
    if let failure { throw failure }
  }

  /// Accepts no more connections and reads no more requests; answers under way get a moment to end.
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
          serve(client)
        }
      } catch {
        // As when no file descriptor is free; connections that end release theirs.
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private func serve(_ client: AsyncSocket) {
    let connection = Connection(client, limits: limits, answer: answer)
    connections[client.socket] = connection
    Task {
      await connection.run()
      // First, as closing lets another connection get the same number.
      connections[client.socket] = nil
      try? client.close()
    }
  }

  /// Waits for the connections to end, but only for `farewell`: a request that waits for a store in use
  /// cannot be cancelled.
  private func endConnections() async {
    for connection in connections.values { connection.stop() }
    let deadline = ContinuousClock.now + limits.farewell
    while !connections.isEmpty, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
