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
      let test = trainer.evaluate(data.curveTest)
      let cleanLoss = trainer.evaluate(data.curveTrain).loss
      curve.append(
        RunRecord.CurvePoint(
          step: end, maskedTrainLoss: pointLoss.take(),
          cleanTrainLoss: cleanLoss, testLogLoss: test.loss, testError: test.error))
      watch.look(at: &trainer, loss: cleanLoss)
    }
    return finish(
      trainer, data: data, maskedTrainLoss: finalLoss.take(), curve: curve, watch: watch,
      wallSeconds: trainingTime / .seconds(1))
  }

  private func finish(
    _ trainer: borrowing Trainer, data: PreparedData, maskedTrainLoss: Double,
    curve: [RunRecord.CurvePoint], watch: DivergenceWatch, wallSeconds: Double
  ) -> FinishedRun {
    let train = trainer.evaluate(data.train)
    let test = trainer.evaluate(data.test)
    let parameters = trainer.parameters
    var failure: RunFailure?
    if !train.loss.isFinite || !parameters.isFinite {
      failure = watch.failure ?? .divergedBy(step: trainer.stepsDone)
    } else if train.isNoBetterThanGuessing(data.train) {
      failure = .noBetterThanGuessing
    }
    let record = RunRecord(
      policy: policy, seed: seed, testError: test.error, testLogLoss: test.loss,
      trainError: train.error, maskedTrainLoss: maskedTrainLoss,
      cleanTrainLoss: train.loss, failure: failure,
      wallSeconds: wallSeconds, weightsDigest: parameters.digest, curve: curve)
    return FinishedRun(record: record, parameters: parameters)
  }

  /// The steps after which a curve has its points: at most 100, and few enough that measuring takes less than
  /// about a tenth of the cost of training.
  private func curveSteps(batchSize: Int, data: PreparedData) -> [Int] {
    let examples = Double(data.curveTrain.count + data.curveTest.count)
    let affordable = 0.3 * Double(training.steps) * Double(batchSize) / examples
    let count = min(training.steps, max(1, Int(min(affordable, 100))))
    return (1...count).map { training.steps * $0 / count }
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
