import DropoutLab
import DropoutTraining
import Foundation

/// A stored comparison as JSON.
struct ComparisonDocument: Encodable {
  private let comparison: String
  @NullWhereNil private var name: String?
  @NullWhereNil private var note: String?
  private let data: String
  /// Network and training in words.
  private let training: String
  /// Settings by their names in plan files.
  private let settings: [String: PlanValue]
  private let arms: [StoredSeeds]
  private let finishedAt: String

  /// The seeds of an arm.
  private struct StoredSeeds: Encodable {
    let arm: Arm
    @NullWhereNil var policy: MaskPolicy?
    let seeds: [UInt64]
  }

  init(_ entry: ComparisonEntry) {
    comparison = entry.hash
    (name, note) = (entry.label.name, entry.label.note)
    (data, training) = (entry.dataName, entry.training.shortLine)
    settings = entry.settings
    arms = entry.arms.map { StoredSeeds(arm: $0.arm, policy: $0.arm.policy, seeds: $0.seeds) }
    finishedAt = entry.finishedAt.formatted(.iso8601)
  }
}
