public import DropoutTraining
private import Foundation

/// Data laid out once for all runs of a plan.
public struct PreparedData: Sendable {
  /// All training examples.
  public let train: ExampleMatrix
  /// All test examples.
  public let test: ExampleMatrix
  /// The training examples for the curve: all, or ``curveExampleCount`` of them.
  let curveTrain: ExampleMatrix
  /// The test examples for the curve: all, or ``curveExampleCount`` of them.
  let curveTest: ExampleMatrix

  /// How many examples of each part a curve's points are measured on, at most.
  ///
  /// Of more, so many are drawn at random, by class, by a key that is the same for all data and runs.
  public static let curveExampleCount = 2_000

  /// Lays out a data set.
  public init(_ dataset: Dataset) {
    train = ExampleMatrix(dataset.train)
    test = ExampleMatrix(dataset.test)
    func sample(_ part: Examples, whole: ExampleMatrix, for use: RandomUse) -> ExampleMatrix {
      let limit = Self.curveExampleCount
      guard part.count > limit else { return whole }
      return ExampleMatrix(part.sample(limit, key: RandomKey(seed: 0).folding(use)))
    }
    curveTrain = sample(dataset.train, whole: train, for: .trainingCurve)
    curveTest = sample(dataset.test, whole: test, for: .testCurve)
  }
}

extension PreparedData {
  /// Which examples the curves of runs on some data are measured on, in a sentence for captions.
  package static func curveDescription(of dataset: Dataset) -> String {
    let parts = [("training", dataset.train.count), ("test", dataset.test.count)]
    guard parts.contains(where: { $0.1 > curveExampleCount }) else {
      return "Curves are measured on all examples, as the tables are."
    }
    let shares = parts.map { name, count in
      count > curveExampleCount
        ? "\(NumberText.count(curveExampleCount)) of \(NumberText.count(count)) \(name) examples"
        : "all \(NumberText.count(count)) \(name) examples"
    }
    return "Curves are measured on \(shares.joined(separator: " and ")), drawn by a fixed key; the "
      + "tables are of all examples, so that a curve may end beside the table's number."
  }
}

/// A finished run with its weights.
public struct FinishedRun: Sendable {
  /// The record for the store.
  public let record: RunRecord
  /// The final weights.
  public let parameters: Parameters
}

extension PlannedRun {
  /// Trains the run and measures it; nil if `shouldStop` became true before the end.
  ///
  /// Decided by the run alone, but for `wallSeconds`; `threads` share each step. `shouldStop` is asked before
  /// every step, and `afterStep` sees the training after each.
  public func execute(
    _ data: PreparedData, threads: Int = 1, shouldStop: () -> Bool = { false },
    afterStep: (borrowing Trainer) -> Void = { _ in }
  ) -> FinishedRun? {
    var trainer = Trainer(
      training, policy: policy, seed: seed, examples: data.train, threads: threads)
    let batchSize = training.batchSize(exampleCount: data.train.count)
    // One epoch's worth of steps: over these the masked loss is averaged.
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
      trainError: train.error, trainLogLoss: train.loss, maskedTrainLoss: maskedTrainLoss,
      cleanTrainLoss: train.loss, failure: failure,
      wallSeconds: wallSeconds, weightsDigest: parameters.digest, curve: curve)
    return FinishedRun(record: record, parameters: parameters)
  }

  /// The steps after which a curve has its points: at most 100, and no more than keep measuring
  /// below about a tenth of the cost of training.
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
