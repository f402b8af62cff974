import DropoutTraining
import Foundation

/// Ends a process that runs out of memory with a message.
///
/// Buffers of numbers report missing memory through ``OutOfMemory``. The Swift runtime aborts instead; if
/// memory is the cause, the abort prints one line and exits with ``ExitStatus/tooSmall`` instead of a trace.
enum AllocationFailure {
  private static let words = LastWords(
    .tooSmall, "out of memory; use a smaller --batch, --network or --jobs, or less data")
  /// The handler of aborts before ours; called if memory is not the cause.
  nonisolated(unsafe) private static var previous = sigaction()
  /// Bytes of a trial request, which fails only if memory is short.
  private static let probe = 256 << 20

  /// Installs the handler of aborts; called once, at the very start.
  static func listen() {
    _ = words
    OutOfMemory.end { bytes in
      ExitStatus.leaveAtOnce(with: CommandError.outOfMemory(bytes: bytes))
    }
    // Sound: the call only writes the structure, which exists as long as the process.
    _ = unsafe sigaction(SIGABRT, nil, &previous)
    _ = signal(SIGABRT) { _ in
      // A handler may only do what is safe in a signal: `mmap` asks nobody but the system.
      let room = unsafe mmap(
        nil, AllocationFailure.probe, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      if unsafe room == MAP_FAILED { AllocationFailure.words.leave() }
      _ = unsafe sigaction(SIGABRT, &AllocationFailure.previous, nil)
      raise(SIGABRT)
    }
  }
}
