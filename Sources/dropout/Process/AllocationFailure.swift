import DropoutTraining
import Foundation

/// What a process says that gets no more memory.
///
/// Memory for numbers is asked for by ``OutOfMemory``. Where the Swift runtime itself gets none it says so and
/// aborts; the abort ends with a line and ``ExitStatus/tooSmall`` instead of a trace.
enum AllocationFailure {
  private static let words = LastWords(
    .tooSmall, "out of memory; use a smaller --batch, --network or --jobs, or less data")
  /// What an abort did before: it goes on to do so where memory is not what is missing.
  nonisolated(unsafe) private static var previous = sigaction()
  /// Bytes that can be had wherever memory is not short.
  private static let probe = 256 << 20

  /// Takes aborts over; called once, at the very start.
  static func listen() {
    _ = words
    OutOfMemory.end { bytes in
      ExitStatus.leaveAtOnce(with: CommandError.outOfMemory(bytes: bytes))
    }
    // Sound: the call only writes the structure that lives as long as the process.
    _ = unsafe sigaction(SIGABRT, nil, &previous)
    _ = signal(SIGABRT) { _ in
      // A handler may only do what is safe in a signal: a mapping is asked of the system alone.
      let room = unsafe mmap(
        nil, AllocationFailure.probe, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      if unsafe room == MAP_FAILED { AllocationFailure.words.leave() }
      _ = unsafe sigaction(SIGABRT, &AllocationFailure.previous, nil)
      raise(SIGABRT)
    }
  }
}
