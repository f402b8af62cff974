import FlyingFox
import FlyingSocks
import Foundation

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
  private let pool: any AsyncSocketPool = HTTPServer.defaultPool()
  private var connections: [Socket: Task<Void, Never>] = [:]
  private var accepting: Task<Void, Never>?
  private var isClosed = false

  /// Time for a request's head, and for a client to go once it has its answer.
  private static let patience = (head: Duration.seconds(30), farewell: Duration.seconds(2))

  /// Listens.
  ///
  /// - Parameters:
  ///   - server: Where the HTTP server listens.
  ///   - limit: Connections at once; more are closed.
  /// - Throws: `SocketError`.
  init(address: any SocketAddress, server: sockaddr_un, limit: Int) throws {
    (self.server, self.limit) = (server, limit)
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
    for client in connections.keys { client.end(reading: true) }
    let patience = Task {
      try await Task.sleep(for: Self.patience.farewell)
      for connection in connections.values { connection.cancel() }
    }
    while let connection = connections.values.first { await connection.value }
    patience.cancel()
  }

  private func serve(_ client: AsyncSocket) async {
    if let server = try? await AsyncSocket.connected(to: server, pool: pool) {
      await Self.connect(client, to: server)
      try? server.close()
    }
    // Before its number can be another's.
    connections[client.socket] = nil
    try? client.close()
  }

  /// Passes on what both say until both have ended.
  private static func connect(_ client: AsyncSocket, to server: AsyncSocket) async {
    async let requests: Void = passRequests(from: client, to: server)
    await passAnswers(from: server, to: client)
    let farewell = Task {
      try await Task.sleep(for: patience.farewell)
      client.socket.end(reading: true)
    }
    await requests
    farewell.cancel()
    _ = await farewell.result
  }

  private static func passRequests(from client: AsyncSocket, to server: AsyncSocket) async {
    let deadline = Task {
      try await Task.sleep(for: patience.head)
      client.socket.end(reading: true)
    }
    var stream = RequestStream()
    do {
      while true {
        let bytes = try stream.admit(try await client.read(atMost: 4_096))
        if stream.hasPassedHead { deadline.cancel() }
        try await server.write(Data(bytes))
      }
    } catch let refusal as RequestStream.Refusal {
      if let answer = refusal.answer { try? await client.write(Data(answer.utf8)) }
      server.socket.end(reading: false)
      // What is left unread at the end would take the answer back.
      while (try? await client.read(atMost: 4_096)) != nil {}
    } catch {
      server.socket.end(reading: false)
    }
    deadline.cancel()
    _ = await deadline.result
  }

  private static func passAnswers(from server: AsyncSocket, to client: AsyncSocket) async {
    var isHeard = true
    // To the end even if nobody hears: the server must not meet a socket that fails.
    while let bytes = try? await server.read(atMost: 4_096) {
      if isHeard { isHeard = (try? await client.write(Data(bytes))) != nil }
    }
    client.socket.end(reading: false)
  }
}

extension Socket {
  /// Ends one direction; whoever waits for it hears at once.
  fileprivate func end(reading: Bool) {
    _ = shutdown(file.rawValue, reading ? Int32(SHUT_RD) : Int32(SHUT_WR))
  }
}
