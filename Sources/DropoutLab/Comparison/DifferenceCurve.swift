public import DropoutStatistics
import DropoutTraining

/// The mean paired difference of two arms along training, with a band that holds it at all points at once.
///
/// The band is one of 95 % for one pair and metric: `SimultaneousBand` of DropoutStatistics. It exists for numbers of seeds fixed
/// beforehand only.
public struct DifferenceCurve: Codable, Hashable, Sendable {
  /// The first arm.
  public let a: Arm
  /// The second arm.
  public let b: Arm
  /// What is compared; lower is better.
  public let metric: Metric
  /// The number of paired seeds.
  public let seeds: Int
  /// The points, in order of steps; those that every run of both arms has and at which all values are finite.
  public let points: [Point]
  /// Where the band leaves out 0, in order of steps.
  public let stretches: [Stretch]

  /// The difference after some steps.
  public struct Point: Codable, Hashable, Sendable {
    /// Steps done.
    public let step: Int
    /// Mean of a − b over the seeds.
    public let mean: Double
    /// The band; nil if all seeds have the same difference.
    public let band: ConfidenceInterval?
  }

  /// Successive points at which the band leaves out 0 on the same side.
  public struct Stretch: Codable, Hashable, Sendable {
    /// The first and the last step.
    public let steps: ClosedRange<Int>
    /// The arm that is better there.
    public let better: Arm
  }

  /// The largest number of points; more are thinned out evenly.
  static let mostPoints = 50

  /// The curve of two arms; nil with too few seeds for a band, or if no two points are common to all runs.
  init?(_ a: ArmRuns, _ b: ArmRuns, metric: Metric) {
    let runs = a.runs + b.runs
    guard a.runs.count >= SimultaneousBand.leastCount, let first = runs.first else { return nil }
    // Steps that all runs have, with the place of each in each run's curve.
    let places = runs.map { run in
      Dictionary(run.curve.enumerated().map { ($1.step, $0) }) { $1 }
    }
    func value(_ run: Int, _ step: Int) -> Double? {
      places[run][step].map { metric.value(of: runs[run].curve[$0]) }
    }
    let common = first.curve.map(\.step).filter { step in
      step > 0 && runs.indices.allSatisfy { value($0, step)?.isFinite == true }
    }
    let count = min(common.count, Self.mostPoints)
    let steps = (0..<count).map { common[count < 2 ? 0 : $0 * (common.count - 1) / (count - 1)] }
    guard steps.count > 1 else { return nil }
    let differences = a.runs.indices.map { seed in
      steps.map { (value(seed, $0) ?? .nan) - (value(a.runs.count + seed, $0) ?? .nan) }
    }
    let band = SimultaneousBand(
      differences, key: PairAnalysis.key(a.arm, b.arm, metric).folding(.band))
    guard let band else { return nil }
    (self.a, self.b, self.metric, seeds) = (a.arm, b.arm, metric, a.runs.count)
    points = steps.indices.map {
      Point(step: steps[$0], mean: band.means[$0], band: band.intervals[$0])
    }
    var found: [Stretch] = []
    var open: (from: Int, to: Int, better: Arm)?
    for point in points {
      let better = point.band.flatMap { $0.high < 0 ? a.arm : $0.low > 0 ? b.arm : nil }
      if let stretch = open, stretch.better != better {
        found.append(Stretch(steps: stretch.from...stretch.to, better: stretch.better))
        open = nil
      }
      if let better { open = (open?.from ?? point.step, point.step, better) }
    }
    if let open { found.append(Stretch(steps: open.from...open.to, better: open.better)) }
    stretches = found
  }
}

extension DifferenceCurve {
  /// Where in training one arm is better than the other: "per-example is better than none from step 900 on";
  /// nil if the band includes 0 everywhere.
  private var words: String? {
    let last = points[points.count - 1].step
    func when(_ steps: ClosedRange<Int>) -> String {
      let (from, to) = (NumberText.count(steps.lowerBound), NumberText.count(steps.upperBound))
      if steps.lowerBound == steps.upperBound { return "at step \(from)" }
      return steps.upperBound == last ? "from step \(from) on" : "from step \(from) to \(to)"
    }
    let parts = [a, b].compactMap { better -> String? in
      let own = stretches.filter { $0.better == better }.map { when($0.steps) }
      guard let final = own.last else { return nil }
      let places = own.count == 1 ? final : own.dropLast().joined(separator: ", ") + " and " + final
      return "\(better) is better than \(better == a ? b : a) "
        + (own.count > Self.mostToldStretches ? scattered(better) : places)
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", but ")
  }

  /// More stretches than that are told by the number of their points.
  private static var mostToldStretches: Int { 3 }

  /// "at 18 of 50 points from step 70 to 2,188".
  private func scattered(_ better: Arm) -> String {
    let own = stretches.filter { $0.better == better }
    let steps = points.filter { point in own.contains { $0.steps.contains(point.step) } }.map(
      \.step)
    return "at \(steps.count) of \(points.count) points from step "
      + "\(NumberText.count(steps.first ?? 0)) to \(NumberText.count(steps.last ?? 0))"
  }

  /// The sentence about the curve.
  public var sentence: String { Self.sentence([self]) ?? "" }

  /// One sentence about curves in one metric: where each band leaves out 0; nil without curves.
  package static func sentence(_ curves: [DifferenceCurve]) -> String? {
    guard let first = curves.first else { return nil }
    let told = curves.compactMap(\.words)
    let open = curves.filter { $0.words == nil }.map { "\($0.a) from \($0.b)" }
    let nowhere = open.isEmpty ? [] : ["no stretch tells \(open.joined(last: " or "))"]
    let last = first.points[first.points.count - 1].step
    return "Along training, in \(first.metric.name): \((told + nowhere).joined(separator: "; ")) "
      + "(simultaneous 95 % \(curves.count == 1 ? "band" : "bands") of \(first.points.count) points up to "
      + "step \(NumberText.count(last)), \(NumberText.seeds(first.seeds)))."
  }
}
