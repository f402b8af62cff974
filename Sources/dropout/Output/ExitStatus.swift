import DropoutStatistics
import DropoutReproductions
import DropoutLab
import DropoutServer
import DropoutTraining
import Foundation

/// The documented exit codes and the one place that maps errors to them.
enum ExitStatus: Int32 {
  case usage = 64
  case badData = 65
  case missingInput = 66
  case unavailable = 69
  case `internal` = 70
  case tooSmall = 71
  case cannotWrite = 73
  case interrupted = 130

  /// Prints why the process ends, and ends it.
  static func leave(_ status: ExitStatus, _ text: String, because error: any Error) -> Never {
    tell(status, text, because: error)
    Foundation.exit(status.rawValue)
  }

  /// Prints an error and ends a process whose other threads still run, without cleaning up.
  static func leaveAtOnce(with error: CommandError) -> Never {
    tell(error.status, error.description, because: error)
    _exit(error.status.rawValue)
  }

  /// Prints one line to standard error, and with `--json` the same as JSON to standard output.
  private static func tell(_ status: ExitStatus, _ text: String, because error: any Error) {
    // A path or a server's answer may contain line breaks; a message is one line.
    let line = PrintableText.shortened(text.replacing(/[\r\n]+/, with: " "))
    guard !line.isEmpty else { return }
    Terminal.error("dropout: \(line)")
    if CommandLineWords.asksForJSON, !isOfStandardOutput(error) {
      try? JSONOutput.print(ErrorDocument(status, message: line))
    }
  }

  /// Whether the error is that standard output cannot be written, so that nothing more can be printed there.
  private static func isOfStandardOutput(_ error: any Error) -> Bool {
    guard case CommandError.cannotWrite(let path, _) = error else { return false }
    return path == CommandError.standardOutput
  }

  /// The exit code and message of an error; nil for the parser's errors and for unexpected ones.
  static func classify(_ error: any Error) -> (status: ExitStatus, text: String)? {
    switch error {
    case let error as DatasetError: (status(error.kind), error.description)
    case let error as GeneratorError: (.usage, error.description)
    case let error as PlanError: (error.isSyntax ? .badData : .usage, error.description)
    case let error as StoreError: (status(error), error.description)
    case let error as ComparisonError: (status(error), error.description)
    case let error as ScoreError: (error.isUsage ? .usage : .badData, error.description)
    case let error as RunDataError: (.badData, error.description)
    case let error as RunDesk.Stopped:
      (
        .interrupted,
        "interrupted\(error.phase == "training" ? "" : " while \(error.phase)"): \(error)"
      )
    case let error as CommandError: (error.status, error.description)
    case let error as RecordingError: (status(error), error.description)
    case let error as ServerError: (status(error), error.description)
    case let error as ReproductionError: (status(error), error.description)
    default: nil
    }
  }

  private static func status(_ kind: DatasetError.Kind) -> ExitStatus {
    switch kind {
    case .missingFile: .missingInput
    case .badData: .badData
    case .cannotWrite: .cannotWrite
    case .unavailable: .unavailable
    case .usage: .usage
    }
  }

  private static func status(_ error: ComparisonError) -> ExitStatus {
    switch error {
    case .overBudget, .oneArm: .usage
    default: .badData
    }
  }

  private static func status(_ error: ReproductionError) -> ExitStatus {
    switch error {
    case .unknown, .badOption: .usage
    case .needsFile: .missingInput
    case .interrupted: .interrupted
    }
  }

  private static func status(_ error: ServerError) -> ExitStatus {
    switch error {
    case .badHost: .usage
    case .cannotListen, .tooFewFiles, .ended: .unavailable
    case .noFiles: .missingInput
    }
  }

  private static func status(_ error: RecordingError) -> ExitStatus {
    if case .cannotRecord = error { .usage } else { .cannotWrite }
  }

  private static func status(_ error: StoreError) -> ExitStatus {
    switch error {
    case .badPath: .usage
    case .cannotOpen, .failed, .locked, .full, .unwritten: .cannotWrite
    case .notAStore, .fromNewerVersion, .damagedRun: .badData
    case .noSuchRun, .ambiguousRun, .noSuchComparison, .ambiguousComparison: .missingInput
    }
  }
}

/// Errors that only the command line can detect.
enum CommandError: Error, CustomStringConvertible {
  case interrupted
  case missingFile(path: String, what: String)
  case cannotWrite(path: String, reason: String)
  case missingRuns(missing: Int, total: Int)
  /// A flag, an argument or an environment variable; `value` is nil if it does not matter.
  case badArgument(String, value: String? = nil, message: String)
  case exclusive(String, String)
  /// The data found are not those that the runs of a stored comparison were trained on.
  case otherData(comparison: String, name: String, expected: String, found: String)
  /// The runs of a stored comparison are of another engine.
  case olderEngine(comparison: String, version: String)
  case changedRecording(path: String, change: String, remedy: String = "record the run again")
  case tooSmall(limit: MachineLimitName, granted: Int?, needed: Int)
  case tooLittleMemory(needed: Double, granted: Double, limit: String, jobsThatFit: Int?)
  case outOfMemory(bytes: Int)

  /// How errors name standard output.
  static let standardOutput = "standard output"

  var status: ExitStatus {
    switch self {
    case .interrupted: .interrupted
    case .missingFile, .missingRuns, .otherData, .olderEngine: .missingInput
    case .cannotWrite: .cannotWrite
    case .badArgument, .exclusive: .usage
    case .changedRecording: .badData
    case .tooSmall, .tooLittleMemory, .outOfMemory: .tooSmall
    }
  }

  var description: String {
    switch self {
    case .interrupted: "interrupted: the run was not finished, its weights are lost"
    case .missingFile(let path, let what): "\(path): there is no such \(what)"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .missingRuns(let missing, let total):
      "\(missing) of the plan's \(total) runs are not in the store (those of other data, settings or engines are "
        + "others); dropout compare trains them"
    case .badArgument(let name, let value, let message):
      "\(name)\(value.map { " \($0)" } ?? ""): \(message)"
    case .exclusive(let one, let other): "give \(one) or \(other), not both"
    case .otherData(let comparison, let name, let expected, let found):
      "comparison \(comparison) is of other data than \(name) is now (SHA-256 \(expected.prefix(12)), not "
        + "\(found.prefix(12))); give its data, with --data, --data-dir or --set data.…, as it was trained on"
    case .olderEngine(let comparison, let version):
      "comparison \(comparison) was trained by engine \(version), this is engine \(Engine.version); dropout compare "
        + "trains it again"
    case .changedRecording(let path, let change, let remedy): "\(path): \(change); \(remedy)"
    case .tooSmall(let limit, let granted, let needed):
      "the system grants \(granted.map { "only \(NumberText.count($0))" } ?? "no") "
        + "\(limit.words.what), and \(NumberText.count(needed)) are needed; \(limit.words.remedy)"
    case .tooLittleMemory(let needed, let granted, let limit, let jobs):
      "this needs about \(needed.shownBytes) of memory, more than \(limit) allows "
        + "(\(granted.shownBytes)); use a smaller --batch or --network"
        + (jobs.map { ", or --jobs \($0)" } ?? "")
    case .outOfMemory(let bytes):
      "out of memory: \(Double(bytes).shownBytes) more could not be had; use a smaller --batch, "
        + "--network or --jobs"
    }
  }
}

/// An error as `--json` prints it.
struct ErrorDocument: Encodable {
  private let error: Content

  init(_ status: ExitStatus, message: String) {
    error = Content(exitCode: status.rawValue, kind: "\(status)", message: message)
  }

  private struct Content: Encodable {
    let exitCode: Int32
    let kind: String
    let message: String
  }
}

extension PlanError {
  fileprivate var isSyntax: Bool { if case .syntax = self { true } else { false } }
}
