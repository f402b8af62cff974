import DropoutStatistics
import DropoutTraining

/// A fair comparison: each arm's own settings are chosen on validation data, with the same budget for all,
/// before the arms are compared over fresh seeds.
///
/// Part of the training examples is held out. Each arm is trained on the rest under every combination of
/// the tuned settings, over the same seeds, and takes the combination with the lowest mean validation error
/// (if several have it, the one with the lowest validation log-loss, then the first). The comparison trains
/// on all training examples, with other seeds. `none` is not tuned in settings of dropout, which it does not
/// use.
package struct Tuning: Hashable, Sendable {
  /// The settings to tune, with their values.
  package let axes: [SweepAxis]
  /// The number of seeds per arm and combination.
  package let seeds: Int
  /// Share of the training examples held out.
  package let validationShare: Double

  /// The seeds of a tuning begin at the first seed of the comparison plus this.
  static let seedOffset: UInt64 = 1_000_000

  /// A tuning over a grid.
  ///
  /// - Throws: If an axis cannot be tuned because it has a range, or changes the data or the network.
  package init(
    axes: [SweepAxis], seeds: Int, validationShare: Double
  ) throws(PlanError) {
    precondition(seeds > 0 && validationShare > 0 && validationShare < 1, "\(seeds) seeds")
    for axis in axes {
      guard axis.name.hasPrefix("training.") || axis.name.hasPrefix("dropout.") else {
        throw .conflict(
          name: "--tune", value: axis.shortName,
          message: "only settings of dropout and training can be tuned, as keep and learning-rate")
      }
    }
    // A grid refuses ranges.
    _ = try Sweep(base: PlanSettings(), axes: axes, sampling: .grid, flag: "--tune")
    self.axes = axes
    self.seeds = seeds
    self.validationShare = validationShare
  }

  /// The cases with the settings that were chosen for each arm.
  package func tuned(_ cases: [SweepCase], desk: RunDesk) async throws -> [SweepCase] {
    let candidates = try cases.map { one in
      var held = RunData(one.plan.data)
      held.validation = RunData.Validation(share: validationShare, seed: one.plan.data.seed)
      return try self.candidates(of: one, held: held, dataset: desk.data.dataset(held))
    }
    let records = try await desk.records(
      candidates.flatMap { $0.map(\.orders) }, phase: "tuning")
    var rest = records[...]
    return zip(cases, candidates).map { one, candidates in
      let own = rest.prefix(candidates.count)
      rest = rest.dropFirst(candidates.count)
      return Self.choose(one, candidates, Array(own))
    }
  }

  /// The number of runs that choose for the arms of a comparison.
  func runCount(of one: SweepCase) throws -> Int {
    try one.plan.arms.reduce(0) { try $0 + grid(for: $1).settings.count * seeds }
  }

  /// The combinations for an arm.
  private func grid(for arm: PlannedArm) throws -> Sweep {
    let axes = axes.filter { arm.policy.drops || !$0.name.hasPrefix("dropout.") }
    return try Sweep(base: PlanSettings(), axes: axes, sampling: .grid, flag: "--tune")
  }

  /// A combination for an arm, with its runs on the split data.
  private struct Candidate {
    let arm: Int
    let text: String
    let values: [String: PlanValue]
    /// The training on all training examples.
    let training: TrainingConfiguration
    let orders: [RunOrder]
  }

  private func candidates(
    of one: SweepCase, held: RunData, dataset: Dataset
  ) throws -> [Candidate] {
    try one.plan.arms.indices.flatMap { arm in
      let grid = try grid(for: one.plan.arms[arm])
      return try grid.settings.map { combination in
        var settings = one.plan.settings
        for (axis, value) in zip(grid.axes, combination.values) {
          try settings.set(axis.name, to: value, source: "--tune \(axis.shortName)")
        }
        let training = try Plan(settings, dataset: one.dataset).arms[arm].training
        var split = training
        if let batch = split.batchSize, batch >= dataset.train.count { split.batchSize = nil }
        let orders = (0..<UInt64(seeds)).map {
          one.order(
            arm: arm, training: split, seed: one.plan.seeds[0] + Self.seedOffset + $0,
            on: (held, dataset.checksum))
        }
        return Candidate(
          arm: arm, text: grid.text(combination),
          values: Dictionary(
            uniqueKeysWithValues: zip(grid.axes.map(\.name), combination.values)),
          training: training, orders: orders)
      }
    }
  }

  private static func choose(
    _ one: SweepCase, _ candidates: [Candidate], _ records: [[RunRecord]]
  ) -> SweepCase {
    var tuned = one
    tuned.trials = zip(candidates, records).map { candidate, records in
      let judged = records.map { $0.at(one.plan.moment) }
      let error = Descriptive.mean(judged.map(\.testError))
      return TuningTrial(
        setting: one.setting.number, arm: one.plan.arms[candidate.arm].arm,
        values: candidate.values, seeds: judged.count, metric: one.plan.metric,
        validationScore: Descriptive.mean(judged.map(one.plan.metric.value(of:))),
        validationError: error.isNaN ? nil : error,
        validationLogLoss: Descriptive.mean(judged.map(\.testLogLoss)))
    }
    tuned.choices = one.plan.arms.indices.map { arm in
      let own = candidates.indices.filter { candidates[$0].arm == arm }
      // Of equal trials the first.
      guard let best = own.min(by: { tuned.trials[$0].rank < tuned.trials[$1].rank }) else {
        return ""
      }
      tuned.trials[best].isChosen = true
      tuned.trainings[arm] = candidates[best].training
      return candidates[best].text.isEmpty ? "nothing to choose" : candidates[best].text
    }
    return tuned
  }
}
