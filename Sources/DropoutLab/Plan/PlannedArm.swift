public import DropoutTraining

/// An arm of a plan, with the training that its runs have.
public struct PlannedArm: Hashable, Sendable {
  /// The arm.
  public let arm: Arm
  /// Its mask policy.
  public let policy: MaskPolicy
  /// Network, dropout and training.
  public let training: TrainingConfiguration
  /// The settings in which its training differs from the plan's.
  package let changes: PlanSettings

  /// An arm that is trained as given; nil for its name calls it by its policy.
  init(
    named name: String? = nil, _ policy: MaskPolicy, _ training: TrainingConfiguration,
    changes: PlanSettings = PlanSettings()
  ) {
    arm = name.map { Arm($0, policy) } ?? Arm(policy)
    (self.policy, self.training, self.changes) = (policy, training, changes)
  }

  /// A run of the arm.
  public func run(seed: UInt64, dataChecksum: String) -> PlannedRun {
    PlannedRun(training: training, policy: policy, seed: seed, dataChecksum: dataChecksum)
  }
}
