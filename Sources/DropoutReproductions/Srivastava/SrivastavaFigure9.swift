import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Figure 9: the test error against the keep probability.
struct SrivastavaFigure9: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-fig9",
    title: "The keep probability (Srivastava et al. 2014, figure 9)",
    question: "How does the test error go with the keep probability p of the hidden layers, the "
      + "number of units n fixed, and with p·n fixed; and is the curve the same for a shared mask?",
    source: Srivastava.source, basis: .statementOnly, needs: Srivastava.needs,
    duration: "10 minutes on two cores")

  static let (steps, units) = (4_000, 512)
  private static let keeps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  /// The product p·n that the second part of the figure holds constant.
  private static let present = 128

  private struct Part: Sendable {
    let name: String
    let policy: MaskPolicy
    let units: @Sendable (Double) -> Int
  }

  private static let parts = [
    Part(name: "n = 512, per-example", policy: .perExample) { _ in units },
    Part(name: "n = 512, per-batch", policy: .perBatch) { _ in units },
    Part(name: "p·n = 128, per-example", policy: .perExample) { Int(Double(present) / $0) },
  ]

  private var trained: TrainedRows {
    TrainedRows(
      base: Srivastava.base(steps: Self.steps) + ["training.max-norm=2"],
      rows: Self.parts.flatMap { part in
        Self.keeps.map { keep in
          let units = part.units(keep)
          return TrainedRows.Row(
            labels: [part.name, "\(keep)", "\(units)"], policy: part.policy,
            settings: [
              Srivastava.network([units, units]), Srivastava.keep(hidden: 2, keep),
            ])
        }
      })
  }

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let (seeds, trained) = (context.seeds(3), trained)
    let records = try await trained.train(context, seeds: seeds)
    let table = trained.table(
      title: "Test error in % by keep probability",
      labelColumns: ["part", "p", "n"], records: records)
    let series = Self.parts.enumerated().map { number, part in
      let rows = table.rows[number * Self.keeps.count..<(number + 1) * Self.keeps.count]
      return Figure.Series(
        part.name, zip(Self.keeps, rows).compactMap { $1.point(at: $0) }, look: .line)
    }
    let findings = series.compactMap { series in
      series.points.min { $0.value < $1.value }.map { best in
        let near = series.points.filter { ($0.low ?? $0.value) <= (best.high ?? best.value) }
        return "\(series.name): lowest at p = \(best.place) with "
          + "\(NumberText.fixed(best.value, decimals: 2)) %; intervals that meet its own reach from "
          + "p = \(near.first?.place ?? best.place) to \(near.last?.place ?? best.place)."
      }
    }
    return ReproductionResults(
      identity, findings: findings,
      settings: Srivastava.settings(steps: Self.steps) + [
        "Two hidden layers; input keep 0.8; max-norm 2. Bands: 95 % intervals over seeds."
      ], tables: [table],
      figures: [
        Figure(
          name: "by-keep", title: "MNIST test error by keep probability of the hidden layers",
          subtitle: "Bands: 95 % interval of the mean over seeds.", valueTitle: "test error in %",
          overTitle: "keep probability p", valuesAreLogarithmic: true, series: series)
      ], done: records.reduce(0) { $0 + $1.count }, planned: trained.rows.count * seeds.count)
  }
}
