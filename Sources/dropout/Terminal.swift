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
  ///
  /// Ends the process where it cannot be written: quietly with 0 where the reader went away
  /// (`dropout … | head`), else, as on a full disk, with ``ExitStatus/cannotWrite``.
  static func result(_ line: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      let failure = errno
      if failure == EPIPE { exit(0) }
      ExitStatus.leave(
        with: CommandError.cannotWrite(
          path: "standard output", reason: OutputFile.description(ofCode: failure)))
    }
  }

  /// A line of message.
  static func message(_ line: String) { tell(line + "\n") }

  /// A line of error, on a line of its own even where a progress line stands.
  static func error(_ line: String) { tell((isInteractive ? "\r\u{1B}[K" : "") + line + "\n") }

  /// Replaces the progress line; an empty text removes it.
  ///
  /// The line is cut to the terminal's width: one that wraps could not be replaced.
  static func progress(_ line: String) {
    guard isInteractive else { return }
    tell("\r\u{1B}[K" + line.prefix(max(0, (width ?? 80) - 1)))
  }

  /// Bold text where colours are allowed.
  static func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// Columns of the terminal that standard error is; nil where it does not say.
  private static var width: Int? {
    var size = winsize()
    // Sound: the call only writes the structure that lives through it.
    let answer = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  /// Writes to standard error; where nobody listens, work goes on all the same.
  private static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
