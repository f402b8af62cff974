import DropoutStatistics
import DropoutTraining

/// Iso-strength: finds, before a comparison, the drop rates at which the other policies regularise as much as
/// the first one.
///
/// Strength is the mean loss over the training examples after training, without masks: stronger
/// regularisation fits the training examples less. The drop rates (1 − keep) of a policy, of the input and of
/// every hidden layer, are multiplied by one factor. The factor is bracketed on a grid and then bisected,
/// over separate seeds that all policies share. `none` has no drop rate and is left as it is.
package struct StrengthMatching: Hashable, Sendable {
  /// The number of seeds that a strength is measured over.
  package let seeds: Int
  /// The number of bisections after the grid.
  package let halvings: Int

  /// The seeds of a matching begin at the first seed of the comparison plus this.
  static let seedOffset: UInt64 = 2_000_000
  /// The factors that are tried first, as long as every keep probability stays above ``leastKeep``. The factor at
  /// which the smallest keep probability reaches ``leastKeep`` is tried, too.
  static let grid = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 6, 12, 24]
  /// No keep probability is matched below this.
  static let leastKeep = 0.02

  /// A matching.
  package init(seeds: Int, halvings: Int = 5) {
    precondition(seeds > 0 && halvings >= 0, "\(seeds) seeds, \(halvings) halvings")
    self.seeds = seeds
    self.halvings = halvings
  }

  /// The cases with each arm's keep probabilities matched to the first arm's strength.
  package func matched(
    _ cases: [SweepCase], desk: RunDesk
  ) async throws -> [SweepCase] {
    let references = try await desk.records(
      cases.map { orders($0, arm: 0, factor: 1) }, phase: "matching")
    var searches = cases.indices.flatMap { index in
      cases[index].plan.arms.indices.dropFirst().compactMap { arm in
        !cases[index].plan.arms[arm].policy.drops
          ? nil
          : Search(
            index: index, arm: arm, strength: Self.strength(references[index]),
            tried: [])
      }
    }
    let first = searches.map { Self.factors(cases[$0.index].plan.training) }
    try await measure(&searches, factors: first, cases: cases, desk: desk)
    for _ in 0..<halvings {
      let next = searches.map { search in
        search.bracket.map { [($0.low.factor + $0.high.factor) / 2] } ?? []
      }
      try await measure(&searches, factors: next, cases: cases, desk: desk)
    }
    return Self.apply(searches, to: cases)
  }

  /// The search for one policy's factor in one case.
  private struct Search {
    let index: Int
    let arm: Int
    /// The strength to be met.
    let strength: Double
    /// The factors that were tried, ascending.
    var tried: [Point]

    struct Point {
      let factor: Double
      let strength: Double
    }

    /// The neighbouring factors between which the strength is met for the first time.
    var bracket: (low: Point, high: Point)? {
      zip(tried, tried.dropFirst()).first {
        $0.strength <= strength && $1.strength >= strength
      }.map { (low: $0, high: $1) }
    }

    /// The factor that meets the strength, by a straight line in the bracket; without a bracket the nearest.
    var factor: Double {
      guard let bracket else {
        return tried.min { abs($0.strength - strength) < abs($1.strength - strength) }?.factor ?? 1
      }
      let rise = bracket.high.strength - bracket.low.strength
      let share = rise > 0 ? (strength - bracket.low.strength) / rise : 0
      return bracket.low.factor + share * (bracket.high.factor - bracket.low.factor)
    }
  }

  private func measure(
    _ searches: inout [Search], factors: [[Double]], cases: [SweepCase], desk: RunDesk
  ) async throws {
    let groups = zip(searches, factors).flatMap { search, factors in
      factors.map { orders(cases[search.index], arm: search.arm, factor: $0) }
    }
    var rest = try await desk.records(groups, phase: "matching")[...]
    for (number, factors) in factors.enumerated() {
      for factor in factors {
        let strength = Self.strength(rest.removeFirst())
        searches[number].tried.append(Search.Point(factor: factor, strength: strength))
      }
      searches[number].tried.sort { $0.factor < $1.factor }
    }
  }

  private static func strength(_ records: [RunRecord]) -> Double {
    let mean = Descriptive.mean(records.map(\.cleanTrainLoss))
    return mean.isNaN ? .infinity : mean
  }

  private static func largestFactor(_ training: TrainingConfiguration) -> Double {
    let most = training.keepProbabilities.map { 1 - $0 }.max() ?? 0
    return most > 0 ? (1 - leastKeep) / most : 0
  }

  /// The training with its drop rates times a factor.
  static func scaled(_ training: TrainingConfiguration, by factor: Double) -> TrainingConfiguration
  {
    var scaled = training
    // Masks realise multiples of 2⁻¹⁶ only, so more digits would mean nothing.
    scaled.keepProbabilities = training.keepProbabilities.map {
      ((1 - (1 - $0) * factor) * 1e5).rounded() / 1e5
    }
    return scaled
  }

  private func orders(_ one: SweepCase, arm: Int, factor: Double) -> [RunOrder] {
    let training = Self.scaled(one.trainings[arm], by: factor)
    return (0..<UInt64(seeds)).map {
      one.order(arm: arm, training: training, seed: one.plan.seeds[0] + Self.seedOffset + $0)
    }
  }

  /// The most runs that matching the arms of a comparison takes.
  func runCount(of one: SweepCase) -> Int {
    let searches = one.plan.arms.dropFirst().count { $0.policy.drops }
    let factors = Self.factors(one.plan.training).count + halvings
    return (1 + searches * factors) * seeds
  }

  /// The factors that are tried first.
  private static func factors(_ training: TrainingConfiguration) -> [Double] {
    let largest = largestFactor(training)
    return grid.filter { $0 < largest } + [largest]
  }

  private static func apply(_ searches: [Search], to cases: [SweepCase]) -> [SweepCase] {
    var cases = cases
    for index in cases.indices {
      cases[index].choices = zip(cases[index].plan.arms, cases[index].trainings).map {
        $0.policy.drops ? text($1) : "drops nothing"
      }
    }
    for search in searches {
      let matched = scaled(cases[search.index].trainings[search.arm], by: search.factor)
      cases[search.index].trainings[search.arm] = matched
      cases[search.index].choices?[search.arm] =
        text(matched) + (search.bracket == nil ? " (nearest; no keep matches)" : "")
    }
    return cases
  }

  private static func text(_ training: TrainingConfiguration) -> String {
    "keep " + training.keepProbabilities.dropFirst().map { "\($0)" }.joined(separator: "/")
  }
}
