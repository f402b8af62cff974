import DropoutLab
import Foundation
import Synchronization

/// What is printed where: results to standard output, messages to standard error. Control characters of files,
/// plans and paths are written as `\u{…}`: only what stands here moves a cursor or sets a colour.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let isInteractive = isTerminal(STDERR_FILENO)

  /// Whether standard output may be coloured.
  private static let hasColour =
    isTerminal(STDOUT_FILENO)
    && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty

  /// Columns that results have: those of the terminal, 80 in a file; `COLUMNS` overrides both.
  static let width = width(of: STDOUT_FILENO)

  /// A sentence or a table's row of result, broken between words where it is wider than the terminal.
  static func result(_ text: String) {
    verbatim(TextFlow.lines(of: text, width: width).joined(separator: "\n"))
  }

  /// Lines of result that programs read (JSON, TOML, CSV, paths, commands): as they are but for control
  /// characters.
  ///
  /// Ends the process where they cannot be written: quietly with 0 if the reader went away
  /// (`dropout … | head`), else, as on a full disk, with ``ExitStatus/cannotWrite``.
  static func verbatim(_ lines: String) {
    let text = Style.shown(PrintableText.escaped(lines, keepsLines: true))
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      let failure = errno
      if failure == EPIPE { exit(0) }
      ExitStatus.leave(
        with: CommandError.cannotWrite(
          path: CommandError.standardOutput, reason: OutputFile.description(ofCode: failure)))
    }
  }

  /// A table of result.
  static func table(_ table: TextTable) { table.lines.forEach(result) }

  /// The parts of a study that are text, with an empty line between.
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

  /// A line of message.
  static func message(_ line: String) {
    let text = PrintableText.escaped(PrintableText.shortened(line))
    guard isInteractive else { return tell(text + "\n") }
    for part in TextFlow.lines(of: text, width: width(of: STDERR_FILENO)) { tell(part + "\n") }
  }

  /// A line of error, on a line of its own even where a progress line stands.
  static func error(_ line: String) {
    if isInteractive { tell(clearedLine) }
    message(line)
  }

  /// Replaces the progress line; an empty text removes it.
  ///
  /// The line is cut to the terminal's width: one that wraps could not be replaced. Where standard error is no
  /// terminal, a line is written once a minute (`DROPOUT_HEARTBEAT` seconds), so that a log shows life.
  static func progress(_ line: String) {
    let text = PrintableText.escaped(line)
    if isInteractive {
      tell(clearedLine + text.prefix(max(0, width(of: STDERR_FILENO) - 1)))
    } else if !text.isEmpty, isHeartbeatDue() {
      tell(text + "\n")
    }
  }

  /// How many characters of a text are seen: marks of style are not.
  static func shownCount(of text: some StringProtocol) -> Int {
    text.count { !Style.marks.contains($0) }
  }

  /// Text that is bold where colours are allowed.
  static func bold(_ text: String) -> String { Style.bold + text + Style.end }

  /// A line of result that must not be overlooked, with an empty one behind it: red where colours are allowed.
  static func warn(_ text: String?) {
    guard let text else { return }
    result(Style.warning + text + Style.end)
    result("")
  }

  /// Goes to the start of the line and removes it.
  static let clearedLine = "\r\u{1B}[K"

  /// When a log last had a line; at first when work began.
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

  /// Columns of a terminal, no fewer than 20; 80 where a file or a terminal does not say.
  private static func width(of descriptor: Int32) -> Int {
    let wanted = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    if let wanted, wanted > 0 { return max(20, wanted) }
    var size = winsize()
    // Sound: the call only writes the structure, which outlives it.
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return answer == 0 && size.ws_col > 0 ? max(20, Int(size.ws_col)) : 80
  }

  /// Writes to standard error; where nobody listens, work goes on all the same.
  private static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Marks of style within a text: code points for private use, so that no text from outside can do
  /// more with them than change its weight or redden.
  private enum Style {
    static let bold = "\u{F0B01}"
    static let warning = "\u{F0B03}"
    static let end = "\u{F0B02}"
    static let marks: Set<Character> = ["\u{F0B01}", "\u{F0B02}", "\u{F0B03}"]

    /// The text with its marks as a terminal takes them, or without them where it has no colours.
    static func shown(_ text: String) -> String {
      text.replacing(bold, with: hasColour ? "\u{1B}[1m" : "")
        .replacing(warning, with: hasColour ? "\u{1B}[1;31m" : "")
        .replacing(end, with: hasColour ? "\u{1B}[0m" : "")
    }
  }
}
