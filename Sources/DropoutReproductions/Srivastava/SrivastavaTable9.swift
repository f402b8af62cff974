import DropoutTraining

/// Table 9: dropout beside other regularisers.
struct SrivastavaTable9: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-table9",
    title: "Dropout beside other regularisers (Srivastava et al. 2014, table 9)",
    question: "Is dropout better than L2 and max-norm alone, and which of them goes with it?",
    source: Srivastava.source, basis: .secondHand, needs: Srivastava.needs,
    duration: "15 minutes on two cores")

  static let steps = 20_000

  private let trained = TrainedRows(
    base: Srivastava.base(steps: Self.steps) + [Srivastava.network([1024, 1024, 2048])],
    rows: [
      TrainedRows.Row(
        labels: ["L2"], published: "1.62", policy: .none, settings: ["training.l2=0.0001"],
        remark: "λ 0.0001, not tuned"),
      TrainedRows.Row(
        labels: ["max-norm"], published: "1.35", policy: .none,
        settings: ["training.max-norm=2"]),
      TrainedRows.Row(
        labels: ["dropout + L2"], published: "1.25",
        settings: [Srivastava.keep(hidden: 3), "training.l2=0.00001"],
        remark: "λ 0.00001, not tuned"),
      TrainedRows.Row(
        labels: ["dropout + max-norm"], published: "1.05",
        settings: [Srivastava.keep(hidden: 3), "training.max-norm=2"]),
    ])

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seeds = context.seeds(3)
    let records = try await trained.train(context, seeds: seeds)
    let table = trained.table(
      title: "Test error in %, 784-1024-1024-2048-10",
      labelColumns: ["regulariser"], records: records)
    let pairs = [(3, 1), (2, 0), (3, 2)].map { a, b in
      (subject: "\(trained.rows[a].labels[0]) minus \(trained.rows[b].labels[0]):", a: a, b: b)
    }
    return ReproductionResults(
      identity,
      findings: TrainedRows.findings(pairs, records: records) + [
        "The paper's rows with L1 and KL sparsity are left out: the engine supports neither penalty."
      ], settings: Srivastava.settings(steps: Self.steps), tables: [table],
      figures: [.publishedBesideOurs(table, title: "MNIST test error by regulariser")],
      done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }
}
