import ArgumentParser
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
  case cannotWrite = 73
  case interrupted = 130

  /// Prints one line to standard error and ends the process.
  static func leave(with error: any Error) -> Never {
    guard let (status, text) = classify(error) else {
      // Help, version and errors of the command line itself.
      DropoutCommand.exit(withError: error)
    }
    // A path or a server's answer may hold a line's end; a message is one line.
    if !text.isEmpty { Terminal.error("dropout: \(text.replacing(/[\r\n]+/, with: " "))") }
    Foundation.exit(status.rawValue)
  }

  private static func classify(_ error: any Error) -> (ExitStatus, String)? {
    switch error {
    case let error as DatasetError: (status(error.kind), error.description)
    case let error as GeneratorError: (.usage, error.description)
    case let error as PlanError: (error.isSyntax ? .badData : .usage, error.description)
    case let error as StoreError: (status(error), error.description)
    case let error as CommandError: (error.status, error.description)
    case let error as RecordingError: (status(error), error.description)
    case let error as ServerError: (status(error), error.description)
    case let error as ReproductionError: (status(error), error.description)
    case is ExitCode, is CleanExit, is ValidationError: nil
    default:
      String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
        ? nil : (.internal, "internal error: \(error)")
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
    case .cannotListen, .tooFewFiles, .lostSocket, .ended: .unavailable
    case .noFiles: .missingInput
    case .noTemporaryFolder: .cannotWrite
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
    case .noSuchRun, .ambiguousRun: .missingInput
    }
  }
}

/// What only the command line can find wrong.
enum CommandError: Error, CustomStringConvertible {
  case interrupted(String)
  case missingFile(path: String, what: String)
  case cannotWrite(path: String, reason: String)
  case missingRuns(missing: Int, total: Int)
  case badArgument(String)
  case changedRecording(String)

  var status: ExitStatus {
    switch self {
    case .interrupted: .interrupted
    case .missingFile, .missingRuns: .missingInput
    case .cannotWrite: .cannotWrite
    case .badArgument: .usage
    case .changedRecording: .badData
    }
  }

  var description: String {
    switch self {
    case .interrupted(let text): text
    case .missingFile(let path, let what): "\(path): there is no such \(what)"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .missingRuns(let missing, let total):
      "\(missing) of the plan's \(total) runs are not in the store; dropout compare trains them"
    case .badArgument(let text), .changedRecording(let text): text
    }
  }
}

extension PlanError {
  fileprivate var isSyntax: Bool { if case .syntax = self { true } else { false } }
}
