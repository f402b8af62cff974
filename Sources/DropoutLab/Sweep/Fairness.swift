import DropoutTraining

/// How arms are made comparable before they are compared.
package enum Fairness: Hashable, Sendable {
  /// They are compared as planned.
  case none
  /// Each arm chooses its own settings on validation data.
  case tuning(Tuning)
  /// The arms' drop rates are matched to the strength of the first.
  case matching(StrengthMatching)

  /// The cases after tuning or matching.
  package func applied(to cases: [SweepCase], desk: RunDesk) async throws -> [SweepCase] {
    switch self {
    case .none: cases
    case .tuning(let tuning): try await tuning.tuned(cases, desk: desk)
    case .matching(let matching): try await matching.matched(cases, desk: desk)
    }
  }

  /// The settings that arms choose from; empty if they are not tuned.
  var tunedAxes: [SweepAxis] { if case .tuning(let tuning) = self { tuning.axes } else { [] } }

  /// The number of runs that come before those of a comparison; of a matching the most that it can take.
  package func runCount(of one: SweepCase) throws -> Int {
    switch self {
    case .none: 0
    case .tuning(let tuning): try tuning.runCount(of: one)
    case .matching(let matching): matching.runCount(of: one)
    }
  }
}

/// A sweep as JSON: everything that decides its settings and how arms are made comparable.
struct SweepDocument: Encodable, Hashable, Sendable {
  /// What all settings have in common, as it was given: the names of settings with their values.
  let base: [String: PlanValue]
  /// What varies.
  let vary: [Axis]
  /// The number of random settings, and the seed that draws them; nil for a grid.
  let samples: Int?
  let sweepSeed: UInt64?
  /// How arms were tuned; nil if they were not.
  let tune: TuneDocument?
  /// How strengths were matched; nil if they were not.
  let match: MatchDocument?

  struct Axis: Encodable, Hashable, Sendable {
    let setting: String
    let values: [PlanValue]?
    let low: Double?
    let high: Double?

    init(_ axis: SweepAxis) {
      setting = axis.name
      switch axis.values {
      case .list(let list): (values, low, high) = (list, nil, nil)
      case .range(let low, let high): (values, self.low, self.high) = (nil, low, high)
      }
    }
  }

  struct TuneDocument: Encodable, Hashable, Sendable {
    let axes: [Axis]
    let seeds: Int
    let validation: Double
  }

  struct MatchDocument: Encodable, Hashable, Sendable {
    let what: String
    let seeds: Int
    let halvings: Int
  }

  init(_ sweep: Sweep) {
    base = Dictionary(uniqueKeysWithValues: sweep.base.all.map { ($0.setting.name, $0.value) })
    vary = sweep.axes.map(Axis.init)
    if case .random(let count, let seed) = sweep.sampling {
      (samples, sweepSeed) = (count, seed)
    } else {
      (samples, sweepSeed) = (nil, nil)
    }
    switch sweep.fairness {
    case .none: (tune, match) = (nil, nil)
    case .tuning(let tuning):
      tune = TuneDocument(
        axes: tuning.axes.map(Axis.init), seeds: tuning.seeds, validation: tuning.validationShare)
      match = nil
    case .matching(let matching):
      tune = nil
      match = MatchDocument(
        what: "train-loss", seeds: matching.seeds, halvings: matching.halvings)
    }
  }
}
