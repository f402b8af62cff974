import DropoutStatistics
import DropoutLab
import DropoutTraining
import Foundation

/// What the machine grants this process. Work that needs more is refused in one line, because a process that
/// finds out later hangs or dies.
enum MachineLimits {
  /// How many cores the process may use.
  static var coreCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Refuses a limit of the stack or of open files with which no command works.
  static func check() throws(CommandError) {
    for (name, limit, least) in [
      (MachineLimitName.stackBytes, limit(RLIMIT_STACK), 512 << 10),
      (.openFiles, limit(RLIMIT_NOFILE), 16),
    ] {
      guard let limit, limit < Double(least) else { continue }
      throw .tooSmall(limit: name, granted: Int(limit), needed: least)
    }
  }

  /// Refuses a limit of threads with which work shared among the cores would wait forever.
  static func checkThreads() throws(CommandError) {
    let needed = coreCount + 1
    guard PlainThread.canStart(needed) else {
      throw .tooSmall(limit: .threads, granted: nil, needed: needed)
    }
  }

  /// Refuses work that needs more memory than there is.
  ///
  /// - Parameters:
  ///   - data: Bytes of data, estimated.
  ///   - run: Bytes of a run, estimated.
  ///   - jobs: Runs at once.
  static func checkMemory(data: Double, run: Double, jobs: Int) throws(CommandError) {
    let needed = data + run * Double(jobs)
    let memory = memory
    guard needed > memory.bytes else { return }
    throw .tooLittleMemory(
      needed: needed, granted: memory.bytes, limit: memory.name,
      jobsThatFit: jobs > 1 && data + run <= memory.bytes
        ? max(1, Int((memory.bytes - data) / run)) : nil)
  }

  /// The smallest limit of this process's memory, and its name. The address space in use is
  /// subtracted from the limits of `ulimit` only.
  static var memory: (bytes: Double, name: String) {
    let used = addressSpaceInUse
    let machine = (Double(ProcessInfo.processInfo.physicalMemory), "the machine's memory")
    var limits = [machine]
    if let granted = limit(RLIMIT_AS) { limits.append((granted - used, "ulimit -v")) }
    if let granted = limit(RLIMIT_DATA) { limits.append((granted - used, "ulimit -d")) }
    if let granted = controlGroupLimit { limits.append((granted, "the container's memory")) }
    let least = limits.min { $0.0 < $1.0 } ?? machine
    return (bytes: max(0, least.0), name: least.1)
  }

  #if canImport(Darwin)
    private typealias Resource = Int32
  #else
    private typealias Resource = __rlimit_resource
  #endif

  /// The soft limit of a resource, such as `RLIMIT_STACK`; nil if it has none.
  private static func limit(_ resource: Resource) -> Double? {
    var limits = rlimit()
    #if canImport(Darwin)
      let code = resource
    #else
      let code = __rlimit_resource_t(resource.rawValue)
    #endif
    // Sound: the call only writes the structure, which outlives the call.
    guard unsafe getrlimit(code, &limits) == 0, limits.rlim_cur < rlim_t(Int64.max) else {
      return nil
    }
    return Double(limits.rlim_cur)
  }

  /// Bytes of address space that the process has; 0 if the system does not say.
  private static var addressSpaceInUse: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").first.flatMap({ Double($0) })
    else { return 0 }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// The smallest memory limit of the process's control groups; nil if there is none.
  private static var controlGroupLimit: Double? {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    var files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    for line in groups.split(separator: "\n") {
      // number:controllers:path, as in 0::/user.slice or 4:memory:/docker/1f….
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2] != "/" else { continue }
      if parts[1].isEmpty { files.append("/sys/fs/cgroup\(parts[2])/memory.max") }
      if parts[1] == "memory" {
        files.append("/sys/fs/cgroup/memory\(parts[2])/memory.limit_in_bytes")
      }
    }
    return files.compactMap { file in
      (try? String(contentsOfFile: file, encoding: .utf8)).flatMap {
        Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }.min()
  }
}
