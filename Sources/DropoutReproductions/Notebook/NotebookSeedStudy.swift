import DropoutStatistics
import DropoutLab
import DropoutFigures
import DropoutTraining

/// The notebook's training over many seeds under five mask policies.
///
/// Repeat *s* of every policy has the initial weights of NumPy's seed 100 + s and the masks of
/// 1000 + s, so repeats are paired.
struct NotebookSeedStudy: Sendable {
  let seeds: [UInt64]
  var iterations = TrainingConfiguration.course.steps

  static let policies = Plan.usualPolicies

  /// The trainings seed by seed, so that a study that ran out of time is still paired.
  var trainings: [NotebookTraining] {
    seeds.flatMap { seed in
      Self.policies.map { policy in
        NotebookTraining(
          policy: policy, weightSeed: UInt32(truncatingIfNeeded: 100 + seed),
          maskSeed: UInt32(truncatingIfNeeded: 1000 + seed), iterations: iterations)
      }
    }
  }

  var settings: [String] {
    let first = seeds.first ?? 0
    return [
      "Repeats: NumPy's seed 100 + s for the weights and 1000 + s for the masks, s from \(first) to "
        + "\(seeds.last ?? 0); keep .86; the same pair for every policy.",
      "Intervals are 95 % (Student's t over the repeats).",
    ]
  }

  func run(_ data: NotebookData, _ context: ReproductionContext) async throws -> Found {
    let outcomes = try await context.work(on: trainings, what: "repeats") {
      $0.outcome(data, shouldStop: context.shouldStop)
    }
    let count = Self.policies.count
    let complete = seeds.indices.filter { seed in
      outcomes[seed * count..<(seed + 1) * count].allSatisfy { $0 != nil }
    }
    return Found(
      test: Self.policies.indices.map { policy in
        complete.compactMap { outcomes[$0 * count + policy]?.testAccuracy }
      },
      done: outcomes.count { $0 != nil })
  }

  /// Test accuracies by policy, repeat by repeat.
  struct Found: Sendable {
    let test: [[Double]]
    let done: Int

    private var policies: [MaskPolicy] { NotebookSeedStudy.policies }

    private func scores(_ policy: MaskPolicy) -> [Double] {
      policies.firstIndex(of: policy).map { test[$0] } ?? []
    }

    var table: ReproductionTable {
      ReproductionTable(
        name: "seeds", title: "Test accuracy in % over seeds", labelColumns: ["masks"],
        rows: zip(policies, test).map { policy, scores in
          ReproductionTable.Row(
            labels: ["\(policy)"], over: scores.map { 100 * $0 }, remark: Self.spread(scores))
        })
    }

    private static func spread(_ scores: [Double]) -> String {
      guard let low = scores.min(), let high = scores.max(),
        let deviation = Descriptive.standardDeviation(scores)
      else { return "" }
      return "sd \(NumberText.percent(deviation)), \(NumberText.percent(low)) to "
        + NumberText.percent(high)
    }

    private static let pairs: [(MaskPolicy, MaskPolicy)] = [
      (.perExample, .perBatch), (.perExample, MaskPolicy(.perExample, .frozen)),
      (.perBatch, MaskPolicy(.perBatch, .frozen)), (.none, .perExample),
    ]

    /// Differences a − b in points of test accuracy, paired by seed, with Holm's p of the sign-flip
    /// tests.
    private var comparisons: [(name: String, differences: [Double], p: Double)] {
      let differences = Self.pairs.map { a, b in
        zip(scores(a), scores(b)).map { 100 * ($0 - $1) }
      }
      let ps = MultipleTesting.holm(
        differences.map { SignFlipTest(PairedDifferences($0), key: RandomKey(seed: 0)).p })
      return Self.pairs.indices.map { index in
        let (a, b) = Self.pairs[index]
        return ("\(a) − \(b)", differences[index], ps[index])
      }
    }

    var pairTable: ReproductionTable {
      ReproductionTable(
        name: "pairs", title: "Differences of test accuracy in points, paired by seed",
        labelColumns: ["a − b"],
        rows: comparisons.map { name, differences, p in
          ReproductionTable.Row(
            labels: [name], over: differences, remark: "Holm p \(NumberText.probability(p))")
        })
    }

    private var comparisonSentences: [String] {
      comparisons.compactMap { name, differences, p in
        let estimate = Estimate.ofFew(differences)
        guard let interval = estimate.interval else { return nil }
        let verdict = Verdict(
          isIdentical: false, isComplete: true, isConstant: false, meanDifference: estimate.mean,
          holmP: p, interval: interval)
        let size =
          "\(NumberText.signed(estimate.mean, decimals: 2)) points of test accuracy (95 % interval "
          + "\(NumberText.signed(interval.low, decimals: 2)) to "
          + "\(NumberText.signed(interval.high, decimals: 2)), Holm p "
          + "\(NumberText.probability(p)))"
        return verdict != .cannotTell ? "\(name): \(size)." : "\(name): cannot tell; \(size)."
      }
    }

    func findings(against published: Double?) -> [String] {
      let frozen = scores(MaskPolicy(.perExample, .frozen))
      guard let low = frozen.min(), let high = frozen.max() else { return [] }
      var sentences: [String] = []
      if let published {
        let (above, equal) = (
          frozen.count { $0 > published + 1e-9 }, frozen.count { abs($0 - published) <= 1e-9 }
        )
        sentences.append(
          "The printed test accuracy of \(NumberText.fixed(100 * published, decimals: 1)) % beside "
            + "\(frozen.count) other seeds of the same notebook: \(above) are above it, \(equal) equal "
            + "it, \(frozen.count - above - equal) are below it.")
      }
      sentences.append(
        "As it stands, one matrix for ever, the notebook gives "
          + "\(NumberText.percent(Descriptive.mean(frozen))) % on average, from "
          + "\(NumberText.percent(low)) to \(NumberText.percent(high)) over \(NumberText.seeds(frozen.count))."
      )
      return sentences + comparisonSentences
    }

    func figure(reference: Double?) -> Figure {
      func points(_ values: (Int) -> [Figure.Point]) -> [Figure.Point] {
        policies.indices.flatMap(values)
      }
      return Figure(
        name: "seeds", title: "Test accuracy of the notebook's network over seeds",
        subtitle: "Each dot is one seed; under the dots their mean with its 95 % interval.",
        valueTitle: "test accuracy, %", categories: policies.map(\.description),
        series: [
          .init(
            "seeds", points { i in test[i].map { .init(Double(i), 100 * $0) } }, look: .cloud),
          .init(
            "mean",
            points { i in
              guard test[i].count > 1 else { return [] }
              let estimate = Estimate(test[i].map { 100 * $0 })
              return [.init(Double(i), estimate.mean, low: estimate.low, high: estimate.high)]
            }),
        ],
        references: reference.map { [.init(100 * $0, "printed by the notebook")] } ?? [])
    }
  }
}
