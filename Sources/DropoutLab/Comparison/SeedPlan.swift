public import DropoutStatistics
public import DropoutTraining

/// How many paired seeds would show a difference in test error between two policies, estimated from the
/// spread of a few seeds, the pilot.
public struct SeedPlan: Codable, Hashable, Sendable {
  /// The first policy.
  public var a: MaskPolicy
  /// The second policy.
  public var b: MaskPolicy
  /// Number of paired seeds of the pilot.
  public var pilotSeeds: Int
  /// Standard deviation of the paired differences of test error, a share.
  public var standardDeviation: Double
  /// Its 95 % interval if the differences are normal; far too narrow if they are skewed or runs fail
  /// (`Documentation/Intervals.md`). Nil if the pilot's differences are all equal.
  public var standardDeviationInterval: ConfidenceInterval?
  /// The difference to detect, a share.
  public var difference: Double
  /// Number of seeds that show it with 80 % power; nil if the pilot's differences are all equal.
  public var seeds: Int?
  /// Seeds needed if the standard deviation is the lower end of its interval.
  public var fewestSeeds: Int?
  /// Seeds needed if the standard deviation is the upper end of its interval.
  public var mostSeeds: Int?
  /// Seconds of training per seed for both policies together, on one thread.
  public var secondsPerSeed: Double

  /// Computes the plan from a pilot.
  ///
  /// - Parameters:
  ///   - a: Runs of one policy by ascending seed, at least two.
  ///   - b: Runs of another with the same seeds.
  ///   - difference: The difference to detect, positive.
  ///   - level: Two-sided level of the test.
  init(_ a: [RunRecord], _ b: [RunRecord], difference: Double, level: Double) {
    precondition(a.count == b.count && a.count >= 2, "\(a.count) and \(b.count) runs")
    precondition(difference > 0, "a difference of \(difference)")
    self.a = a[0].policy
    self.b = b[0].policy
    self.difference = difference
    pilotSeeds = a.count
    let differences = PairedDifferences(a.map(\.testError), b.map(\.testError))
    standardDeviation = differences.standardDeviation ?? 0
    standardDeviationInterval = differences.standardDeviationInterval
    secondsPerSeed = (a + b).reduce(0) { $0 + $1.wallSeconds } / Double(a.count)
    func seeds(_ sd: Double) -> Int? {
      sd > 0 ? PairedPower(level: level).seedsNeeded(difference: difference, sd: sd) : nil
    }
    self.seeds = seeds(standardDeviation)
    fewestSeeds = standardDeviationInterval.flatMap { seeds($0.low) }
    mostSeeds = standardDeviationInterval.flatMap { seeds($0.high) }
  }

  /// A plan for each pair of policies, at level .05 divided by the number of pairs.
  ///
  /// - Throws: ``ComparisonError`` if the runs are not paired.
  public static func plans(
    runs: [RunRecord], policies: [MaskPolicy], difference: Double
  ) throws(ComparisonError) -> [SeedPlan] {
    let pairs = try PairedRuns(runs, policies: policies).pairs
    let level = Verdict.level / Double(max(pairs.count, 1))
    return pairs.map { SeedPlan($0.a, $0.b, difference: difference, level: level) }
  }
}
