import DropoutStatistics
import DropoutTraining

/// How two stored comparisons differ: settings, scores, and whether their runs are paired.
package struct ComparisonDifference: Encodable, Sendable {
  /// The settings whose values differ.
  package let settings: [Setting]
  /// Every arm of the two.
  package let arms: [ArmScores]
  /// The seeds that arms of the same name have in both, of the first such arm; empty if there are none.
  package let commonSeeds: [UInt64]
  /// Why runs of one seed are not paired, each in a sentence; empty if they are.
  package let unpaired: [String]

  /// A setting that differs.
  package struct Setting: Encodable, Sendable {
    /// Its name in plan files.
    package let name: String
    /// The first comparison's value; nil if it has none.
    @NullWhereNil package var a: PlanValue?
    /// The second comparison's value.
    @NullWhereNil package var b: PlanValue?
  }

  /// An arm in both.
  package struct ArmScores: Encodable, Sendable {
    /// The arm's name.
    package let arm: String
    /// Its scores in the first comparison; nil if it is not there.
    @NullWhereNil package var a: Scores?
    /// Its scores in the second comparison.
    @NullWhereNil package var b: Scores?
  }

  /// What an arm's runs have scored, as means over seeds.
  package struct Scores: Encodable, Sendable {
    package let seeds: Int
    package let failed: Int
    /// What ``mean`` is of: the test error, or the distance from numbers to predict.
    package let metric: Metric
    package let mean: Double
    @NullWhereNil package var sd: Double?
    package let testLogLoss: Double
    /// At the best moment; nil if no examples were held out.
    @NullWhereNil package var bestMean: Double?
  }

  /// Two comparisons of the store at `path`.
  package init(
    _ a: ComparisonEntry, _ b: ComparisonEntry, storePath path: String
  ) throws(StoreError) {
    let (own, other) = (a.comparedSettings, b.comparedSettings)
    let order = PlanSetting.all.map(\.name)
    let others = Set(own.keys).union(other.keys).subtracting(order).sorted()
    settings = (order + others).compactMap { name in
      own[name] == other[name] ? nil : Setting(name: name, a: own[name], b: other[name])
    }
    let names = a.arms.map(\.arm.name)
    let all = names + b.arms.map(\.arm.name).filter { !names.contains($0) }
    arms = try all.map { name throws(StoreError) in
      ArmScores(
        arm: name, a: try a.scores(of: name, storePath: path),
        b: try b.scores(of: name, storePath: path))
    }
    let shared = a.arms.compactMap { arm in
      b.arms.first { $0.arm.name == arm.arm.name }.map { (arm, $0) }
    }
    let pair = shared.first ?? (a.arms[0], b.arms[0])
    commonSeeds = Set(pair.0.seeds).intersection(pair.1.seeds).sorted()
    unpaired = Self.reasons(a, b, commonSeeds: commonSeeds)
  }

  private static func reasons(
    _ a: ComparisonEntry, _ b: ComparisonEntry, commonSeeds: [UInt64]
  ) -> [String] {
    var reasons: [String] = []
    if a.dataChecksum != b.dataChecksum {
      reasons.append(
        "their data differ (SHA-256 \(a.dataChecksum.prefix(12)) and \(b.dataChecksum.prefix(12)))")
    }
    if a.engineVersion != b.engineVersion {
      reasons.append("their engines differ (\(a.engineVersion) and \(b.engineVersion))")
    }
    let (own, other) = (a.training, b.training)
    if own.network.layers != other.network.layers
      || own.network.initialisation != other.network.initialisation
    {
      reasons.append("their networks start from different weights")
    }
    if own.batchSize != other.batchSize { reasons.append("they see different batches") }
    if commonSeeds.isEmpty {
      reasons.append(
        "they have no seed in common (\(ComparisonEntry.text(seeds: a.arms[0].seeds)) and "
          + "\(ComparisonEntry.text(seeds: b.arms[0].seeds)))")
    }
    return reasons
  }
}

extension ComparisonEntry {
  /// Everything by which comparisons can differ: settings, data, engine, and what named arms change.
  fileprivate var comparedSettings: [String: PlanValue] {
    var values = settings
    values["data.checksum"] = .text(String(dataChecksum.prefix(12)))
    values["engine.version"] = .text(engineVersion)
    for arm in plan?.arms ?? [] { values["arm \(arm.name)"] = .text(arm.words) }
    return values
  }

  fileprivate func scores(
    of name: String, storePath path: String
  ) throws(StoreError) -> ComparisonDifference.Scores? {
    guard let arm = arms.first(where: { $0.arm.name == name }) else { return nil }
    let records = try arm.runs.map { run throws(StoreError) in try run.record(storePath: path) }
    let metric = records.first?.mainMetric ?? .testError
    let values = records.map(metric.value(of:))
    let best = records.filter { $0.best != nil }.map { metric.value(of: $0.at(.best)) }
    return ComparisonDifference.Scores(
      seeds: records.count, failed: records.count(where: \.failed),
      metric: metric, mean: Descriptive.mean(values),
      sd: values.count > 1 ? Descriptive.standardDeviation(values) : nil,
      testLogLoss: Descriptive.mean(records.map(\.testLogLoss)),
      bestMean: best.count == records.count ? Descriptive.mean(best) : nil)
  }
}

/// The difference as tables and sentences.
extension ComparisonDifference {
  /// What the command prints.
  package var parts: [Study.Part] {
    [
      settings.isEmpty ? .paragraph("No setting differs.") : .table(settingTable),
      .paragraph("\(metric.title.capitalisedFirst), mean ± sd over seeds, after the last step:"),
      .table(scoreTable),
      .paragraph(pairing),
    ]
  }

  private var metric: Metric { arms.lazy.compactMap { ($0.a ?? $0.b)?.metric }.first ?? .testError }

  private var settingTable: TextTable {
    var table = TextTable(["setting", "A", "B"], leftColumns: [0, 1, 2])
    for setting in settings {
      table.add([setting.name] + [setting.a, setting.b].map { $0?.shown ?? "–" })
    }
    return table
  }

  private var scoreTable: TextTable {
    let haveBest = arms.contains { ($0.a?.bestMean ?? $0.b?.bestMean) != nil }
    let columns =
      ["A seeds", "A \(metric == .testError ? "error" : metric.name)"]
      + (haveBest ? ["A best"] : []) + ["A log-loss"]
    var table = TextTable(["arm"] + columns + columns.map { $0.replacing("A ", with: "B ") })
    for row in arms {
      table.add(
        [row.arm]
          + [row.a, row.b].flatMap { scores -> [String] in
            guard let scores else { return columns.map { _ in "–" } }
            let sd = scores.sd.map { " ± \(scores.metric.fixed($0))" } ?? ""
            return ["\(scores.seeds)" + (scores.failed > 0 ? " (\(scores.failed) failed)" : "")]
              + [scores.metric.fixed(scores.mean) + sd]
              + (haveBest ? [scores.bestMean.map { scores.metric.fixed($0) } ?? "–"] : [])
              + [NumberText.loss(scores.testLogLoss)]
          })
    }
    return table
  }

  private var pairing: String {
    guard unpaired.isEmpty else {
      return "Their runs cannot be paired seed by seed: \(unpaired.joined(separator: "; "))."
    }
    return
      "Their runs are paired over \(ComparisonEntry.text(seeds: commonSeeds)): each starts from the same "
      + "weights and sees the same data in the same order. dropout compare --arm gives a verdict."
  }
}

extension PlanValue {
  /// The value in a table.
  fileprivate var shown: String { asText ?? toml }
}
