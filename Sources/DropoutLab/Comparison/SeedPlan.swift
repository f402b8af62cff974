public import DropoutStatistics

/// How many paired seeds would show a difference in test error between two arms, estimated from the
/// spread of a few seeds, the pilot.
public struct SeedPlan: Codable, Hashable, Sendable {
  /// The first arm.
  public var a: Arm
  /// The second arm.
  public var b: Arm
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
  /// Seconds of training per seed for both arms together, on one thread.
  public var secondsPerSeed: Double

  /// Computes the plan from a pilot.
  ///
  /// - Parameters:
  ///   - a: Runs of one arm by ascending seed, at least two.
  ///   - b: Runs of another with the same seeds.
  ///   - metric: The metric whose difference is to be detected.
  ///   - difference: The difference to detect, positive.
  ///   - level: Two-sided level of the test.
  init(_ a: ArmRuns, _ b: ArmRuns, metric: Metric, difference: Double, level: Double) {
    let pilot = (a.runs, b.runs)
    precondition(
      pilot.0.count == pilot.1.count && pilot.0.count >= 2,
      "\(pilot.0.count) and \(pilot.1.count) runs")
    precondition(difference > 0, "a difference of \(difference)")
    (self.a, self.b) = (a.arm, b.arm)
    self.difference = difference
    pilotSeeds = pilot.0.count
    let differences = PairedDifferences(
      pilot.0.map(metric.value(of:)), pilot.1.map(metric.value(of:)))
    standardDeviation = differences.standardDeviation ?? 0
    standardDeviationInterval = differences.standardDeviationInterval
    secondsPerSeed = (pilot.0 + pilot.1).reduce(0) { $0 + $1.wallSeconds } / Double(pilotSeeds)
    func seeds(_ sd: Double) -> Int? {
      sd > 0 ? PairedPower(level: level).seedsNeeded(difference: difference, sd: sd) : nil
    }
    self.seeds = seeds(standardDeviation)
    fewestSeeds = standardDeviationInterval.flatMap { seeds($0.low) }
    mostSeeds = standardDeviationInterval.flatMap { seeds($0.high) }
  }

  /// A plan for each pair of arms, or for each against a baseline, at level .05 divided by the number of pairs.
  ///
  /// - Throws: ``ComparisonError`` if the runs are not paired.
  public static func plans(
    _ arms: [ArmRuns], baseline: Arm? = nil, metric: Metric = .testError, difference: Double
  ) throws(ComparisonError) -> [SeedPlan] {
    let pairs = try PairedRuns(arms, baseline: baseline).pairs
    let level = Verdict.level / Double(max(pairs.count, 1))
    return pairs.map { SeedPlan($0.a, $0.b, metric: metric, difference: difference, level: level) }
  }
}
