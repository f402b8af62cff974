import Foundation

/// What a finished command left.
struct CommandResult {
  /// The exit code, or the signal's number where a signal ended it.
  let status: Int32
  /// Whether a signal ended it.
  let wasSignalled: Bool
  let output: String
  let errors: String

  /// Standard error, line by line.
  var errorLines: [Substring] { errors.split(separator: "\n") }

  /// Standard output read as JSON.
  func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }

  /// Standard output read as a JSON object.
  func object() throws -> [String: Any] { try json() as? [String: Any] ?? [:] }
}

/// A child process whose output goes to files, so that it never waits for a reader.
final class RunningCommand {
  private let process = Process()
  private let arguments: [String]
  private let outputURL: URL
  private let errorsURL: URL

  init(
    _ executable: URL, _ arguments: [String], folder: URL, environment: [String: String]
  ) throws {
    self.arguments = arguments
    let name = ProcessInfo.processInfo.globallyUniqueString
    let streams = folder.appending(path: "home")
    outputURL = streams.appending(path: "\(name).out")
    errorsURL = streams.appending(path: "\(name).err")
    for url in [outputURL, errorsURL] { try Data().write(to: url) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputURL)
    process.standardError = try FileHandle(forWritingTo: errorsURL)
    try process.run()
  }

  /// A test that failed half-way leaves nothing running.
  deinit { if process.isRunning { send(SIGKILL) } }

  var isRunning: Bool { process.isRunning }
  var processIdentifier: Int32 { process.processIdentifier }

  /// What it has written to standard output by now.
  var outputSoFar: String { get throws { try Self.text(outputURL) } }

  /// Waits until it has written `text` to standard error, or has ended.
  func waitForErrors(containing text: String) async throws {
    let start = ContinuousClock.now
    while isRunning, ContinuousClock.now - start < .seconds(300),
      try !Self.text(errorsURL).contains(text)
    {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end, and ends the process itself after `seconds`.
  func finish(within seconds: Double = 300) async throws -> CommandResult {
    let clock = ContinuousClock()
    let start = clock.now
    while process.isRunning {
      if clock.now - start > .seconds(seconds) {
        send(SIGKILL)
        throw WorkspaceError.timedOut(
          arguments: arguments, seconds: seconds, errors: try Self.text(errorsURL))
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    process.waitUntilExit()
    return CommandResult(
      status: process.terminationStatus,
      wasSignalled: process.terminationReason == .uncaughtSignal,
      output: try Self.text(outputURL), errors: try Self.text(errorsURL))
  }

  private static func text(_ url: URL) throws -> String {
    String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }
}
