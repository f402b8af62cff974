import DropoutStatistics

/// A system limit, as messages name it.
enum MachineLimitName {
  case stackBytes, openFiles, threads

  /// What is limited, and how to raise the limit.
  var words: (what: String, remedy: String) {
    switch self {
    case .stackBytes: ("bytes of stack", "raise ulimit -s")
    case .openFiles: ("open files", "raise ulimit -n")
    case .threads: ("more threads", "raise ulimit -u, or the container's limit of processes")
    }
  }
}

extension Double {
  /// A number of bytes in readable units: 12 KB, 3.4 GB.
  var shownBytes: String {
    var (value, unit) = (self, "bytes")
    for next in ["KB", "MB", "GB", "TB"] where value >= 1_000 {
      (value, unit) = (value / 1_000, next)
    }
    return NumberText.fixed(value, decimals: value < 10 && unit != "bytes" ? 1 : 0) + " " + unit
  }
}
