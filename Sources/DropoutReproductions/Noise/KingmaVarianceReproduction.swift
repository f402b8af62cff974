import DropoutLab
import DropoutTraining

/// Kingma, Salimans and Welling 2015: with noise shared by a minibatch, larger batches do not reduce the
/// variance of the gradient below a floor.
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

  /// The batch sizes, the steps of training before measuring, and the pairs of batches; nil for the default.
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
      tables: results.map(\.table), figures: results.map(\.figure), done: measured.count,
      planned: cases.count)
  }

  private func course(seed: UInt64) throws -> NoiseCase {
    var training = TrainingConfiguration.course
    training.steps = steps[0]
    return NoiseCase(
      name: "course", title: "The course's network",
      dataset: try DataGenerator.football.makeDataset(GeneratorOptions(seed: seed)),
      training: training)
  }

  /// MNIST if it is found, else drawn digits.
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
