import ArgumentParser
import DropoutLab
import Foundation

/// What trains runs, and how many at once: the one place where commands choose a backend.
struct JobsOptions: ParsableArguments {
  @Option(name: .joinable("j"), help: "How many runs train at once (default: one per core).")
  var jobs: Int?

  /// The number of jobs given, else one per core.
  var count: Int { jobs ?? MachineLimits.coreCount }

  /// The number of runs that compute at the same time.
  var width: Int { min(count, MachineLimits.coreCount) }

  /// A desk whose runs are trained as these options say.
  func desk(_ store: RunStore, data: LoadedData, watch: RunWatch) -> RunDesk {
    RunDesk(store: store, jobs: count, data: data, watch: watch)
  }

  func validate() throws { try check("--jobs", jobs, in: 1...1024) }
}

extension NameSpecification {
  /// A long name and a letter; the value may follow the letter directly, as in `-j2`.
  static func joinable(_ letter: Character) -> NameSpecification {
    [.customShort(letter, allowingJoined: true), .long]
  }
}
