import Foundation

/// A folder of its own for a test, in which `dropout` runs as a child process; removed at the end.
///
/// The child sees none of this process's `DROPOUT_` variables, and a home without data sets. Its lines may be
/// as long as they like, so that tests find whole sentences.
final class Workspace: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "dropout-command-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(
      at: url.appending(path: "home"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { url.appending(path: name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func read(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appending(path: name)) }

  /// Runs `dropout` to its end.
  func dropout(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> CommandResult {
    try await start(arguments, environment: environment).finish()
  }

  /// Runs a line of shell in which `dropout` is the command under test, for at most `seconds`.
  func shell(_ line: String, within seconds: Double = 300) async throws -> CommandResult {
    try await RunningCommand(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line], folder: url,
      environment: try environment([:])
    ).finish(within: seconds)
  }

  /// Starts `dropout` by a program that becomes it, as `/usr/bin/env` does.
  func start(by launcher: [String], _ arguments: [String]) throws -> RunningCommand {
    try RunningCommand(
      URL(fileURLWithPath: launcher[0]),
      launcher.dropFirst() + [try CommandUnderTest.url().path] + arguments, folder: url,
      environment: try environment([:]))
  }

  /// Starts `dropout`.
  func start(
    _ arguments: [String], environment more: [String: String] = [:]
  ) throws -> RunningCommand {
    try RunningCommand(
      try CommandUnderTest.url(), arguments, folder: url, environment: try environment(more))
  }

  private func environment(_ more: [String: String]) throws -> [String: String] {
    let commandFolder = try CommandUnderTest.url().deletingLastPathComponent().path
    return [
      "PATH": "\(commandFolder):/usr/bin:/bin", "HOME": path("home"),
      "XDG_CACHE_HOME": path("home/cache"), "COLUMNS": "10000", "TERM": "xterm",
    ].merging(more) { $1 }
  }
}

/// The built executable.
enum CommandUnderTest {
  /// `dropout` beside the test bundle, or in one of the folders above it.
  static func url() throws -> URL {
    var starts = Bundle.allBundles.map(\.bundleURL)
    starts.append(URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]))
    for start in starts {
      var folder = start
      for _ in 0..<4 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "dropout")
        var isFolder: ObjCBool = false
        // Sound: the call only writes the flag that lives through it.
        let isThere = unsafe FileManager.default.fileExists(
          atPath: candidate.path, isDirectory: &isFolder)
        if isThere && !isFolder.boolValue { return candidate }
      }
    }
    throw WorkspaceError.noExecutable(searched: starts.map(\.path))
  }
}

/// Why a command could not be tested.
enum WorkspaceError: Error {
  case noExecutable(searched: [String])
  case timedOut(arguments: [String], seconds: Double, errors: String)
}
