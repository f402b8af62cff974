import DropoutStatistics
import DropoutTraining

/// Wager, Wang and Liang 2013: dropout in logistic regression as a quadratic penalty.
struct WagerReproduction: Reproduction {
  /// The keep probabilities, and the number of steps of a training.
  var (keeps, steps) = ([0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2], 400)

  let identity = ReproductionIdentity(
    name: "wager-l2",
    title: "Logistic regression under dropout and its quadratic penalty",
    question: "How near is ½ Σ p(1 − p)·((1 − q)/q)·Σ x²β² to what dropout with keep probability q "
      + "really adds to the loss, and does training with either end in the same place?",
    source: "Wager, Wang and Liang 2013, Dropout training as adaptive regularization",
    basis: .statementOnly, needs: "nothing", duration: "1 minute on two cores")

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let study = WagerStudy(seeds: context.seeds(20), keeps: keeps, steps: steps)
    let cases = study.cases
    let outcomes = try await context.work(on: cases, what: "trainings") { study.outcome($0) }
    let found = WagerStudy.Found(outcomes: outcomes.compactMap { $0 }, keeps: keeps)
    return ReproductionResults(
      identity, findings: found.findings,
      settings: [
        "Generator teacher: \(WagerStudy.featureCount) features, 2 classes, "
          + "\(WagerStudy.trainCount) training and \(NumberText.count(WagerStudy.testCount)) test "
          + "examples, a tenth of the labels wrong; a new task for each of \(study.seeds.count) seeds.",
        "“exact”: all 2⁸ masks of every example enumerated. “drawn masks”: gradient descent with a "
          + "fresh mask for every example and step, weights averaged over the second half.",
        "Penalties are means over training examples, at the weights that exact dropout training "
          + "with that keep probability ends with. Intervals are 95 % (Student's t over seeds).",
      ],
      tables: [vectorTable, found.penaltyTable, found.rareTable, found.lossTable],
      figures: [found.penaltyFigure, found.lossFigure], done: found.outcomes.count,
      planned: cases.count)
  }

  /// The penalties of one small example, which can be checked by hand.
  private var vectorTable: ReproductionTable {
    let model = LogisticDropout(weights: [0.3, 0.1, -0.4], bias: 0.1)
    let x = [1, -2, 0.5]
    return ReproductionTable(
      name: "example",
      title: "One example: x = (1, −2, 0.5), β = (0.3, 0.1, −0.4), b = 0.1, q = .8",
      labelColumns: ["penalty"],
      rows: [
        .init(labels: ["exact"], ours: model.exactPenalty(x, keep: 0.8), form: .decimals(10)),
        .init(
          labels: ["quadratic"], ours: model.quadraticPenalty(x, keep: 0.8), form: .decimals(10)),
      ])
  }
}
