private import Foundation

/// The name of a process in files that several processes share, such as `1f2e3d4c-1234`. With it the leftovers
/// of a process that was killed can be distinguished from the files of a running one.
package enum ProcessMark {
  /// The name of this process.
  package static let current = "\(machine)-\(ProcessInfo.processInfo.processIdentifier)"

  /// Whether `mark` names a process of this machine that no longer runs.
  ///
  /// False if `mark` is not a mark, and for processes of other machines, whose state is not known here.
  package static func isOfDeadProcess(_ mark: some StringProtocol) -> Bool {
    let parts = mark.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, parts[0] == machine, let number = Int32(parts[1]), number > 0 else {
      return false
    }
    return kill(number, 0) != 0 && errno == ESRCH
  }

  /// A hash of the machine's name and of the container in it: process numbers are unique within a container.
  private static let machine: String = {
    var name = [CChar](repeating: 0, count: 256)
    // Sound: the call writes at most as many bytes as the array has, less one for the end.
    _ = unsafe gethostname(&name, 255)
    let numbers = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    var digest = SHA256()
    digest.update(name.map { UInt8(truncatingIfNeeded: $0) })
    digest.update(numbers ?? "")
    return String(digest.finalized().prefix(8))
  }()
}
