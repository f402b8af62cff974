import FlyingFox
import FlyingSocks
import Foundation

/// The programs that tests in a browser need: `$DROPOUT_CHROMEDRIVER` and `$DROPOUT_CHROMIUM`, or those
/// on the path; nil where one is missing.
struct BrowserPrograms: Sendable {
  let driver: String
  let browser: String

  static let found: BrowserPrograms? = {
    guard
      let driver = program("DROPOUT_CHROMEDRIVER", names: ["chromedriver"]),
      let browser = program(
        "DROPOUT_CHROMIUM", names: ["chromium", "chromium-browser", "google-chrome"])
    else { return nil }
    return BrowserPrograms(driver: driver, browser: browser)
  }()

  private static func program(_ variable: String, names: [String]) -> String? {
    let environment = ProcessInfo.processInfo.environment
    if let given = environment[variable], !given.isEmpty { return given }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      for name in names where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }
}

/// A chromedriver of our own, with a folder of its own.
///
/// A shell holds it: it ends the driver and its browser when this process closes the pipe, and the
/// system closes it however this process ends.
final class ChromeDriver: Sendable {
  let port: UInt16
  let folder: URL
  private let shell: Process
  private let leash: Pipe

  // The driver inherits blocked signals, so that only KILL reaches it; job control gives it and its
  // browser a process group to send that to.
  private static let script = """
    set -m
    "$1" --port=0 </dev/null >"$2/driver.log" 2>&1 & driver=$!
    cat >/dev/null
    kill -KILL -- "-$driver"
    wait "$driver"
    rm -rf "$2"
    """

  init(_ programs: BrowserPrograms) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "dropout-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    (shell, leash) = (Process(), Pipe())
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", Self.script, "bash", programs.driver, folder.path]
    shell.standardInput = leash
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    let log = folder.appending(path: "driver.log")
    port = try await wait(for: "chromedriver's port in \(log.path)") {
      let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      return text.firstMatch(of: #/started successfully on port (\d+)/#).flatMap { UInt16($0.1) }
    }
  }
}

/// Asks again and again until there is an answer.
///
/// - Throws: ``WaitError`` after the time limit, with what `state` says then.
func wait<Value>(
  for what: String, within limit: Duration = .seconds(40),
  state: () async -> String = { "" }, _ look: () async throws -> Value?
) async throws -> Value {
  let clock = ContinuousClock()
  let end = clock.now + limit
  while true {
    if let value = try await look() { return value }
    guard clock.now < end else {
      throw WaitError(what: what, limit: limit, state: await state())
    }
    try await Task.sleep(for: .milliseconds(20))
  }
}

/// What did not come.
struct WaitError: Error, CustomStringConvertible {
  let what: String
  let limit: Duration
  let state: String
  var description: String { "no \(what) within \(limit); the page: \(state)" }
}

/// What the driver answered instead of a value.
struct WebDriverError: Error, CustomStringConvertible, Decodable {
  let error: String
  let message: String
  var description: String { "\(error): \(message)" }
}

/// A session of the W3C WebDriver protocol.
struct WebDriver: Sendable {
  private let port: UInt16
  /// Where the session is, as in `/session/1234`; empty before there is one.
  private let base: String

  /// An element of the page.
  struct Element: Codable, Sendable {
    let id: String

    private enum CodingKeys: String, CodingKey {
      case id = "element-6066-11e4-a52e-4f735466cecf"
    }
  }

  /// A line of the browser's console.
  struct LogEntry: Decodable, Sendable {
    let level: String
    let message: String
  }

  private struct Reply<Value: Decodable>: Decodable { let value: Value }
  private struct Nothing: Codable {}
  private struct Ignored: Decodable { init(from decoder: any Decoder) {} }
  private struct NewSession: Decodable { let sessionId: String }
  private struct NewWindow: Decodable { let handle: String }

  private struct Anything: Encodable {
    let value: any Encodable
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }

  /// Starts a headless Chromium.
  static func start(_ driver: ChromeDriver, browser: String) async throws -> WebDriver {
    let capabilities = """
      {"capabilities":{"alwaysMatch":{"browserName":"chrome","goog:loggingPrefs":{"browser":"ALL"},
      "goog:chromeOptions":{"binary":"\(browser)","args":["--headless=new", "--hide-scrollbars","--no-sandbox",
      "--disable-gpu","--disable-dev-shm-usage","--window-size=1440,900","--no-first-run",
      "--user-data-dir=\(driver.folder.path)/profile"]}}}}
      """
    let session: NewSession = try await WebDriver(port: driver.port, base: "")
      .call(.POST, "session", Data(capabilities.utf8))
    return WebDriver(port: driver.port, base: "/session/\(session.sessionId)")
  }

  // FoundationNetworking's URLSession does not read the driver's headers.
  private func call<Value: Decodable>(
    _ method: HTTPMethod, _ path: String, _ body: Data = Data()
  ) async throws -> Value {
    let request = HTTPRequest(
      method: method, version: .http11, path: "\(base)/\(path)", query: [],
      headers: [
        .host: "127.0.0.1:\(port)", .contentType: "application/json; charset=utf-8",
        .contentLength: "\(body.count)",
      ], body: body)
    var client = HTTPClient()
    let response = try await client.sendHTTPRequest(
      request, to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
    let answer = try await response.bodyData
    guard response.statusCode == .ok else {
      throw try JSONDecoder().decode(Reply<WebDriverError>.self, from: answer).value
    }
    return try JSONDecoder().decode(Reply<Value>.self, from: answer).value
  }

  private func get<Value: Decodable>(_ path: String) async throws -> Value {
    try await call(.GET, path)
  }

  private func post<Value: Decodable>(_ path: String, _ body: some Encodable) async throws -> Value
  {
    try await call(.POST, path, try JSONEncoder().encode(body))
  }

  private func post(_ path: String, _ body: some Encodable) async throws {
    let _: Ignored = try await post(path, body)
  }

  // MARK: Pages and windows

  func navigate(to address: String) async throws { try await post("url", ["url": address]) }
  func reload() async throws { try await post("refresh", Nothing()) }

  func window() async throws -> String { try await get("window") }
  func windows() async throws -> [String] { try await get("window/handles") }
  func switchTo(window: String) async throws { try await post("window", ["handle": window]) }

  /// Opens a tab and goes to it.
  func openWindow() async throws -> String {
    let window: NewWindow = try await post("window/new", ["type": "tab"])
    try await switchTo(window: window.handle)
    return window.handle
  }

  /// Closes the tab.
  func closeWindow() async throws {
    let _: Ignored = try await call(.DELETE, "window")
  }

  /// The console's lines since it was last asked.
  func log() async throws -> [LogEntry] { try await post("se/log", ["type": "browser"]) }

  /// A PNG of what is in view.
  func screenshot() async throws -> Data {
    let text: String = try await get("screenshot")
    return Data(base64Encoded: text) ?? Data()
  }

  /// A command of the Chrome DevTools Protocol.
  func execute(_ command: String, _ parameters: [String: any Encodable & Sendable]) async throws {
    let body = [
      "cmd": Anything(value: command),
      "params": Anything(value: parameters.mapValues(Anything.init)),
    ]
    try await post("goog/cdp/execute", body)
  }

  func grant(_ permission: String) async throws {
    try await post(
      "permissions",
      [
        "descriptor": Anything(value: ["name": permission]), "state": Anything(value: "granted"),
      ])
  }

  // MARK: Elements

  func find(_ selector: String) async throws -> Element {
    try await post("element", ["using": "css selector", "value": selector])
  }

  func all(_ selector: String) async throws -> [Element] {
    try await post("elements", ["using": "css selector", "value": selector])
  }

  func click(_ element: Element) async throws {
    try await post("element/\(element.id)/click", Nothing())
  }

  func clear(_ element: Element) async throws {
    try await post("element/\(element.id)/clear", Nothing())
  }

  func type(_ text: String, into element: Element) async throws {
    try await post("element/\(element.id)/value", ["text": text])
  }

  /// Presses keys wherever the focus is.
  func press(_ keys: String) async throws {
    struct Action: Encodable {
      let type: String
      let value: String
    }
    struct Source: Encodable {
      let type = "key"
      let id = "keyboard"
      let actions: [Action]
    }
    let actions = keys.flatMap {
      [Action(type: "keyDown", value: String($0)), Action(type: "keyUp", value: String($0))]
    }
    try await post("actions", ["actions": [Source(actions: actions)]])
  }

  /// The role in the accessibility tree.
  func role(of element: Element) async throws -> String {
    try await get("element/\(element.id)/computedrole")
  }

  /// The name in the accessibility tree.
  func label(of element: Element) async throws -> String {
    try await get("element/\(element.id)/computedlabel")
  }

  // MARK: Scripts

  /// Runs the body of a function and decodes what it returns; a promise is waited for.
  func script<Value: Decodable>(
    _ body: String, _ arguments: any Encodable & Sendable...
  ) async throws -> Value {
    try await post("execute/sync", try Self.script(body, arguments))
  }

  /// Runs the body of a function for what it does.
  func run(_ body: String, _ arguments: any Encodable & Sendable...) async throws {
    try await post("execute/sync", try Self.script(body, arguments))
  }

  /// Runs the body of a function that calls its last argument with the answer.
  func asyncScript<Value: Decodable>(
    _ body: String, _ arguments: any Encodable & Sendable...
  ) async throws -> Value {
    try await post("execute/async", try Self.script(body, arguments))
  }

  private static func script(
    _ body: String, _ arguments: [any Encodable & Sendable]
  ) throws -> [String: Anything] {
    [
      "script": Anything(value: body),
      "args": Anything(value: arguments.map { Anything(value: $0) }),
    ]
  }
}

/// Keys as WebDriver spells them.
enum Key {
  static let null = "\u{E000}"
  static let tab = "\u{E004}"
  static let enter = "\u{E007}"
  static let control = "\u{E009}"
  static let escape = "\u{E00C}"
  static let end = "\u{E010}"
  static let home = "\u{E011}"
  static let left = "\u{E012}"
  static let right = "\u{E014}"
  /// Chooses all that a field holds; what is typed then replaces it.
  static let all = "\(control)a\(null)"
}
