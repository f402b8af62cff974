import DropoutLab
import DropoutStatistics
import DropoutTraining

/// Graham, Reizenstein and Robinson's artificial data: one mask for a batch against one for each example.
struct GrahamRandomWalks: Reproduction {
  let identity = ReproductionIdentity(
    name: "graham-random-walks",
    title: "Batchwise dropout on random walks (Graham et al. 2015)",
    question: "On noisy points of 100 random walks in {0,1}¹⁰⁰⁰, does one mask a batch reach the "
      + "accuracy of one mask an example, and in how much less time?",
    source: "Graham, Reizenstein and Robinson 2015, arXiv 1502.02478, and their repository "
      + "btgraham/Batchwise-Dropout", basis: .statementOnly, needs: "nothing",
    duration: "10 minutes on two cores")

  static let epochs = 12

  private let trained = TrainedRows(
    base: [
      "data.name=random-walks", "data.noise=0.4", "data.train=100000", "data.test=10000",
      "network.layers=[1000, 1000, 1000, 1000, 100]", "network.initialisation=he",
      "dropout.keep=[0.8, 0.5, 0.5, 0.5]", "training.optimizer=nesterov", "training.momentum=0.9",
      "training.learning-rate=0.02", "training.batch=100", "training.epochs=\(Self.epochs)",
    ],
    rows: [MaskPolicy.perExample, .perBatch, MaskPolicy(.perGroup(size: 10)), .none].map {
      TrainedRows.Row(labels: [$0.description], policy: $0, settings: [])
    })

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seeds = context.seeds(3)
    let records = try await trained.train(context, seeds: seeds)
    let errors = trained.table(
      title: "Test error in %", labelColumns: ["masks"], records: records)
    let times = ReproductionTable(
      name: "seconds", title: "Seconds of training, one thread, as this machine took them",
      labelColumns: ["masks"],
      rows: zip(trained.rows, records).map { row, records in
        ReproductionTable.Row(
          labels: row.labels, over: records.map(\.wallSeconds), form: .decimals(1))
      })
    var findings = TrainedRows.findings(
      [1, 2, 3].map { ("per-example minus \(trained.rows[$0].labels[0]):", 0, $0) },
      records: records)
    if let separate = times.rows[0].ours, let shared = times.rows[1].ours {
      findings.append(
        "A training takes \(NumberText.fixed(separate, decimals: 1)) s with a mask for each example "
          + "and \(NumberText.fixed(shared, decimals: 1)) s with one a batch: "
          + "\(NumberText.fixed(separate / shared, decimals: 2)) × as long. The engine skips dropped "
          + "units either way, so both are fast.")
    }
    return ReproductionResults(
      identity, findings: findings,
      settings: [
        "100 classes, a 1,000-step walk each, every input flipped with probability 0.4; 100,000 "
          + "training and 10,000 test examples; 3 hidden layers of 1,000 ReLU units; keep 0.8 at the "
          + "input, 0.5 in the hidden layers; Nesterov momentum 0.9, batches of 100.",
        "\(Self.epochs) epochs at learning rate 0.02; the repository's run has 300 epochs at 0.001 "
          + "and keep 0.5 at the input, too, under which so few epochs learn next to nothing.",
      ], tables: [errors, times],
      figures: [.publishedBesideOurs(errors, title: "Random walks: test error by masks")],
      done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }
}
