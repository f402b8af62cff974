import DropoutStatistics
public import DropoutTraining

/// Why runs cannot be compared as paired seeds.
public enum ComparisonError: Error, Hashable, Sendable {
  /// A policy is listed twice.
  case policyListedTwice(MaskPolicy)
  /// Seeds were to be added until every pair is decided, but there is only one policy.
  case onePolicy(MaskPolicy)
  /// A policy has no runs.
  case noRuns(policy: MaskPolicy)
  /// A policy has two runs with one seed.
  case seedRepeated(policy: MaskPolicy, seed: UInt64)
  /// A policy lacks a seed that another policy has.
  case seedMissing(policy: MaskPolicy, seed: UInt64, presentIn: MaskPolicy)
  /// A test error is outside 0…1.
  case testErrorOutOfRange(policy: MaskPolicy, seed: UInt64, testError: Double)
  /// The time allowed ended before any seed was trained under every policy.
  ///
  /// - Parameter settings: In how many settings of a sweep that happened; nil outside a sweep.
  case overBudget(minutes: Double, settings: Int?)
}

extension ComparisonError: CustomStringConvertible {
  /// What is wrong, where, and what to do, on one line.
  public var description: String {
    switch self {
    case .policyListedTwice(let policy):
      "policy \(policy) is listed twice: list each policy once"
    case .onePolicy(let policy):
      "--until-decided needs two policies or more, but the only one is \(policy); name more with --policies"
    case .noRuns(let policy):
      "policy \(policy) has no finished runs: run it, or leave it out of the comparison"
    case .seedRepeated(let policy, let seed):
      "policy \(policy) has two runs with seed \(seed): compare runs of one plan at a time"
    case .seedMissing(let policy, let seed, let other):
      "policy \(policy) has no run with seed \(seed), \(other) has one: "
        + "finish the runs, or leave the seed out for every policy"
    case .testErrorOutOfRange(let policy, let seed, let testError):
      "policy \(policy), seed \(seed): test error \(testError) is not a share in 0…1: run it again"
    case .overBudget(let minutes, let settings):
      "--budget \(minutes): \(settings.map { "in \(NumberText.counted($0, "setting")) " } ?? "")not one seed "
        + "was trained under every policy by then; the same command goes on from there"
    }
  }
}
