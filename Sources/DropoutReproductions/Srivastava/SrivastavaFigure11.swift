import DropoutStatistics
import DropoutLab
import DropoutFigures
import DropoutTraining

/// Figure 11: Monte-Carlo averaging against weight scaling.
struct SrivastavaFigure11: Reproduction {
  let identity = ReproductionIdentity(
    name: "srivastava-fig11",
    title: "Monte-Carlo averaging against weight scaling (Srivastava et al. 2014, figure 11)",
    question: "How many thinned networks must be averaged to do as well as one pass with scaled "
      + "weights, and do more do better?",
    source: Srivastava.source, basis: .secondHand, needs: Srivastava.needs,
    duration: "10 minutes on two cores", options: [.seed])

  static let steps = 20_000
  private static let passes = [1, 2, 3, 5, 10, 20, 50, 100]
  private static let repeats = 10

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    var settings = PlanSettings()
    for assignment in Srivastava.base(steps: Self.steps) + [
      Srivastava.network([1024, 1024, 1024]), Srivastava.keep(hidden: 3), "training.max-norm=2",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load(locator: context.locator)
    let training = try Plan(settings, dataset: dataset).training
    let examples = ExampleMatrix(dataset.train)
    let seed = context.seeds(1)[0]
    // The store does not keep the weights of a network of this size: it is trained again.
    var trainer = Trainer(
      training, policy: .perExample, seed: seed, examples: examples, threads: context.jobs)
    while trainer.stepsDone < training.steps {
      trainer.step()
      if trainer.stepsDone % 500 == 0 {
        context.progress("training: step \(trainer.stepsDone) of \(training.steps)")
        try context.checkInterruption()
      }
    }
    let curve = MonteCarloCurve(
      network: TrainedNetwork(training, parameters: trainer.parameters),
      examples: ExampleMatrix(dataset.test), ks: Self.passes, repeats: Self.repeats, seed: seed,
      progress: { context.progress("averaging: \(NumberText.fixed(100 * $0, decimals: 0)) %") })
    context.progress("")
    return results(curve)
  }

  private func results(_ curve: MonteCarloCurve) -> ReproductionResults {
    let scaled = 100 * curve.weightScaling.error
    let rows = curve.points.map { point in
      ReproductionTable.Row(
        labels: ["\(point.passes)"], ours: 100 * point.error.mean, low: 100 * point.error.low,
        high: 100 * point.error.high,
        remark: "sd of one average \(NumberText.percent(point.errorDeviation ?? 0))",
        form: .decimals(3))
    }
    let table = ReproductionTable(
      name: "averages", title: "Test error in % of the average of k thinned networks",
      labelColumns: ["k"],
      rows: rows + [
        ReproductionTable.Row(labels: ["weight scaling"], ours: scaled, form: .decimals(3))
      ])
    let line = curve.points.map {
      Figure.Point(
        Double($0.passes), 100 * $0.error.mean, low: 100 * $0.error.low, high: 100 * $0.error.high)
    }
    return ReproductionResults(
      identity, findings: findings(curve),
      settings: Srivastava.settings(steps: Self.steps) + [
        "784-1024-1024-1024-10 ReLU, keep 0.8/0.5/0.5/0.5, max-norm 2, one network; each point is the "
          + "mean of \(Self.repeats) averages that share no thinned network."
      ], tables: [table],
      figures: [
        Figure(
          name: "by-passes", title: "Averaging k thinned networks",
          subtitle: "Band: 95 % interval of the mean of \(Self.repeats) averages.",
          valueTitle: "test error in %", overTitle: "k", placesAreLogarithmic: true,
          series: [Figure.Series("average of k", line, look: .line)],
          references: [Figure.Reference(scaled, "weight scaling")])
      ])
  }

  private func findings(_ curve: MonteCarloCurve) -> [String] {
    let reached = curve.passesToReachWeightScaling
    var findings = [
      reached.map {
        "From \($0) averaged networks on the mean error is not above weight scaling's; the paper says "
          + "about 50."
      }
        ?? "Even \(Self.passes[Self.passes.count - 1]) averaged networks do not reach weight scaling."
    ]
    if let last = curve.points.last {
      let gap = 100 * (last.error.mean - curve.weightScaling.error)
      findings.append(
        "The average of \(last.passes) has \(NumberText.percent(last.error.mean)) % (95 % interval "
          + "\(NumberText.percent(last.error.low)) to \(NumberText.percent(last.error.high)) %), weight "
          + "scaling \(NumberText.percent(curve.weightScaling.error)) %: "
          + "\(NumberText.signed(gap, decimals: 2)) points.")
    }
    return findings
  }
}
