import DropoutLab
import Foundation

/// The last message of a process that a signal ends. It is prepared beforehand, because a signal handler must
/// not allocate memory.
struct LastWords: Sendable {
  private let status: ExitStatus
  private let errors: Bytes
  private let results: Bytes

  /// - Parameters:
  ///   - status: The exit code.
  ///   - message: One line.
  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    errors = Bytes((Terminal.isInteractive ? Terminal.clearedLine : "") + "dropout: \(message)\n")
    let document = try? JSONText.of(ErrorDocument(status, message: message))
    results = Bytes(CommandLineWords.asksForJSON ? (document ?? "") + "\n" : "")
  }

  /// Writes the message, with `--json` also as JSON, and ends the process at once. Safe in a signal handler.
  func leave() -> Never {
    errors.write(to: STDERR_FILENO)
    results.write(to: STDOUT_FILENO)
    _exit(status.rawValue)
  }

  /// Bytes that are never freed.
  @safe private struct Bytes: @unchecked Sendable {
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
      let utf8 = Array(text.utf8)
      // Sound: allocated with this size, filled, and never freed or changed.
      unsafe bytes = .allocate(capacity: utf8.count)
      _ = unsafe bytes.initialize(from: utf8)
    }

    func write(to descriptor: Int32) {
      _ = unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
    }
  }
}
