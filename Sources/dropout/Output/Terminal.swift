import DropoutLab
import Foundation
import Synchronization

/// Prints results to standard output and messages to standard error. Control characters from files, plans and
/// paths are printed as `\u{…}`: only this type itself moves the cursor or sets a colour.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let isInteractive = isTerminal(STDERR_FILENO)

  /// Whether standard output may be coloured.
  private static let hasColour =
    isTerminal(STDOUT_FILENO)
    && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty

  /// The width of results in columns: that of the terminal, 80 in a file; `COLUMNS` overrides both.
  static let width = width(of: STDOUT_FILENO)

  /// Prints a sentence or a table's row as a result, broken between words if wider than the terminal.
  static func result(_ text: String) {
    verbatim(TextFlow.lines(of: text, width: width).joined(separator: "\n"))
  }

  /// Prints lines that programs read (JSON, TOML, CSV, paths, commands), unchanged but for control
  /// characters.
  ///
  /// Ends the process if they cannot be written: quietly with 0 if the reader has gone (`dropout … | head`),
  /// else, as on a full disk, with ``ExitStatus/cannotWrite``.
  static func verbatim(_ lines: String) {
    let text = Style.shown(PrintableText.escaped(lines, keepsLines: true))
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      let failure = errno
      if failure == EPIPE { exit(0) }
      let error = CommandError.cannotWrite(
        path: CommandError.standardOutput, reason: OutputFile.description(ofCode: failure))
      ExitStatus.leave(error.status, error.description, because: error)
    }
  }

  /// Prints a table as a result.
  static func table(_ table: TextTable) { table.lines.forEach(result) }

  /// Prints the text parts of a study, with an empty line between them.
  static func show(_ parts: [Study.Part]) {
    for (index, part) in parts.enumerated() {
      if index > 0 { result("") }
      switch part {
      case .heading(let words): result(bold(words))
      case .paragraph(let words), .warning(let words): result(words)
      case .sentences(let sentences): sentences.forEach(result)
      case .table(let table): self.table(table)
      case .picture: break
      }
    }
  }

  /// Prints a message to standard error.
  static func message(_ line: String) {
    let text = PrintableText.escaped(PrintableText.shortened(line))
    guard isInteractive else { return tell(text + "\n") }
    for part in TextFlow.lines(of: text, width: width(of: STDERR_FILENO)) { tell(part + "\n") }
  }

  /// Prints an error on a line of its own, even if a progress line is shown.
  static func error(_ line: String) {
    if isInteractive { tell(clearedLine) }
    message(line)
  }

  /// Replaces the progress line; an empty text removes it.
  ///
  /// The line is cut to the terminal's width, because a wrapped line could not be replaced. If standard error
  /// is no terminal, a log gets a line once a minute (or every `DROPOUT_HEARTBEAT` seconds), as a sign of
  /// life.
  static func progress(_ line: String) {
    let text = PrintableText.escaped(line)
    if isInteractive {
      tell(clearedLine + text.prefix(max(0, width(of: STDERR_FILENO) - 1)))
    } else if !text.isEmpty, isHeartbeatDue() {
      tell(text + "\n")
    }
  }

  /// The number of visible characters of a text: style marks are not counted.
  static func shownCount(of text: some StringProtocol) -> Int {
    text.count { !Style.marks.contains($0) }
  }

  /// Text that is bold if colours are allowed.
  static func bold(_ text: String) -> String { Style.bold + text + Style.end }

  /// Prints a result that must not be overlooked, and an empty line; red if colours are allowed.
  static func warn(_ text: String?) {
    guard let text else { return }
    result(Style.warning + text + Style.end)
    result("")
  }

  /// Moves to the start of the line and clears it.
  static let clearedLine = "\r\u{1B}[K"

  /// When a log last got a line; initially, when work began.
  private static let lastHeartbeat = Mutex(ContinuousClock.now)

  private static let heartbeat: Duration = .seconds(
    ProcessInfo.processInfo.environment["DROPOUT_HEARTBEAT"].flatMap { Double($0) } ?? 60)

  private static func isHeartbeatDue() -> Bool {
    lastHeartbeat.withLock { last in
      let now = ContinuousClock.now
      guard now - last >= heartbeat else { return false }
      last = now
      return true
    }
  }

  private static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// The width of a terminal in columns, at least 20; 80 for a file or if the terminal does not say.
  private static func width(of descriptor: Int32) -> Int {
    let wanted = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    if let wanted, wanted > 0 { return max(20, wanted) }
    var size = winsize()
    // Sound: the call only writes the structure, which outlives the call.
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return answer == 0 && size.ws_col > 0 ? max(20, Int(size.ws_col)) : 80
  }

  /// Writes to standard error; a failure is ignored, so that work goes on when nobody reads.
  private static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Style marks within a text. They are private-use code points, so that text from outside can at most make
  /// itself bold or red.
  private enum Style {
    static let bold = "\u{F0B01}"
    static let warning = "\u{F0B03}"
    static let end = "\u{F0B02}"
    static let marks: Set<Character> = ["\u{F0B01}", "\u{F0B02}", "\u{F0B03}"]

    /// The text with its marks as terminal codes, or without them if colours are not allowed.
    static func shown(_ text: String) -> String {
      text.replacing(bold, with: hasColour ? "\u{1B}[1m" : "")
        .replacing(warning, with: hasColour ? "\u{1B}[1;31m" : "")
        .replacing(end, with: hasColour ? "\u{1B}[0m" : "")
    }
  }
}
