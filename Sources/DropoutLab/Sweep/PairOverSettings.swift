public import DropoutStatistics
public import DropoutTraining

/// The comparison of two policies in one metric over all settings of a sweep, which are its sample.
public struct PairOverSettings: Codable, Hashable, Sendable {
  /// The first arm.
  public var a: Arm
  /// The second arm.
  public var b: Arm
  /// What is compared; lower is better.
  public var metric: Metric
  /// When in their training the runs are judged.
  public var moment: Moment
  /// The smallest and largest number of training steps after which the settings are judged; nil if each run has
  /// its own number.
  public var steps: ClosedRange<Int>?
  /// Whether seeds were added in each setting until it was decided.
  public var isSequential: Bool
  /// Whether it is not known if the number of seeds was fixed beforehand.
  public var isUnknownWhetherFixed: Bool
  /// Settings in which some seed has a finite value under both policies.
  public var settingCount: Int
  /// Settings in which a is better beyond doubt, corrected for all of them.
  public var aBetter: Int
  /// Settings in which b is better beyond doubt.
  public var bBetter: Int
  /// Settings in which every seed gives the same value.
  public var identical: Int
  /// Settings in which the means were found to differ by less than what matters.
  public var noRelevantDifference: Int
  /// Seeds per setting needed for any verdict at all; nil if there are enough.
  public var seedsNeeded: Int?
  /// Settings in which a has the lower mean, whether beyond doubt or not.
  public var aLower: Int
  /// Settings in which b has the lower mean.
  public var bLower: Int
  /// Wilson's 95 % interval of the share of ``aLower`` among the settings in which the means differ.
  public var aLowerShare: ConfidenceInterval?
  /// Mean of the settings' mean differences a − b, with its 95 % t interval over settings if they show their
  /// spread; nil without settings.
  public var difference: Estimate?
  /// The same estimate over the settings in which no run of either policy failed.
  public var differenceWithoutFailures: Estimate?
  /// Number of settings in which no run of either policy failed.
  public var settingsWithoutFailures: Int
  /// How the difference depends on each axis.
  public var trends: [SweepTrend]

  /// - Parameters:
  ///   - number: The index of the pair and metric in each setting's comparisons.
  ///   - settings: The settings.
  ///   - testCount: Settings times pairs, for which Holm's p is corrected.
  ///   - axes: The axes that vary.
  ///   - values: Per setting, one value for each axis.
  init(
    _ number: Int, in settings: [SweepResults.Setting], testCount: Int,
    axes: [SweepAxis], values: [[PlanValue]]
  ) {
    let comparisons = settings.map { $0.comparisons[number] }
    let usable = comparisons.indices.filter {
      let comparison = comparisons[$0]
      return comparison.wins + comparison.ties + comparison.losses > 0
    }
    func count(_ holds: (PairComparison) -> Bool) -> Int {
      usable.count { holds(comparisons[$0]) }
    }
    func estimate(_ indices: [Int]) -> Estimate? {
      indices.isEmpty ? nil : Estimate.ofFew(indices.map { comparisons[$0].meanDifference })
    }
    (a, b, metric) = (comparisons[0].a, comparisons[0].b, comparisons[0].metric)
    moment = settings[0].moment
    let allSteps = settings.compactMap(\.steps)
    if let least = allSteps.min(), let most = allSteps.max(), allSteps.count == settings.count {
      steps = least...most
    }
    isSequential = settings.contains { $0.judgement != .fixed }
    isUnknownWhetherFixed = settings.contains { $0.judgement.seedsAdded?.end == .unknown }
    let pair = [comparisons[0].a, comparisons[0].b]
    settingCount = usable.count
    aBetter = count { $0.verdict == .aBetter }
    bBetter = count { $0.verdict == .bBetter }
    identical = count { $0.verdict == .identical }
    noRelevantDifference = count { $0.verdict == .noRelevantDifference }
    let needed = Verdict.seedsNeeded(pairCount: testCount)
    seedsNeeded =
      settings.contains { $0.arms[0].seeds >= needed || $0.judgement != .fixed } ? nil : needed
    aLower = count { $0.meanDifference < 0 }
    bLower = count { $0.meanDifference > 0 }
    aLowerShare =
      aLower + bLower == 0
      ? nil : ShareInterval.wilson(successes: aLower, trials: aLower + bLower)
    difference = estimate(usable)
    let sound = usable.filter { index in
      settings[index].arms.allSatisfy { !pair.contains($0.arm) || $0.failedCount == 0 }
    }
    settingsWithoutFailures = sound.count
    differenceWithoutFailures = estimate(sound)
    trends = SweepTrend.all(
      axes, values: usable.map { values[$0] },
      differences: usable.map { comparisons[$0].meanDifference })
  }

  /// Settings in which the two could not be distinguished.
  public var cannotTell: Int {
    settingCount - aBetter - bBetter - identical - noRelevantDifference
  }
}
