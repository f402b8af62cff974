import DropoutStatistics

/// Why runs cannot be compared as paired seeds.
public enum ComparisonError: Error, Hashable, Sendable {
  /// Two arms have one name.
  case armListedTwice(Arm)
  /// Seeds were to be added until every pair is decided, but there is only one arm.
  case oneArm(Arm)
  /// An arm has no runs.
  case noRuns(of: Arm)
  /// An arm has two runs with one seed.
  case seedRepeated(Arm, seed: UInt64)
  /// An arm lacks a seed that another arm has.
  case seedMissing(Arm, seed: UInt64, presentIn: Arm)
  /// A test error is outside 0…1.
  case testErrorOutOfRange(Arm, seed: UInt64, testError: Double)
  /// The time allowed ended before any seed was trained in every arm.
  ///
  /// - Parameter settings: In how many settings of a sweep that happened; nil outside a sweep.
  case overBudget(minutes: Double, settings: Int?)
}

extension ComparisonError: CustomStringConvertible {
  /// What is wrong, where, and what to do, on one line.
  public var description: String {
    switch self {
    case .armListedTwice(let arm):
      "\(arm) is listed twice: list each policy or arm once"
    case .oneArm(let arm):
      "--until-decided needs two policies or more, but the only one is \(arm); name more with --policies or --arm"
    case .noRuns(let arm):
      "\(arm) has no finished runs: run it, or leave it out of the comparison"
    case .seedRepeated(let arm, let seed):
      "\(arm) has two runs with seed \(seed): compare runs of one plan at a time"
    case .seedMissing(let arm, let seed, let other):
      "\(arm) has no run with seed \(seed), \(other) has one: "
        + "finish the runs, or leave the seed out for all"
    case .testErrorOutOfRange(let arm, let seed, let testError):
      "\(arm), seed \(seed): test error \(testError) is not a share in 0…1: run it again"
    case .overBudget(let minutes, let settings):
      "--budget \(minutes): \(settings.map { "in \(NumberText.counted($0, "setting")) " } ?? "")not one seed "
        + "was trained under every policy by then; the same command goes on from there"
    }
  }
}
