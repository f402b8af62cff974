import FlyingFox
import FlyingSocks

/// Where connections come in, limited in number and time.
actor Listener {
  /// What connections may take.
  struct Limits: Sendable {
    /// Connections at once; more are closed.
    var connections: Int
    /// Time for a request to come, its body too.
    var request = Duration.seconds(30)
    /// How long nothing may come or go, before and after a connection is a WebSocket. A page says twice a minute
    /// that it is there.
    var idle = (http: Duration.seconds(90), webSocket: Duration.seconds(240))
    /// Time for a client to go, and for answers under way when the server ends.
    var farewell = Duration.seconds(2)
  }

  /// What a request is answered.
  typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse

  private let socket: Socket
  private let limits: Limits
  private let answer: Answer
  private let pool: any AsyncSocketPool = SocketPool.make()
  private var connections: [Socket: Connection] = [:]
  private var accepting: Task<Void, Never>?
  private var isClosed = false
  private var failure: (any Error)?

  /// Listens.
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
    // Closes the socket itself where it fails.
    try socket.listen()
  }

  /// The port that it listens on.
  nonisolated var port: UInt16? {
    switch try? socket.sockname() {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }

  /// Takes connections until it is closed.
  ///
  /// - Throws: The error without which it would not have ended.
  func run() async throws {
    defer { try? socket.close() }
    try await pool.prepare()
    let listener = try AsyncSocket(socket: socket, pool: pool)
    let events = Task {
      do { try await pool.run() } catch { if !isClosed { failure = error } }
      // Without events nobody would be heard.
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
          serve(client)
        }
      } catch {
        // Such as no file being left; clients that end give theirs back.
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private func serve(_ client: AsyncSocket) {
    let connection = Connection(client, limits: limits, answer: answer)
    connections[client.socket] = connection
    Task {
      await connection.run()
      // Before its number can be another's.
      connections[client.socket] = nil
      try? client.close()
    }
  }

  /// Waits for the connections to end, but no longer than they may: a request that waits for a store in use
  /// cannot be called back.
  private func endConnections() async {
    for connection in connections.values { connection.stop() }
    let deadline = ContinuousClock.now + limits.farewell
    while !connections.isEmpty, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
