import DropoutTraining

/// Kingma, Salimans and Welling 2015: noise shared by a minibatch leaves a floor of variance.
struct KingmaVarianceReproduction: Reproduction {
  let identity = ReproductionIdentity(
    name: "kingma-variance",
    title: "Variance of the gradient: one mask shared against one an example",
    question:
      "Does the variance of a minibatch gradient fall as 1/M where every example has its own "
      + "noise, and stop at a floor where the batch shares one?",
    source:
      "Kingma, Salimans and Welling 2015, section 2.2; the statement is second-hand, its algebra "
      + "immediate",
    basis: .statementOnly,
    needs: "MNIST (dropout data fetch mnist); without it the generator glyphs",
    duration: "10 seconds on two cores", options: [.seed])

  /// Sizes to measure at, steps of training before, and pairs of batches; nil for the usual number.
  var (batchSizes, steps, pairs) = ((0...9).map { 1 << $0 }, [3_000, 1_000], Int?.none)

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let seed = context.firstSeed ?? 1
    let cases = try [course(seed: seed), pictures(context)]
    var measured: [(NoiseCase, GradientNoise)] = []
    for one in cases where !context.isOverBudget {
      context.progress("measuring \(one.name)")
      measured.append((one, one.measure(seed: seed, batchSizes: batchSizes, pairs: pairs)))
      context.progress("")
      try context.checkInterruption()
    }
    let results = measured.map { NoiseResult(one: $0, noise: $1) }
    return ReproductionResults(
      identity, findings: results.flatMap(\.findings),
      settings: [
        "Statement: with M examples and the same noise for all, the variance of their mean is "
          + "(1/M)·Var + ((M − 1)/M)·Cov; with noise drawn for each, Cov = 0. (The source states it for "
          + "the loss times N², N the number of data; here it is summed over all numbers of the gradient.)",
        "“measured”: half the mean squared distance of the gradients of two independent minibatches. "
          + "“formula”: from Var and Cov estimated on other gradients, of single examples.",
        "Seed \(seed). The source's Table 1 is not quoted here.",
      ] + cases.map(\.description),
      tables: results.map(\.table), charts: results.map(\.chart), done: measured.count,
      planned: cases.count)
  }

  private func course(seed: UInt64) throws -> NoiseCase {
    NoiseCase(
      name: "course", title: "The course's network",
      dataset: try DataGenerator.football.makeDataset(GeneratorOptions(seed: seed)),
      training: TrainingConfiguration(
        network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
        keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: steps[0]))
  }

  /// MNIST where it is at hand, else drawn digits.
  private func pictures(_ context: ReproductionContext) throws -> NoiseCase {
    let training = TrainingConfiguration(
      network: NetworkShape(layers: [784, 128, 128, 10]), keepProbabilities: [0.8, 0.5, 0.5],
      learningRate: LearningRate(0.1), batchSize: 128, steps: steps[1])
    var specification = try DataSpecification(PlanSettings())
    do {
      specification.name = KnownDataset.mnist.rawValue
      return NoiseCase(
        name: "mnist", title: "MNIST", dataset: try specification.load(locator: context.locator),
        training: training)
    } catch DatasetError.notFound {
      context.say("MNIST is not at hand; measuring on the generator glyphs instead")
      specification.name = DataGenerator.glyphs.rawValue
      return NoiseCase(
        name: "glyphs", title: "drawn digits (glyphs)", dataset: try specification.load(),
        training: training)
    }
  }
}

/// A network whose gradients are measured.
struct NoiseCase {
  let name: String
  let title: String
  let dataset: Dataset
  let training: TrainingConfiguration

  var description: String {
    let layers = training.network.layers.map(String.init).joined(separator: "-")
    let keeps = training.keepProbabilities.map { "\($0)" }.joined(separator: ", ")
    return "\(title): network \(layers), keep \(keeps) (input first), "
      + "\(NumberText.count(training.steps)) steps under per-example masks, then measured; "
      + "\(NumberText.count(dataset.train.count)) training examples."
  }

  func measure(seed: UInt64, batchSizes: [Int], pairs: Int?) -> GradientNoise {
    let examples = ExampleMatrix(dataset.train)
    var trainer = Trainer(training, policy: .perExample, seed: seed, examples: examples)
    while trainer.stepsDone < training.steps { trainer.step() }
    var study = GradientNoiseStudy(
      training, parameters: trainer.parameters,
      batchSizes: batchSizes, pairs: pairs, blocks: pairs, seed: seed)
    study.policies = [.perExample, .perBatch]
    return study.measure(examples)
  }
}

/// What one network's gradients show.
struct NoiseResult {
  let one: NoiseCase
  let noise: GradientNoise

  private func cells(_ policy: MaskPolicy) -> [GradientNoise.Cell] {
    noise.cells.filter { $0.policy == policy }.sorted { $0.batchSize < $1.batchSize }
  }

  var findings: [String] {
    let (single, shared) = (cells(.perExample), cells(.perBatch))
    guard let first = single.first, let last = single.last, let lastShared = shared.last,
      let firstShared = shared.first
    else { return [] }
    func factor(_ a: Estimate, _ b: Estimate) -> String {
      NumberText.fixed(a.mean / b.mean, decimals: a.mean < 10 * b.mean ? 1 : 0)
    }
    let agreeing = noise.cells.count { $0.measured.agrees(with: $0.predicted) }
    var sentences = [
      "\(one.title): from batch \(first.batchSize) to \(last.batchSize) the variance falls by a factor "
        + "of \(factor(first.measured, last.measured)) with a mask for every example "
        + "(1/M would be \(last.batchSize / first.batchSize)) and of "
        + "\(factor(firstShared.measured, lastShared.measured)) with one shared mask."
    ]
    if noise.components.common.low > 0, let turning = noise.turningBatchSize {
      sentences.append(
        "\(one.title): the floor is \(NumberText.loss(noise.components.common.mean)) "
          + "(95 % interval \(NumberText.loss(noise.components.common.low)) to "
          + "\(NumberText.loss(noise.components.common.high))); at batch \(last.batchSize) sharing is "
          + "\(factor(lastShared.measured, last.measured)) times as noisy. From batch "
          + "\(NumberText.fixed(turning, decimals: 0)) on, more of its noise stays than falls.")
    } else {
      sentences.append("\(one.title): cannot tell whether there is a floor above 0.")
    }
    sentences.append(
      "\(one.title): \(agreeing) of \(noise.cells.count) measured variances agree with the formula "
        + "within the 95 % intervals.")
    return sentences
  }

  var table: ReproductionTable {
    ReproductionTable(
      name: one.name, title: "Variance of the gradient, \(one.title)",
      labelColumns: ["batch M", "masks"],
      rows: noise.cells.map { cell in
        ReproductionTable.Row(
          ["\(cell.batchSize)", "\(cell.policy)"], ours: cell.measured.mean,
          low: cell.measured.low, high: cell.measured.high,
          remark: "formula \(NumberText.loss(cell.predicted.mean))", form: .magnitude)
      })
  }

  var chart: ReproductionChart {
    func measured(_ policy: MaskPolicy) -> [ReproductionChart.Point] {
      cells(policy).map { cell in
        .init(
          Double(cell.batchSize), cell.measured.mean, low: cell.measured.low,
          high: cell.measured.high)
      }
    }
    func predicted(_ policy: MaskPolicy) -> [ReproductionChart.Point] {
      cells(policy).map { .init(Double($0.batchSize), $0.predicted.mean) }
    }
    let floor = noise.components.common
    return ReproductionChart(
      name: one.name, title: "Variance of the gradient, \(one.title)",
      subtitle: "Bars are 95 % intervals; both axes are logarithmic.",
      valueTitle: "variance", overTitle: "batch size M", placesAreLogarithmic: true,
      valuesAreLogarithmic: true,
      series: [
        .init("one mask an example", measured(.perExample)),
        .init("one shared mask", measured(.perBatch)),
        .init("formula, an example", predicted(.perExample), look: .dashedLine, colouredAs: 0),
        .init("formula, shared", predicted(.perBatch), look: .dashedLine, colouredAs: 1),
      ], references: floor.low > 0 ? [.init(floor.mean, "floor of sharing")] : [])
  }
}
