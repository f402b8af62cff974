import DropoutStatistics
import DropoutTraining

/// One combination of tuned settings that an arm was trained with on the split data, and how it scored.
public struct TuningTrial: Encodable, Hashable, Sendable {
  /// The number of the sweep's setting, from 1.
  public let setting: Int
  /// The arm.
  public let arm: Arm
  /// The tuned values by the names of their settings; an arm that drops nothing has none of dropout.
  public let values: [String: PlanValue]
  /// How many seeds the scores are means over.
  public let seeds: Int
  /// The metric that decides between trials.
  public let metric: Metric
  /// Mean of its values on the validation examples.
  public let validationScore: Double
  /// Mean share of the validation examples classified wrongly, 0…1; nil, and left out of JSON, if numbers are
  /// predicted.
  public let validationError: Double?
  /// Mean negative log-likelihood of the validation labels, in nats.
  public let validationLogLoss: Double
  /// Whether the arm took this combination.
  public var isChosen = false

  private enum CodingKeys: String, CodingKey {
    case setting, arm, values, seeds, metric, validationScore, validationError, validationLogLoss
    case isChosen = "chosen"
  }

  /// What decides between trials: the lower is taken, and the first of equals. A score that is not a number
  /// comes last.
  var rank: (Double, Double) {
    func last(_ score: Double) -> Double { score.isNaN ? .infinity : score }
    return (last(validationScore), last(validationLogLoss))
  }
}

extension SweepResults {
  /// The names of the tuned settings, in the order in which they were given.
  var tunedSettings: [String] { plan.tune?.axes.map(\.setting) ?? [] }
}

/// A chosen value that is the first or the last of its grid, so that a better one may lie beyond.
public struct GridEdge: Encodable, Hashable, Sendable {
  /// The arm.
  public let arm: Arm
  /// The name of the tuned setting.
  public let setting: String
  /// The value that was chosen.
  public let value: PlanValue
  /// The end of the grid.
  public let side: Side
  /// The grid's values, ascending.
  public let grid: [PlanValue]
  /// In how many of the sweep's settings the arm chose it.
  public let count: Int
  /// In how many of the sweep's settings the arm was tuned.
  public let settingCount: Int
  /// The edge in a sentence.
  public let sentence: String

  /// An end of a grid.
  public enum Side: String, Encodable, Sendable {
    case lowest, highest
  }
}

extension GridEdge {
  /// The edges that arms chose; an end beyond which no value is allowed, such as keep 1, is none.
  ///
  /// - Parameters:
  ///   - trials: All trials of a sweep.
  ///   - axes: The tuned settings.
  static func edges(_ trials: [TuningTrial], axes: [SweepAxis]) -> [GridEdge] {
    let chosen = trials.filter(\.isChosen)
    var arms: [Arm] = []
    for trial in chosen where !arms.contains(trial.arm) { arms.append(trial.arm) }
    return arms.flatMap { arm in
      axes.flatMap { axis in
        [Side.lowest, .highest].compactMap { side in
          GridEdge(arm, axis, side, chosen: chosen.filter { $0.arm == arm })
        }
      }
    }
  }

  private init?(_ arm: Arm, _ axis: SweepAxis, _ side: Side, chosen: [TuningTrial]) {
    guard axis.isNumeric, case .list(let list) = axis.values, list.count > 1 else { return nil }
    let grid = list.sorted { (axis.rank($0) ?? 0) < (axis.rank($1) ?? 0) }
    guard let value = side == .lowest ? grid.first : grid.last, !axis.isLimit(value, side) else {
      return nil
    }
    let count = chosen.count { $0.values[axis.name] == value }
    guard count > 0 else { return nil }
    (self.arm, setting, self.value, self.side) = (arm, axis.name, value, side)
    (self.grid, self.count, settingCount) = (grid, count, chosen.count)
    let places =
      chosen.count == 1 ? "" : " in \(count) of \(NumberText.counted(chosen.count, "setting"))"
    sentence =
      "\(arm) took \(axis.shortName) \(axis.words(value))\(places), the \(side.rawValue) of its grid "
      + "(\(grid.map { axis.words($0) }.joined(separator: ", "))): a "
      + "\(side == .lowest ? "lower" : "higher") one may be better still."
  }
}

extension SweepAxis {
  /// Whether no value beyond this one is allowed, or would be another.
  fileprivate func isLimit(_ value: PlanValue, _ side: GridEdge.Side) -> Bool {
    guard let number = value.asNumber, rank(value) != .infinity else { return true }
    if name == "dropout.keep" { return side == .highest && number >= 1 }
    switch PlanSetting.named(name)?.kind {
    case .number(let range):
      return number == (side == .lowest ? range.lowerBound : range.upperBound)
    case .integer(let range):
      // 0 stands for no limit where it is the largest value.
      let least = rank(.integer(range.lowerBound)) == .infinity ? 1 : range.lowerBound
      return number == Double(side == .lowest ? least : range.upperBound)
    default: return false
    }
  }
}
