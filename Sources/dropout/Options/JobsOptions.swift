import ArgumentParser
import Foundation

/// How many runs train at once.
struct JobsOptions: ParsableArguments {
  @Option(name: .joinable("j"), help: "How many runs train at once (default: one per core).")
  var jobs: Int?

  /// The number asked for, else one per core.
  var count: Int { jobs ?? MachineLimits.coreCount }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give a whole number from 1 to 1024")
    }
  }
}

extension NameSpecification {
  /// A long name, and a letter whose value may follow it at once, as in `-j2`.
  static func joinable(_ letter: Character) -> NameSpecification {
    [.customShort(letter, allowingJoined: true), .long]
  }
}
