import DropoutStatistics
import DropoutLab
import DropoutTraining

/// Networks trained over the same seeds, each of which is a row in a table of test errors.
struct TrainedRows: Sendable {
  /// Settings that all rows have in common, as `--set` takes them.
  var base: [String]
  /// The rows, the most important first: a budget trains one seed of every row, then the next seed.
  var rows: [Row]

  /// One network and how it is trained.
  struct Row: Sendable {
    /// The label of the row in the table.
    var labels: [String]
    /// The published test error in percent; nil if it may not be printed here.
    var published: String?
    /// The mask policy.
    var policy = MaskPolicy.perExample
    /// The settings of this row.
    var settings: [String]
    /// A remark on the row.
    var remark = ""
  }

  /// The records of each row, by ascending seed, as far as the budget was enough.
  ///
  /// - Throws: ``PlanError``, ``DatasetError``, ``StoreError``, ``ReproductionError``.
  func train(
    _ context: ReproductionContext, seeds: [UInt64]
  ) async throws -> [[RunRecord]] {
    let data = LoadedData(locator: context.locator)
    let cases = try rows.map { row in
      var settings = PlanSettings()
      for assignment in base + row.settings { try settings.merge(assignment: assignment) }
      let dataset = try data.dataset(RunData(DataSpecification(settings)))
      var plan = try Plan(settings, dataset: dataset)
      data.insert(dataset, as: plan.data)
      (plan.policies, plan.seeds) = ([row.policy], seeds)
      return SweepCase(plan, dataset: dataset)
    }
    func runs(_ seed: UInt64) -> [RunOrder] { cases.flatMap { $0.orders(seeds: [seed]) } }
    // With a budget every row should have the same number of seeds; without one all cores should stay busy.
    let rounds =
      context.budgetMinutes == nil ? [seeds.flatMap(runs)] : seeds.map(runs)
    var found = [[RunRecord]](repeating: [], count: rows.count)
    for round in rounds {
      let records = try await context.train(round, data: data)
      for (index, record) in records.enumerated() {
        if let record { found[index % rows.count].append(record) }
      }
    }
    return found
  }

  /// Published test errors beside ours, in percent.
  func table(
    title: String, labelColumns: [String], records: [[RunRecord]]
  ) -> ReproductionTable {
    ReproductionTable(
      name: "test-errors", title: title, labelColumns: labelColumns,
      rows: zip(rows, records).map { row, records in
        ReproductionTable.Row(
          labels: row.labels, published: row.published, over: records.map { 100 * $0.testError },
          remark: row.remark)
      })
  }

  /// The difference of two rows over the seeds that both have; nil if they share no seed.
  ///
  /// - Parameter comparisons: The number of differences that are judged together.
  static func difference(
    _ a: [RunRecord], _ b: [RunRecord], comparisons: Int
  ) -> PairedDifference? {
    let bySeed = Dictionary(uniqueKeysWithValues: b.map { ($0.seed, $0.testError) })
    let pairs = a.compactMap { run in bySeed[run.seed].map { (run.testError, $0) } }
    guard !pairs.isEmpty else { return nil }
    return PairedDifference(
      PairedDifferences(pairs.map(\.0), pairs.map(\.1)), comparisons: comparisons)
  }

  /// A sentence for each pair of rows that share a seed, and the rule by which all are judged.
  ///
  /// - Parameter pairs: What a sentence begins with, and the two rows whose difference it states.
  static func findings(
    _ pairs: [(subject: String, a: Int, b: Int)], records: [[RunRecord]]
  ) -> [String] {
    pairs.compactMap { subject, a, b in
      difference(records[a], records[b], comparisons: pairs.count).map {
        "\(subject) \($0.text): \($0.judgement)."
      }
    } + [PairedDifference.rule(comparisons: pairs.count)]
  }
}

/// A mean paired difference of test errors with its interval, one of several that are judged together.
struct PairedDifference: Sendable {
  let mean: Double
  let interval: ConfidenceInterval?
  let seeds: Int
  /// At level .05 divided by the number of comparisons (Bonferroni).
  private let judged: ConfidenceInterval?

  init(_ differences: PairedDifferences, comparisons: Int) {
    mean = differences.mean
    interval = MeanInterval(differences)?.interval
    judged =
      MeanInterval(differences, confidence: 1 - Verdict.level / Double(comparisons))?.interval
    seeds = differences.count
  }

  /// The sentence of a page on how differences are judged.
  static func rule(comparisons: Int) -> String {
    "\"Lower\" and \"higher\" are said where the interval at level 0.05/\(comparisons), corrected for "
      + "\(comparisons) comparisons, leaves out 0."
  }

  /// "−0.45 points (95 % interval −0.60 to −0.30, 5 seeds)".
  var text: String {
    let mean = "\(NumberText.points(mean)) points"
    guard let interval else { return "\(mean) (\(NumberText.seeds(seeds)): no interval)" }
    return "\(mean) (95 % interval \(NumberText.points(interval.low)) to "
      + "\(NumberText.points(interval.high)), \(seeds) seeds)"
  }

  /// Whether the corrected interval leaves out 0, and on which side: "lower", "higher", "cannot tell".
  var judgement: String {
    switch Verdict(corrected: judged) {
    case .aBetter: "lower"
    case .bBetter: "higher"
    default:
      "cannot tell"
        + (judged != nil || seeds > 2 ? "" : seeds == 1 ? " from one seed" : " from two seeds")
    }
  }
}
