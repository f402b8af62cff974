public import DropoutTraining

/// The finished runs of one arm.
public struct ArmRuns: Hashable, Sendable {
  /// The arm.
  public let arm: Arm
  /// Its runs.
  public let runs: [RunRecord]

  /// Runs of an arm.
  public init(_ arm: Arm, _ runs: [RunRecord]) { (self.arm, self.runs) = (arm, runs) }

  /// The runs with the scores that they had at a moment.
  package func at(_ moment: Moment) -> ArmRuns { ArmRuns(arm, runs.map { $0.at(moment) }) }
}

extension [ArmRuns] {
  /// Runs of arms that were trained seed by seed; an incomplete last seed is left out.
  ///
  /// - Parameter records: One run of each arm for the first seed, then for the next.
  init(_ arms: [Arm], seedBySeed records: [RunRecord]) {
    let seedCount = records.count / arms.count
    self = arms.enumerated().map { place, arm in
      ArmRuns(arm, (0..<seedCount).map { records[$0 * arms.count + place] })
    }
  }

  /// Runs by their policies; those of other policies are left out.
  public init(_ runs: [RunRecord], by policies: [MaskPolicy]) {
    let ofPolicy = Dictionary(grouping: runs, by: \.policy)
    self = policies.map { ArmRuns(Arm($0), ofPolicy[$0] ?? []) }
  }
}
