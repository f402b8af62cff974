public import DropoutLab
import FlyingFox
import FlyingSocks
import Foundation

/// The live page: policies side by side, trained on the engine while one watches.
///
/// ```swift
/// let server = try LaboratoryServer(store: RunStore(path: "dropout.sqlite"))
/// try await server.run { print("open \($0)") }
/// ```
public struct LaboratoryServer: Sendable {
  /// Where it listens and how much it takes.
  public struct Configuration: Sendable {
    /// An address of this machine; loopback, unless other machines shall reach it.
    public var host = "127.0.0.1"
    /// A port; 0 for a free one.
    public var port: UInt16 = 8080
    /// Other names under which it may be asked, as behind a proxy.
    public var names: [String] = []
    /// Pages that may be open at once.
    public var sessions = 16

    /// Loopback, port 8080, 16 pages.
    public init() {}
  }

  let sessions: Sessions
  let handler: RequestGuard
  private let configuration: Configuration
  private let address: any SocketAddress
  private let patience: Sessions.Patience
  private let life = Life()

  /// A server that does not listen yet.
  ///
  /// - Parameter store: Where "Real or luck?" keeps its runs, and whose runs can be opened.
  /// - Throws: ``ServerError``.
  public init(store: RunStore, configuration: Configuration = Configuration()) throws {
    try self.init(store: store, configuration: configuration, patience: Sessions.Patience())
  }

  init(store: RunStore, configuration: Configuration, patience: Sessions.Patience) throws {
    (self.configuration, self.patience) = (configuration, patience)
    let isLoopback: Bool
    (address, isLoopback) = try Self.address(configuration)
    let shelf = DataShelf()
    sessions = Sessions(
      limit: configuration.sessions,
      surroundings: Session.Surroundings(shelf: shelf, comparisons: ComparisonDesk(store: store)),
      patience: patience)
    let files = try PageFiles()
    let stored = StoredRuns(store: store, shelf: shelf)
    var routes = RoutedHTTPHandler()
    routes.appendRoute(
      "GET /socket", to: WebSocketHTTPHandler(handler: SessionSocket(sessions: sessions)))
    routes.appendRoute("POST /api/data", to: UploadRoute(shelf: shelf))
    routes.appendRoute("GET /api/runs") { _ in try await stored.list() }
    routes.appendRoute("GET /report") { try await stored.report($0) }
    routes.appendRoute("GET /*") { files.response($0) }
    handler = RequestGuard(
      routes,
      policy: HostPolicy(
        isOpen: !isLoopback,
        names: Set(configuration.names.map { $0.lowercased() }),
        ownAddress: configuration.host.lowercased()))
  }

  /// Listens until it is stopped.
  ///
  /// - Parameter ready: Told the page's address once it can be opened.
  /// - Throws: ``ServerError`` where it cannot listen.
  public func run(ready: @escaping @Sendable (String) -> Void) async throws {
    let socket = try PrivateSocket()
    defer { socket.remove() }
    let door: FrontDoor
    do {
      door = try FrontDoor(
        address: address, server: socket.address, limit: Self.connections(configuration.sessions),
        idleLimit: patience.connection)
    } catch {
      throw ServerError.cannotListen(
        address: "\(configuration.host):\(configuration.port)", reason: "\(error)")
    }
    let server = HTTPServer(
      config: HTTPServer.Configuration(
        address: socket.address, timeout: 60, logger: .disabled),
      handler: handler)
    let serving = Task { try await server.run() }
    try await server.waitUntilListening()
    if await life.begin(door), let port = door.port { ready("http://\(shownHost):\(port)/") }
    try await door.run()
    await server.stop()
    // Stopped, it has nothing to complain of.
    _ = await serving.result
  }

  /// Ends every session, closes all connections, and lets ``run(ready:)`` return.
  public func stop() async {
    await sessions.endAll(reason: "the server was stopped")
    await life.end()
  }

  /// Whether there is a door to close, or was one to open.
  private actor Life {
    private var door: FrontDoor?
    private var isOver = false

    /// Whether the server is still wanted.
    func begin(_ door: FrontDoor) async -> Bool {
      self.door = door
      if isOver { await door.close() }
      return !isOver
    }

    func end() async {
      isOver = true
      await door?.close()
    }
  }

  /// Connections at once: some for every page, and no more than there are files for. Each takes three.
  private static func connections(_ sessions: Int) -> Int {
    max(8, min(sessions + 128, (sysconf(Int32(_SC_OPEN_MAX)) - 64) / 3))
  }

  private var shownHost: String {
    switch configuration.host {
    case "0.0.0.0", "::": "localhost"
    case let host: host.contains(":") ? "[\(host)]" : host
    }
  }

  private static func address(
    _ configuration: Configuration
  ) throws(ServerError) -> (socket: any SocketAddress, isLoopback: Bool) {
    let host = configuration.host == "localhost" ? "127.0.0.1" : configuration.host
    do {
      if host.contains(":") {
        return (try sockaddr_in6.inet6(ip6: host, port: configuration.port), host == "::1")
      }
      return (
        try sockaddr_in.inet(ip4: host, port: configuration.port), host.hasPrefix("127.")
      )
    } catch {
      throw .badHost(configuration.host)
    }
  }
}

/// Why a server cannot serve.
public enum ServerError: Error, CustomStringConvertible {
  /// The host is no address.
  case badHost(String)
  /// The address is taken or not this machine's.
  case cannotListen(address: String, reason: String)
  /// The page's files are missing.
  case noFiles
  /// No socket can be made in the folder for temporary files.
  case noTemporaryFolder(String, reason: String)

  /// The error in one line: what, where, what to do.
  public var description: String {
    switch self {
    case .badHost(let host):
      "host \(host): give an address of this machine, as in 127.0.0.1 or ::1"
    case .cannotListen(let address, let reason):
      "cannot listen on \(address) (\(reason)); choose another port, or 0 for a free one"
    case .noFiles:
      "the page's files are missing; keep swift-dropout_DropoutServer.resources beside the program"
    case .noTemporaryFolder(let folder, let reason):
      "cannot make a socket in \(folder) (\(reason)); let TMPDIR name a folder that can be written to"
    }
  }
}
