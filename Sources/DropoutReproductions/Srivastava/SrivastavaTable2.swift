import DropoutStatistics
import DropoutLab
import DropoutTraining

/// Table 2: test errors of dense networks on MNIST, which do not know which pixels are neighbours.
struct SrivastavaTable2: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-table2", title: "Dropout on MNIST (Srivastava et al. 2014, table 2)",
    question: "How much does dropout lower the test error of dense networks on MNIST, and does one "
      + "mask for the whole batch do as well?",
    source: Srivastava.source, basis: .secondHand, needs: Srivastava.needs,
    duration: "half an hour on two cores")

  static let steps = 90_000

  private static let wide = [Srivastava.network([1024, 1024, 1024]), Srivastava.keep(hidden: 3)]

  private let trained = TrainedRows(
    base: Srivastava.base(steps: Self.steps),
    rows: [
      TrainedRows.Row(
        labels: ["ReLU 3×1024, max-norm", "per-example"], published: "1.06",
        settings: Self.wide + ["training.max-norm=2"]),
      TrainedRows.Row(
        labels: ["ReLU 3×1024, max-norm", "per-batch"], policy: .perBatch,
        settings: Self.wide + ["training.max-norm=2"]),
      TrainedRows.Row(
        labels: ["ReLU 3×1024", "per-example"], published: "1.25",
        settings: Self.wide),
      TrainedRows.Row(
        labels: ["ReLU 2×800", "none"], published: "1.60", policy: .none,
        settings: [Srivastava.network([800, 800])],
        remark: "the paper's standard net; ours has ReLU units"),
      TrainedRows.Row(
        labels: ["logistic 3×1024", "per-example"], published: "1.35",
        settings: Self.wide + ["network.activation=logistic", "network.initialisation=xavier"],
        remark: "Xavier initialisation; learning rate as for ReLU, not tuned"),
    ])

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seeds = context.seeds(3)
    let records = try await trained.train(context, seeds: seeds)
    let table = trained.table(
      title: "Test error in %", labelColumns: ["network", "masks"], records: records)
    return ReproductionResults(
      identity, findings: findings(records), settings: Srivastava.settings(steps: Self.steps),
      tables: [table],
      figures: [
        .publishedBesideOurs(table, title: "MNIST test error, published and ours")
      ], done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }

  private func findings(_ records: [[RunRecord]]) -> [String] {
    var findings: [String] = []
    let errors = records[0].map(\.testError)
    if let best = errors.min() {
      findings.append(
        "ReLU 3×1024 with max-norm and dropout has \(NumberText.percent(Descriptive.mean(errors))) % "
          + "test error (best of \(NumberText.seeds(errors.count)): \(NumberText.percent(best)) %); "
          + "published 1.06 %.")
    }
    return findings
      + TrainedRows.findings(
        [
          ("Dropout with max-norm minus the net without dropout:", 0, 3),
          ("A mask for every example minus one for the batch, same net:", 0, 1),
          ("With max-norm minus without:", 0, 2),
        ], records: records)
  }
}
