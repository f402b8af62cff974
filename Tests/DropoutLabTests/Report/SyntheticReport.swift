@testable import DropoutStatistics
@testable import DropoutLab
import DropoutTraining

/// Made-up content for report tests, shaped like the course task: error near 7 %, some failures.
///
/// No network is trained; the numbers only have plausible sizes. Verdicts and p values follow a
/// crude rule that is good enough to draw.
struct SyntheticReport {
  var policies: [MaskPolicy] = [
    .none, .perExample, .perBatch, MaskPolicy(.perExample, .frozen), MaskPolicy(.perBatch, .frozen),
  ]
  var seedCount = 32
  var curvePointCount = 100
  var hasPictures = true
  var hasBoundaries = true
  var boundaryGrid = 80
  var dataDescription = "french-football: 211 training and 200 test points, 2 features, 2 classes"
  var planText = "seeds = 32\npolicies = [\"none\", \"per-example\"]\n"

  /// The content.
  var content: ReportContent {
    let summaries = policies.enumerated().map { summary($1, number: $0) }
    return ReportContent(
      results: ComparisonResults(
        arms: summaries,
        comparisons: [Metric.testError, .testLogLoss].flatMap { pairs(summaries, $0) },
        friedman: friedman(summaries), testExampleCount: 200, steps: 30_000),
      dataName: "french-football", dataDescription: dataDescription,
      curveDescription: "Curves are measured on all examples, as the tables are.",
      trainingDescription: "2-20-3-1, ReLU, keep .86, full batch, learning rate 0.3, 30,000 steps",
      planText: planText, command: "dropout compare plan.toml --report report.html",
      engineVersion: "3", maskPictures: hasPictures ? policies.map(picture) : [],
      boundaries: hasBoundaries ? policies.enumerated().map { boundary($1, number: $0) } : [])
  }

  private func summary(_ policy: MaskPolicy, number: Int) -> ArmSummary {
    let runs = (0..<seedCount).map { run(policy, number: number, seed: UInt64($0)) }
    return Self.summary(policy, runs: runs)
  }

  /// The summary of given runs.
  static func summary(_ policy: MaskPolicy, runs: [RunRecord]) -> ArmSummary {
    let errors = runs.map(\.testError)
    let (mean, sd) = moments(errors)
    let sorted = errors.sorted()
    let middle = sorted[(sorted.count / 4)..<(sorted.count - sorted.count / 4)]
    let half = sd.map { 2.04 * $0 / Double(runs.count).squareRoot() }
    return ArmSummary(
      arm: Arm(policy), runs: runs, mean: mean, sd: sd,
      iqm: middle.reduce(0, +) / Double(middle.count),
      interval: half.map { ConfidenceInterval(low: mean - $0, high: mean + $0) },
      failedCount: runs.count(where: \.failed))
  }

  static func moments(_ values: [Double]) -> (mean: Double, sd: Double?) {
    let mean = values.reduce(0, +) / Double(values.count)
    guard values.count > 1 else { return (mean, nil) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }

  private func run(_ policy: MaskPolicy, number: Int, seed: UInt64) -> RunRecord {
    var shared = RandomSequence(RandomKey(seed: seed).folding(RandomUse("synthetic")))
    var own = RandomSequence(RandomKey(seed: seed).folding(.masks, layer: number))
    let isFrozen = policy.renewal == .frozen
    let common = shared.normal()
    let base = [8.6, 7.2, 7.35, 7.9, 9.4][min(number, 4)]
    let failed =
      (isFrozen && policy.sharing == .perBatch && seed % 16 == 5)
      || (policy.sharing == nil && seed == 21)
    let raw = base + 0.75 * common + 0.6 * own.normal()
    let error = failed ? 0.435 : (max(4, raw) * 2).rounded() / 200
    let clean = failed ? 0.68 : 0.09 * PortableMath.exp(0.25 * own.normal())
    let ratio =
      policy.sharing == nil ? 1 : isFrozen ? (policy.sharing == .perBatch ? 0.55 : 0.09) : 1.5
    let masked = failed ? 0.67 : clean * ratio * PortableMath.exp(0.15 * own.normal())
    return RunRecord(
      policy: policy, seed: seed, testError: error, testLogLoss: 0.4 + 6 * error + own.uniform(),
      trainError: error * 0.7, maskedTrainLoss: masked, cleanTrainLoss: clean,
      failure: failed ? .noBetterThanGuessing : nil, wallSeconds: 0.1, weightsDigest: "",
      curve: curve(error, clean, masked, &own))
  }

  private func curve(
    _ error: Double, _ clean: Double, _ masked: Double, _ random: inout RandomSequence
  ) -> [RunRecord.CurvePoint] {
    (0..<curvePointCount).map { index in
      let rest = PortableMath.exp(-6 * Double(index) / Double(max(1, curvePointCount - 1)))
      let isLast = index == curvePointCount - 1
      let noise = isLast ? 0 : 0.006 * random.normal()
      let wobble = isLast ? 1 : PortableMath.exp(0.12 * random.normal())
      return RunRecord.CurvePoint(
        step: index * 300, maskedTrainLoss: (masked + rest * (0.69 - masked)) * wobble,
        cleanTrainLoss: clean + rest * (0.68 - clean), testLogLoss: 0.4 + rest,
        testError: max(0.02, error + rest * (0.5 - error) + noise))
    }
  }

  private func pairs(_ policies: [ArmSummary], _ metric: Metric) -> [PairComparison] {
    policies.indices.flatMap { first in
      policies.indices.dropFirst(first + 1).map { second in
        Self.pair(policies[first], policies[second], metric)
      }
    }
  }

  /// The comparison of two policies by a crude rule.
  static func pair(_ a: ArmSummary, _ b: ArmSummary, _ metric: Metric) -> PairComparison {
    let differences = zip(a.runs, b.runs).map { metric.value(of: $0) - metric.value(of: $1) }
    let (mean, sd) = moments(differences)
    let error = sd.map { $0 / Double(differences.count).squareRoot() }
    let ratio = error.map { $0 > 0 ? mean.magnitude / $0 : 0 } ?? 0
    let p = min(1, PortableMath.exp(-0.7 * ratio * ratio))
    let (wins, losses) = (differences.count { $0 < 0 }, differences.count { $0 > 0 })
    let isSame = wins + losses == 0
    let verdict: Verdict =
      isSame ? .identical : ratio < 2.2 ? .cannotTell : mean < 0 ? .aBetter : .bBetter
    return PairComparison(
      a: a.arm, b: b.arm, metric: metric, seeds: differences.count, meanDifference: mean,
      interval: error.map { ConfidenceInterval(low: mean - 2 * $0, high: mean + 2 * $0) },
      signFlipP: p, wilcoxonP: p * 0.9, pairedTP: sd.map { $0 > 0 ? p : 1 }, holmP: min(1, 4 * p),
      wins: wins, ties: differences.count - wins - losses, losses: losses,
      probabilityOfSuperiority: 0.5 + 0.5 * Double(wins - losses) / Double(differences.count),
      testExamples: metric == .testError ? mean * 200 : nil,
      minimumDetectableDifference: error.map { 2.9 * $0 }, verdict: verdict,
      sentence: sentence(a.arm, b.arm, verdict, seeds: differences.count))
  }

  private static func sentence(
    _ a: Arm, _ b: Arm, _ verdict: Verdict, seeds: Int
  ) -> String {
    let evidence = "(95 % interval made up, Holm p made up, \(seeds) seeds): some test examples"
    return switch verdict {
    case .aBetter: "\(a) is better than \(b) by some points of test error \(evidence)."
    case .bBetter: "\(b) is better than \(a) by some points of test error \(evidence)."
    case .cannotTell, .noRelevantDifference:
      "Cannot tell \(a) from \(b): test error differs by little \(evidence)."
    case .identical: "\(a) and \(b) have exactly the same test error with each of \(seeds) seeds."
    }
  }

  private func friedman(_ policies: [ArmSummary]) -> FriedmanSummary? {
    guard policies.count > 2, seedCount > 1 else { return nil }
    let middle = Double(policies.count + 1) / 2
    return FriedmanSummary(
      averageRanks: policies.map {
        min(Double(policies.count), max(1, middle + ($0.mean - 0.08) * 90))
      },
      chiSquare: 24.39, p: 0.000_067, nemenyiCriticalDifference: 1.08)
  }

  private func picture(_ policy: MaskPolicy) -> ReportContent.MaskPicture {
    let (units, examples, steps) = (20, 48, [0, 1, 2])
    let masks = steps.map { step -> [UInt8] in
      let rows = policy.rowsPerMask(batchSize: examples)
      return (0..<units).flatMap { unit in
        (0..<examples).map { example -> UInt8 in
          guard policy.sharing != nil else { return 1 }
          let draw = policy.draw(step: step, epoch: step)
          let key = RandomKey(seed: draw * 1_000_003 + UInt64(unit))
          var random = RandomSequence(key.folding(.masks, layer: example / rows))
          return random.uniform() < 0.6 ? 1 : 0
        }
      }
    }
    return .init(
      arm: Arm(policy), policy: policy, seed: 0, layer: 1, units: units, examples: examples,
      steps: steps,
      masks: masks)
  }

  private func boundary(_ policy: MaskPolicy, number: Int) -> ReportContent.DecisionBoundary {
    let grid = boundaryGrid
    let bend = 0.3 + 0.12 * Double(number)
    func height(_ x: Double, _ y: Double) -> Double {
      y - bend * PortableMath.sin(4 * x) + 0.25 * x + 0.1 * PortableMath.cos(9 * x * y)
    }
    var (classes, confidence): ([Int], [Double]) = ([], [])
    for row in 0..<grid {
      for column in 0..<grid {
        let (x, y) = (2 * Double(column) / Double(grid) - 1, 2 * Double(row) / Double(grid) - 1)
        let p = 1 / (1 + PortableMath.exp(-6 * height(x, y)))
        classes.append(p > 0.5 ? 1 : 0)
        confidence.append(max(p, 1 - p))
      }
    }
    var random = RandomSequence(RandomKey(seed: 5).folding(.data))
    let points = (0..<211).map { _ in
      let (x, y) = (random.uniform(in: -0.97...0.97), random.uniform(in: -0.97...0.97))
      let isAbove = y + 0.2 * random.normal() > 0.4 * PortableMath.sin(4 * x) - 0.25 * x
      return ReportContent.DecisionBoundary.Point(x: x, y: y, label: isAbove ? 1 : 0)
    }
    return .init(
      arm: Arm(policy), seed: 0, x: -1...1, y: -1...1, columns: grid, rows: grid, classes: classes,
      confidence: confidence, points: points)
  }
}
