import Foundation

/// What is printed where: results to standard output, messages to standard error.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard output may be coloured.
  static var hasColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// A line of result.
  static func result(_ line: String) { write(line + "\n", to: .standardOutput) }

  /// A line of message.
  static func message(_ line: String) { write(line + "\n", to: .standardError) }

  /// A line of error, on a line of its own even where a progress line stands.
  static func error(_ line: String) {
    write((isInteractive ? "\r\u{1B}[K" : "") + line + "\n", to: .standardError)
  }

  /// Replaces the progress line; an empty text removes it.
  static func progress(_ line: String) {
    guard isInteractive else { return }
    write("\r\u{1B}[K" + line, to: .standardError)
  }

  /// Bold text where colours are allowed.
  static func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private static func write(_ text: String, to handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      // The reader went away (dropout … | head): there is nobody left to tell.
      Foundation.exit(0)
    }
  }
}
