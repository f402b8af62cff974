import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// The `dropout` command, with all its subcommands.
@main
struct DropoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dropout",
    abstract: "A dropout laboratory: compare mask policies over paired seeds.",
    discussion: """
      Does it matter whether every training example gets a dropout mask of its own, or the whole \
      batch shares one? dropout compare trains the same network either way and says what differs:

        dropout compare
        dropout compare --data mnist --network 784-256-256-10 --batch 128 --epochs 3

      Results go to standard output, messages to standard error. With --json results are JSON, and errors, \
      too: {"error": {"exitCode", "kind", "message"}}. Long work shows how far it is; in a log, once a minute.

      EXIT CODES
        0    done
        64   the command line or the plan asks for something impossible
        65   a data file, plan file or run store is damaged or not what it should be
        66   an input file is missing
        69   a server cannot be reached
        70   an internal error
        71   too little memory, too few threads or too few open files
        73   a file cannot be written
        130  interrupted; finished runs are kept, the same command goes on

      ENVIRONMENT
        DROPOUT_DATA       folder with mnist/ and fashion-mnist/
        DROPOUT_STORE      the run store, instead of dropout.sqlite
        DROPOUT_MIRROR     where data fetch downloads from
        DROPOUT_ISA        portable, avx2 or avx512; results stay the same
        DROPOUT_SKIP       off: multiply by zeros, too; results stay the same
        DROPOUT_HEARTBEAT  seconds between lines of progress in a log (default: 60)
        COLUMNS            width of tables and text (default: the terminal's; 80)
        NO_COLOR           no colours
      """,
    version:
      "swift-dropout \(ProductVersion.text), engine \(Engine.version) (\(Engine.instructionSet))",
    subcommands: [
      CompareCommand.self, TrainCommand.self, EvaluateCommand.self, MasksCommand.self,
      DataCommand.self, RunsCommand.self, ReportCommand.self, WhyCommand.self,
      PlanSeedsCommand.self, SweepCommand.self, ThinnedCommand.self, ReproduceCommand.self,
      VerdictCommand.self, ServeCommand.self, BenchCommand.self,
    ])

  /// Refuses values of environment variables that would otherwise be ignored silently.
  private static func refuseUnknownEnvironment() throws {
    let environment = ProcessInfo.processInfo.environment
    if let wanted = environment["DROPOUT_ISA"], !wanted.isEmpty, wanted != Engine.instructionSet {
      throw CommandError.badArgument(
        "DROPOUT_ISA", value: wanted,
        message: "this machine does not support it; unset it, or use "
          + Engine.instructionSets.joined(separator: " or "))
    }
    if let seconds = environment["DROPOUT_HEARTBEAT"], !seconds.isEmpty,
      !(Double(seconds).map { $0 > 0 } ?? false)
    {
      throw CommandError.badArgument(
        "DROPOUT_HEARTBEAT", value: seconds, message: "unset it, or use seconds")
    }
    if let skip = environment["DROPOUT_SKIP"], !["", "on", "off"].contains(skip) {
      throw CommandError.badArgument(
        "DROPOUT_SKIP", value: skip, message: "unset it, or use on or off")
    }
  }

  /// Refuses arguments and paths that are not UTF-8: as text they would name another file.
  private static func refuseForeignBytes() throws {
    // Sound: the arguments are zero-terminated and stay in place as long as the process.
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { break }
      if unsafe String(validatingCString: argument) == nil {
        throw CommandError.badArgument(
          "argument \(index)", value: unsafe String(cString: argument),
          message: "not UTF-8; give it another name")
      }
    }
    for name in ["DROPOUT_STORE", "DROPOUT_DATA"] {
      // Sound: nobody changes the environment, and the text is read at once.
      if let value = unsafe getenv(name), unsafe String(validatingCString: value) == nil {
        throw CommandError.badArgument("$\(name)", message: "not UTF-8; give it another name")
      }
    }
  }

  static func main() async {
    do {
      Interruption.listen()
      AllocationFailure.listen()
      try MachineLimits.check()
      try refuseForeignBytes()
      var command = try parseAsRoot(CommandLineWords.joined(CommandLineWords.given))
      try refuseUnknownEnvironment()
      if command is any AsyncParsableCommand || command is WhyCommand || command is ThinnedCommand {
        try MachineLimits.checkThreads()
      }
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      leave(with: error)
    }
  }

  /// Prints the error and ends the process with its exit code.
  private static func leave(with error: any Error) -> Never {
    if let known = ExitStatus.classify(error) {
      ExitStatus.leave(known.status, known.text, because: error)
    }
    switch exitCode(for: error) {
    case .validationFailure:
      ExitStatus.leave(.usage, UsageError.line(for: error), because: error)
    case .failure where !(error is ExitCode):
      ExitStatus.leave(.internal, "internal error: \(error)", because: error)
    default:
      // Help, the version and other clean exits are not errors.
      exit(withError: error)
    }
  }
}
