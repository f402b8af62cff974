import DropoutStatistics
import DropoutTraining

/// A plan's settings with some of them varied: the settings over which policies are compared.
public struct Sweep: Hashable, Sendable {
  /// What all settings have in common.
  public let base: PlanSettings
  /// The axes that vary; a value of an axis replaces one of ``base``.
  public let axes: [SweepAxis]
  /// The combinations of the axes' values to take.
  public let sampling: Sampling
  /// How arms are made comparable in each setting.
  package var fairness = Fairness.none

  /// The combinations of the axes' values that a sweep takes.
  public enum Sampling: Hashable, Sendable {
    /// All of them, the last axis fastest.
    case grid
    /// `count` combinations, each drawn by seed and number, so a larger sample begins with a smaller one.
    case random(count: Int, seed: UInt64)
  }

  /// One combination.
  public struct Setting: Hashable, Sendable {
    /// The number of the combination, from 1.
    public let number: Int
    /// One value for each axis.
    public let values: [PlanValue]
  }

  /// The largest number of combinations of a sweep.
  static let settingLimit = 100_000

  /// A sweep.
  ///
  /// - Throws: If two axes vary the same setting, a grid has a range, or there are too many combinations.
  public init(
    base: PlanSettings, axes: [SweepAxis], sampling: Sampling, flag: String = "--vary"
  ) throws(PlanError) {
    for (index, axis) in axes.enumerated()
    where axes[..<index].contains(where: { $0.name == axis.name }) {
      throw .repeated(axis.shortName, source: flag)
    }
    let names = Set(axes.map(\.name))
    if names.contains("network.layers"),
      !names.isDisjoint(with: ["network.width", "network.depth"])
    {
      throw .exclusive("network.layers", "width and depth", source: flag)
    }
    if names.isSuperset(of: ["training.steps", "training.epochs"]) {
      throw .exclusive("steps", "epochs", source: flag)
    }
    var count = 1.0
    if case .grid = sampling {
      for axis in axes {
        guard case .list(let values) = axis.values else {
          throw .conflict(
            name: flag, value: axis.shortName,
            message: flag == "--vary"
              ? "a range needs a random sample; give --samples, or values joined by commas"
              : "a range cannot be tuned; give values joined by commas")
        }
        count *= Double(values.count)
      }
    } else if case .random(let samples, _) = sampling {
      count = Double(samples)
    }
    guard count <= Double(Self.settingLimit) else {
      let shown = count < 1e15 ? NumberText.count(Int(count)) : "\(count)"
      throw .conflict(
        name: flag, value: nil,
        message:
          "makes \(shown) settings, \(NumberText.count(Self.settingLimit)) at most; give fewer values"
      )
    }
    self.base = base
    self.axes = axes
    self.sampling = sampling
  }

  /// The combinations, in order.
  public var settings: [Setting] {
    switch sampling {
    case .grid:
      var rows: [[PlanValue]] = [[]]
      for axis in axes {
        guard case .list(let values) = axis.values else { continue }
        rows = rows.flatMap { row in values.map { row + [$0] } }
      }
      return rows.enumerated().map { Setting(number: $0 + 1, values: $1) }
    case .random(let count, let seed):
      return (0..<count).map { index in
        var random = RandomSequence(RandomKey(seed: seed).folding(RandomUse("sweep"), layer: index))
        return Setting(number: index + 1, values: axes.map { $0.value(at: random.uniform()) })
      }
    }
  }

  /// The default number of paired seeds: two more than each setting needs for its own verdict, at least 10.
  public var usualSeedCount: Int {
    let arms = base.policyTexts.count + base.arms.count
    let pairs = base["comparison.baseline"] == nil ? arms * (arms - 1) / 2 : arms - 1
    return max(10, Verdict.seedsNeeded(pairCount: max(1, pairs) * settings.count) + 2)
  }

  /// A setting in words: "moons, keep 0.7, batch 32".
  public func text(_ setting: Setting) -> String {
    zip(axes, setting.values).map { axis, value in
      axis.name == "data.name" ? value.bareText : "\(axis.shortName) \(axis.text(value))"
    }.joined(separator: ", ")
  }
}
