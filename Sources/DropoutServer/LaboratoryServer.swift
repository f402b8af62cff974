public import DropoutLab
import FlyingFox
import FlyingSocks
import Foundation

/// The live page: policies side by side, trained by the engine while the page shows them.
///
/// ```swift
/// let server = try LaboratoryServer(store: RunStore(path: "dropout.sqlite"))
/// try await server.run { print("open \($0)") }
/// ```
public struct LaboratoryServer: Sendable {
  /// Where the server listens, and how many pages it serves.
  public struct Configuration: Sendable {
    /// An address of this machine; loopback, unless other machines should reach it.
    public var host = "127.0.0.1"
    /// A port; 0 for a free one.
    public var port: UInt16 = 8080
    /// Other host names that requests may name, as behind a proxy.
    public var names: [String] = []
    /// Pages that may be open at once.
    public var sessions = 16

    /// Loopback, port 8080, 16 pages.
    public init() {}
  }

  let shelf = DataShelf()
  let sessions: Sessions
  let handler: RequestGuard
  private let configuration: Configuration
  private let address: any SocketAddress
  private let limits: Listener.Limits
  private let life = Life()

  /// A server that does not listen yet.
  ///
  /// - Parameter store: Where "Real or luck?" keeps its runs, and whose runs can be opened.
  /// - Throws: ``ServerError``.
  public init(store: RunStore, configuration: Configuration = Configuration()) throws {
    try self.init(store: store, configuration: configuration, patience: Sessions.Patience())
  }

  init(
    store: RunStore, configuration: Configuration, patience: Sessions.Patience,
    limits: Listener.Limits? = nil
  ) throws {
    self.configuration = configuration
    self.limits = try limits ?? Self.limits(sessions: configuration.sessions)
    let isLoopback: Bool
    (address, isLoopback) = try Self.address(configuration)
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
    // Not on the few threads that answer requests: another process may hold the store.
    routes.appendRoute("GET /api/runs") { _ in
      try await withTaskExecutorPreference(ComputeExecutor.shared) { try await stored.list() }
    }
    routes.appendRoute("GET /report") { request in
      try await withTaskExecutorPreference(ComputeExecutor.shared) {
        try await stored.report(request)
      }
    }
    routes.appendRoute("GET /*") { files.response($0) }
    handler = RequestGuard(
      routes,
      policy: HostPolicy(
        isOpen: !isLoopback,
        names: Set(configuration.names.map { $0.lowercased() }),
        ownAddress: configuration.host.lowercased()))
  }

  /// Serves until ``stop()`` is called.
  ///
  /// - Parameter ready: Called with the page's address once it can be opened.
  /// - Throws: ``ServerError`` if it cannot listen, or ends by itself.
  public func run(ready: @escaping @Sendable (String) -> Void) async throws {
    let listener: Listener
    do {
      listener = try Listener(address: address, limits: limits) { [handler] in
        await handler.handleRequest($0)
      }
    } catch {
      throw ServerError.cannotListen(
        address: "\(configuration.host):\(configuration.port)", reason: Self.reason(error))
    }
    if await life.begin(listener), let port = listener.port {
      ready("http://\(shownHost):\(port)/")
    }
    do {
      try await listener.run()
    } catch {
      throw ServerError.ended(reason: Self.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    if case SocketError.failed(_, _, let message) = error { message } else { "\(error)" }
  }

  /// Ends every session, closes all connections, and lets ``run(ready:)`` return.
  public func stop() async {
    await sessions.endAll(reason: "the server was stopped")
    await life.end()
  }

  /// Lets ``stop()`` also work before ``run(ready:)`` has begun.
  private actor Life {
    private var listener: Listener?
    private var isOver = false

    /// Takes over the listener; false if the server was stopped already.
    func begin(_ listener: Listener) async -> Bool {
      self.listener = listener
      if isOver { await listener.close() }
      return !isOver
    }

    func end() async {
      isOver = true
      await listener?.close()
    }
  }

  /// A connection for every page and some more, but not more than the limit of open files allows.
  private static func limits(sessions: Int) throws(ServerError) -> Listener.Limits {
    let files = sysconf(Int32(_SC_OPEN_MAX))
    let wanted = sessions + LiveLimits.otherConnections
    guard files > 0 else { return Listener.Limits(connections: wanted) }
    let possible = files - LiveLimits.otherFiles
    guard possible >= LiveLimits.fewestConnections else { throw .tooFewFiles(files) }
    return Listener.Limits(connections: min(wanted, possible))
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
