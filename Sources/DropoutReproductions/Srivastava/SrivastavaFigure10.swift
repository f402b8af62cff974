import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Figure 10: the gain from dropout against the number of training examples.
struct SrivastavaFigure10: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-fig10",
    title: "Dropout and the size of the data (Srivastava et al. 2014, figure 10)",
    question: "Does the gain from dropout first grow with the number of training examples and then "
      + "fall, and does it for a shared mask?",
    source: Srivastava.source, basis: .secondHand, needs: Srivastava.needs,
    duration: "10 minutes on two cores")

  static let steps = 4_000
  private static let sizes = [200, 500, 1_000, 3_000, 10_000, 30_000, 60_000]
  private static let policies = [MaskPolicy.none, .perExample, .perBatch]

  private let trained = TrainedRows(
    base: Srivastava.base(steps: Self.steps) + [
      Srivastava.network([512, 512]), Srivastava.keep(hidden: 2), "training.max-norm=3",
    ],
    rows: Self.sizes.flatMap { size in
      Self.policies.map { policy in
        TrainedRows.Row(
          labels: ["\(size)", policy.description], policy: policy,
          settings: ["data.train=\(size)"])
      }
    })

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seeds = context.seeds(5)
    let records = try await trained.train(context, seeds: seeds)
    let table = trained.table(
      title: "Test error in % by training examples",
      labelColumns: ["training examples", "masks"], records: records)
    let count = Self.policies.count
    let series = Self.policies.indices.map { policy in
      Figure.Series(
        Self.policies[policy].description,
        Self.sizes.indices.compactMap { size in
          table.rows[size * count + policy].point(at: Double(Self.sizes[size]))
        }, look: .line)
    }
    let pairs = Self.sizes.enumerated().flatMap { size, examples in
      [1, 2].map { policy in
        (
          subject: "\(NumberText.count(examples)) examples: \(Self.policies[policy]) minus none",
          a: size * count + policy, b: size * count
        )
      }
    }
    return ReproductionResults(
      identity, findings: TrainedRows.findings(pairs, records: records),
      settings: [
        "784-512-512-10 ReLU, keep 0.8/0.5/0.5, max-norm 3, \(NumberText.count(Self.steps)) steps with "
          + "batches of 100 whatever the number of examples, drawn from MNIST at random by class. With all "
          + "of them that is less than seven epochs: what learns slowly is not done by then."
      ], tables: [table],
      figures: [
        Figure(
          name: "by-size", title: "MNIST test error by number of training examples",
          subtitle: "Bands: 95 % interval of the mean over seeds.", valueTitle: "test error in %",
          overTitle: "training examples", placesAreLogarithmic: true, valuesAreLogarithmic: true,
          series: series)
      ], done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }
}
