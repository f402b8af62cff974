import DropoutTraining

/// Table 10: Bernoulli against Gaussian noise.
struct SrivastavaTable10: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-table10",
    title: "Bernoulli against Gaussian dropout (Srivastava et al. 2014, table 10)",
    question:
      "Does multiplying by normal factors of the same variance do as well as dropping units, "
      + "and how does DropConnect with one mask a batch do beside them?",
    source: Srivastava.source, basis: .statementOnly, needs: Srivastava.needs,
    duration: "15 minutes on two cores")

  static let steps = 10_000

  private static func row(_ name: String, _ policy: MaskPolicy, _ noise: DropoutNoise)
    -> TrainedRows.Row
  {
    TrainedRows.Row(
      labels: [name, policy.description], policy: policy, settings: ["dropout.noise=\(noise)"])
  }

  private let trained = TrainedRows(
    base: Srivastava.base(steps: Self.steps) + [
      Srivastava.network([1024, 1024]), Srivastava.keep(hidden: 2), "training.max-norm=2",
    ],
    rows: [
      Self.row("Bernoulli", .perExample, .bernoulli), Self.row("Gaussian", .perExample, .gaussian),
      Self.row("Bernoulli", .perBatch, .bernoulli), Self.row("Gaussian", .perBatch, .gaussian),
      Self.row("DropConnect", .perBatch, .dropconnect),
    ])

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seeds = context.seeds(5)
    let records = try await trained.train(context, seeds: seeds)
    let table = trained.table(
      title: "Test error in %, 784-1024-1024-10, keep 0.8/0.5/0.5",
      labelColumns: ["noise", "masks"], records: records)
    let names = trained.rows.map { $0.labels.joined(separator: " ") }
    let pairs = [(0, 1), (2, 3), (0, 2), (1, 3), (2, 4)].map { a, b in
      (subject: "\(names[a]) minus \(names[b]):", a: a, b: b)
    }
    return ReproductionResults(
      identity, findings: TrainedRows.findings(pairs, records: records),
      settings: Srivastava.settings(steps: Self.steps) + [
        "Gaussian factors 1 + σn with σ² = (1 − keep)/keep. DropConnect drops weights instead of units, "
          + "one mask for the batch, and is evaluated with the mean weights."
      ],
      tables: [table],
      figures: [.publishedBesideOurs(table, title: "MNIST test error by noise")],
      done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }
}
