import DropoutStatistics
package import DropoutTraining

/// A number by which runs are judged on the test examples; lower is better.
///
/// To add a metric, add a case, its line in `traits`, and how an evaluation has it in ``TestDetails``. Pairs are
/// then judged in it, and it appears in files, tables and sentences beside the metric that decides.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
  /// Share of test examples classified wrongly.
  case testError
  /// Mean negative log-likelihood of the test labels.
  case testLogLoss
  /// Mean of half the squared distance between outputs and labels, the loss of a network that minimises it.
  case squaredLoss
  /// Mean squared distance of the class probabilities from the truth: `ClassScores.brierScore`.
  case brierScore
  /// Expected calibration error: `ClassScores.calibrationError`.
  case calibrationError
  /// Mean over the classes of the share classified wrongly: `ClassScores.balancedError`.
  case balancedError
  /// Root of the mean squared distance between outputs and real targets, in the unit of the targets.
  case rootMeanSquaredError
  /// Mean distance between outputs and real targets, in the unit of the targets.
  case meanAbsoluteError

  private var traits: Traits {
    switch self {
    case .testError: Traits("test error", short: "test error", .share)
    case .testLogLoss: Traits("test log-loss", short: "log-loss", .nats)
    case .squaredLoss: Traits("test squared loss", short: "squared loss", .plain)
    case .brierScore: Traits("Brier score", .plain)
    case .calibrationError: Traits("calibration error", .share)
    case .balancedError: Traits("balanced error", .share)
    case .rootMeanSquaredError: Traits("RMSE", .target)
    case .meanAbsoluteError: Traits("mean absolute error", .target)
    }
  }

  /// How a metric is called and shown.
  private struct Traits {
    let name: String
    let shortName: String
    let kind: Kind

    enum Kind {
      /// 0…1, shown in percent; differences are in points.
      case share
      case nats
      /// Without a unit.
      case plain
      /// Of any size, in the unit of the data's targets.
      case target
    }

    init(_ name: String, short: String? = nil, _ kind: Kind) {
      (self.name, shortName, self.kind) = (name, short ?? name, kind)
    }
  }

  /// Between what two runs can differ.
  package var differenceLimits: ClosedRange<Double> {
    isShare ? -1...1 : self == .brierScore ? -2...2 : -.infinity ... .infinity
  }

  /// A difference as a number of test examples; nil for a metric that does not count them.
  package func examples(of difference: Double, testExampleCount: Int) -> Double? {
    self == .testError ? difference * Double(testExampleCount) : nil
  }

  /// Whether its values are shares, 0…1.
  package var isShare: Bool { traits.kind == .share }

  /// Whether it is a distance from real targets.
  package var isOfTargets: Bool { self == .rootMeanSquaredError || self == .meanAbsoluteError }

  /// Whether it is kept in ``TestDetails``, and is none of the losses that runs have anyway.
  package var isFurther: Bool { ![.testError, .testLogLoss, .squaredLoss].contains(self) }

  /// Whether every run has a finite value, one whose weights overflowed, too.
  package var isAlwaysFinite: Bool { self == .testError || self == .balancedError }
}

/// A metric in sentences and tables.
extension Metric {
  /// The metric in words.
  package var name: String { traits.name }
  /// The metric in few words, beside another.
  package var shortName: String { traits.shortName }
  /// The metric and the unit of its values, as the title of an axis: "test error in %".
  package var title: String {
    switch traits.kind {
    case .share: "\(name) in %"
    case .nats: "\(name) in nats"
    case .plain, .target: name
    }
  }
  /// The unit of differences, points being hundredths of a share; empty for a metric without unit.
  package var unit: String {
    switch traits.kind {
    case .share: "points"
    case .nats: "nats"
    case .plain, .target: ""
    }
  }
  /// What a value is multiplied by to be in ``unit``.
  package var scale: Double { isShare ? 100 : 1 }
  /// The fewest decimals of a value in ``unit``.
  package var decimals: Int {
    switch traits.kind {
    case .share: 2
    case .nats: 3
    case .plain: 4
    case .target: 0
    }
  }

  /// A value in ``unit``: 0.0725 is "7.25" in points. Without `decimals`, one in the unit of targets has four
  /// digits.
  package func fixed(_ value: Double, decimals: Int? = nil) -> String {
    let usual = traits.kind == .target ? Self.decimals(forFourDigitsOf: value) : self.decimals
    return NumberText.fixed(scale * value, decimals: decimals ?? usual)
  }

  private static func decimals(forFourDigitsOf value: Double) -> Int {
    NumberText.decimals(forTwoDigitsOf: abs(value) / 100, atLeast: 0)
  }

  /// A value with its unit: "7.25 %", "0.213 nats".
  package func shown(_ value: Double) -> String {
    Self.joined(fixed(value), isShare ? "%" : unit)
  }

  /// A difference in ``unit`` with its sign, for tables.
  package func signed(_ difference: Double) -> String {
    isShare
      ? NumberText.points(difference)
      : NumberText.signed(
        difference,
        decimals: traits.kind == .target ? Self.decimals(forFourDigitsOf: difference) : decimals)
  }

  /// A number in ``unit`` with it.
  package func withUnit(_ number: String) -> String { Self.joined(number, unit) }

  private static func joined(_ number: String, _ unit: String) -> String {
    unit.isEmpty ? number : "\(number) \(unit)"
  }
}

/// A metric explained.
extension Metric {
  /// What it is, in a sentence or two.
  package var definition: String {
    switch self {
    case .testError:
      "The test error is the share of test examples classified wrongly, in percent; a difference is in points."
    case .testLogLoss: "The log-loss is the mean of −log p of the right class."
    case .squaredLoss:
      "The squared loss is the mean of half the squared distance of the outputs from the labels."
    case .brierScore:
      "The Brier score is the mean squared distance of the class probabilities from the truth (Brier 1950)."
    case .calibrationError:
      "The expected calibration error (Guo et al. 2017) is the mean over \(ClassScores.binCount) bins of answers of the "
        + "gap between their probability and the share of them that is right; chance alone makes it larger than 0."
    case .balancedError:
      "The balanced error is the mean over the classes of the share of their examples classified wrongly."
    case .rootMeanSquaredError:
      "RMSE is the root of the mean squared distance of the outputs from the targets, in their unit."
    case .meanAbsoluteError:
      "The mean absolute error is the mean distance of the outputs from the targets."
    }
  }
}

/// A metric as a word of a plan.
extension Metric {
  /// The metric's word: "test-error".
  package var word: String {
    switch self {
    case .testError: "test-error"
    case .testLogLoss: "log-loss"
    case .squaredLoss: "squared-loss"
    case .brierScore: "brier-score"
    case .calibrationError: "calibration-error"
    case .balancedError: "balanced-error"
    case .rootMeanSquaredError: "rmse"
    case .meanAbsoluteError: "mae"
    }
  }

  /// The metric with a word.
  package init?(word: String) {
    guard let metric = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = metric
  }
}

/// Values of runs.
extension Metric {
  /// The metric's value for a run; NaN if it was not measured.
  public func value(of run: RunRecord) -> Double {
    switch self {
    case .testError: run.testError
    case .testLogLoss: run.testLogLoss
    default: run.details?.scores[self] ?? .nan
    }
  }

  /// The metric's value at a point of a curve; NaN if it was not measured.
  package func value(of point: RunRecord.CurvePoint) -> Double {
    switch self {
    case .testError: point.testError
    case .testLogLoss: point.testLogLoss
    default: point.scores?[self] ?? .nan
    }
  }

  /// The metrics in which runs can be judged: those that every run has, `first` before the others.
  package static func measured(in runs: some Sequence<RunRecord>, first: Metric) -> [Metric] {
    let kinds = Set(runs.map { Set(($0.details?.scores ?? [:]).keys) })
    var all = kinds.dropFirst().reduce(kinds.first ?? []) { $0.intersection($1) }
    if all.contains(.rootMeanSquaredError) {
      return [first] + allCases.filter { $0 != first && $0.isOfTargets && all.contains($0) }
    }
    all.insert(.testError)
    // The loss of a network with a squared loss is no likelihood.
    if !kinds.contains(where: { $0.contains(.squaredLoss) }) { all.insert(.testLogLoss) }
    return [first] + allCases.filter { $0 != first && all.contains($0) }
  }
}

extension Metric {
  /// The metric that tables show beside another: the loss beside the test error, and the test error beside others.
  package static func counterpart(
    of metric: Metric, in runs: some Sequence<RunRecord>
  ) -> Metric {
    let measured = measured(in: runs, first: metric).dropFirst()
    return measured.first {
      [.testError, .testLogLoss, .squaredLoss].contains($0) || $0.isOfTargets
    }
      ?? .testError
  }
}

/// What else was measured on the test examples: further scores, and which classes were confused.
public struct TestDetails: Codable, Hashable, Sendable {
  /// The value of each metric but test error and log-loss.
  public var scores: [Metric: Double]
  /// `[class][answer]`: how many test examples of each class got each answer; nil with more than
  /// `ClassScores.classLimit` classes.
  public var confusion: [[Int]]?
}

extension TestDetails {
  /// What a detailed evaluation of a network found.
  ///
  /// - Parameter target: The unit of the targets; nil for classes.
  package init(_ evaluation: Evaluation, loss: Loss, target: Dataset.TargetScale?) {
    let classes = evaluation.classes
    if let target {
      scores = [
        .rootMeanSquaredError: target.deviation * (2 * evaluation.loss).squareRoot(),
        .meanAbsoluteError: target.deviation * (evaluation.meanAbsoluteError ?? .nan),
      ]
      return
    }
    scores = [Metric: Double](
      [
        (.squaredLoss, loss == .squared ? evaluation.loss : nil),
        (.brierScore, classes?.brierScore),
        (.calibrationError, classes?.calibrationError), (.balancedError, classes?.balancedError),
      ].compactMap { metric, value in value.map { (metric, $0) } }
    ) { $1 }
    confusion = classes?.confusion
  }
}

extension RunRecord {
  /// The metric that says at a glance how good a run is: its test error, or the distance from its targets.
  package var mainMetric: Metric {
    details?.scores[.rootMeanSquaredError] == nil ? .testError : .rootMeanSquaredError
  }
}
