public import DropoutTraining

extension PlannedRun {
  /// Trains the run and measures it; nil if `shouldStop` became true before the end.
  ///
  /// The result depends on the run alone, except for `wallSeconds`; `threads` share each step. `shouldStop`
  /// is called before every step, and `afterStep` after each.
  public func train(
    _ data: PreparedData, threads: Int = 1, shouldStop: () -> Bool = { false },
    afterStep: (borrowing Trainer) -> Void = { _ in }
  ) -> FinishedRun? {
    var trainer = Trainer(
      training, policy: policy, seed: seed, examples: data.train, threads: threads)
    let batchSize = training.batchSize(exampleCount: data.train.count)
    // The steps of one epoch, over which the masked loss is averaged.
    let epochSteps = (data.train.count + batchSize - 1) / batchSize
    let points = curveSteps(batchSize: batchSize, data: data)
    var curve: [RunRecord.CurvePoint] = []
    var pointLoss = RunningMean()
    var finalLoss = RunningMean()
    var watch = DivergenceWatch(trainer)
    var best: BestMoment?
    let clock = ContinuousClock()
    var trainingTime = Duration.zero
    var previous = 0
    for end in points {
      let start = clock.now
      while trainer.stepsDone < end {
        if shouldStop() { return nil }
        trainer.step()
        afterStep(trainer)
        let left = training.steps - trainer.stepsDone
        let inPointWindow = end - trainer.stepsDone < min(epochSteps, end - previous)
        if inPointWindow || left < epochSteps {
          let loss = trainer.lastBatchLoss
          if inPointWindow { pointLoss.add(loss) }
          if left < epochSteps { finalLoss.add(loss) }
        }
      }
      trainingTime += clock.now - start
      previous = end
      let test = trainer.evaluate(data.curveTest, detailed: true)
      let cleanLoss = trainer.evaluate(data.curveTrain).loss
      let validation = data.validation.map { trainer.evaluate($0) }
      curve.append(
        RunRecord.CurvePoint(
          step: end, maskedTrainLoss: pointLoss.take(),
          cleanTrainLoss: cleanLoss, testLogLoss: test.loss, testError: test.error,
          validationLogLoss: validation?.loss, validationError: validation?.error,
          scores: TestDetails(test, loss: training.network.loss, target: data.target).scores))
      watch.look(at: &trainer, loss: cleanLoss)
      guard let validation else { continue }
      if best == nil { best = BestMoment(trainer, validation: validation, of: training) }
      best?.look(at: trainer, validation: validation)
      if best?.isOver(at: end) == true { break }
    }
    // A run that was stopped early may have ended before the last epoch of the plan.
    let isWhole = trainer.stepsDone == training.steps
    let maskedLoss = isWhole ? finalLoss.take() : curve[curve.count - 1].maskedTrainLoss
    return finish(
      trainer, data: data, maskedTrainLoss: maskedLoss, curve: curve, watch: watch,
      wallSeconds: trainingTime / .seconds(1), best: best)
  }

  private func finish(
    _ trainer: borrowing Trainer, data: PreparedData, maskedTrainLoss: Double,
    curve: [RunRecord.CurvePoint], watch: DivergenceWatch, wallSeconds: Double, best: BestMoment?
  ) -> FinishedRun {
    let train = trainer.evaluate(data.train)
    let test = trainer.evaluate(data.test, detailed: true)
    let parameters = trainer.parameters
    let failure = RunFailure(
      train, of: data.train, parameters: parameters,
      divergence: watch.failure ?? .divergedBy(step: trainer.stepsDone))
    let record = RunRecord(
      policy: policy, seed: seed, testError: test.error, testLogLoss: test.loss,
      trainError: train.error, maskedTrainLoss: maskedTrainLoss,
      cleanTrainLoss: train.loss, failure: failure,
      wallSeconds: wallSeconds, weightsDigest: parameters.digest, curve: curve,
      best: best.map { RunRecord.BestPoint($0, training: training, data: data) },
      details: TestDetails(test, loss: training.network.loss, target: data.target))
    return FinishedRun(record: record, parameters: parameters)
  }

  /// The steps after which a curve has its points: at most 100, and few enough that measuring takes less than
  /// about a tenth of the cost of training; but at least 20 if the best moment is looked for among them.
  private func curveSteps(batchSize: Int, data: PreparedData) -> [Int] {
    let examples = Double(
      data.curveTrain.count + data.curveTest.count + (data.validation?.count ?? 0))
    let affordable = 0.3 * Double(training.steps) * Double(batchSize) / examples
    let least = data.validation == nil ? 1.0 : 20
    let count = min(training.steps, Int(min(max(affordable, least), 100)))
    return (1...count).map { training.steps * $0 / count }
  }
}

extension RunRecord.BestPoint {
  /// Measures a training at its best moment.
  fileprivate init(_ best: BestMoment, training: TrainingConfiguration, data: PreparedData) {
    let network = TrainedNetwork(training, parameters: best.parameters)
    let train = network.evaluate(data.train)
    let test = network.evaluate(data.test, detailed: true)
    self.init(
      step: best.step, validationError: best.validation.error,
      validationLogLoss: best.validation.loss, testError: test.error, testLogLoss: test.loss,
      trainError: train.error, cleanTrainLoss: train.loss,
      failure: RunFailure(
        train, of: data.train, parameters: best.parameters,
        divergence: .divergedBy(step: best.step)),
      details: TestDetails(test, loss: training.network.loss, target: data.target))
  }
}

extension RunFailure {
  /// Why weights are those of a failed run; nil if they learned something.
  ///
  /// - Parameters:
  ///   - evaluation: The weights on the training examples.
  ///   - divergence: The failure if something is not finite.
  fileprivate init?(
    _ evaluation: Evaluation, of train: ExampleMatrix, parameters: Parameters,
    divergence: RunFailure
  ) {
    if !evaluation.loss.isFinite || !parameters.isFinite {
      self = divergence
    } else if evaluation.isNoBetterThanGuessing(train) {
      self = .noBetterThanGuessing
    } else {
      return nil
    }
  }
}

/// A mean of numbers added one by one, emptied when taken.
private struct RunningMean {
  private var sum = 0.0
  private var count = 0

  mutating func add(_ value: Double) {
    sum += value
    count += 1
  }

  mutating func take() -> Double {
    defer { self = RunningMean() }
    return sum / Double(max(count, 1))
  }
}
