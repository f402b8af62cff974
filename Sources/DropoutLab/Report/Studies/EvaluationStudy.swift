import DropoutFigures
import DropoutStatistics
import DropoutTraining

/// What `evaluate --json` prints, with the names used in `results.json`: the last way to evaluate.
package struct EvaluationDocument: Encodable, Sendable {
  let method: String
  let samples: Int
  @NullWhereNil var testError: Double?
  let testLogLoss: Double
  @NullWhereNil var trainError: Double?
  let trainLogLoss: Double
  let testScores: [Metric: Double]
  let trainScores: [Metric: Double]
  @NullWhereNil var testConfusion: [[Int]]?
  @NullWhereNil var testLogLikelihood: Double?
  @NullWhereNil var noise: Double?
  let failed: Bool
}

extension RunEvaluation {
  /// The results for programs.
  package var document: EvaluationDocument {
    let (train, test) = (results[results.count - 2], results[results.count - 1])
    return EvaluationDocument(
      method: predictions.passes == 0 ? "weight-scaling" : "monte-carlo",
      samples: predictions.passes, testError: test.error.isNaN ? nil : test.error,
      testLogLoss: test.loss, trainError: train.error.isNaN ? nil : train.error,
      trainLogLoss: train.loss, testScores: test.details.scores,
      trainScores: train.details.scores, testConfusion: test.details.confusion,
      testLogLikelihood: test.logLikelihood, noise: noise?.deviation, failed: hasFailed)
  }

  /// The results, a row for each way and part.
  package var table: TextTable {
    let metrics = Metric.allCases.filter {
      $0.isFurther && results[0].details.scores[$0] != nil
    }
    let haveClasses = !results[0].error.isNaN
    let loss = results[0].details.scores[.squaredLoss] == nil ? "log-loss" : "squared loss"
    let haveDensities = noise != nil
    var table = TextTable(
      [""] + (haveClasses ? ["error", loss] : []) + metrics.map(\.name)
        + (haveDensities ? ["log-likelihood"] : []))
    for result in results {
      table.add(
        ["\(result.method), \(result.part)"]
          + (haveClasses
            ? ["\(NumberText.percent(result.error)) %", NumberText.loss(result.loss)] : [])
          + metrics.map { $0.shown(result.details.scores[$0] ?? .nan) }
          + (haveDensities
            ? [result.logLikelihood.map { NumberText.fixed($0, decimals: 3) } ?? "–"] : []))
    }
    return table
  }

  /// Where the noise of the targets comes from; nil without.
  package var noiseSentence: String? {
    guard let noise else { return nil }
    let size = Metric.rootMeanSquaredError.fixed(noise.deviation)
    let source =
      noise.source.map { "the RMSE of the averaged passes on the \($0); --noise gives another" }
      ?? "as given"
    return
      "Predictive densities with targets' noise of standard deviation \(size): \(source). Log-likelihood: mean "
      + "of the log densities at the targets, in nats."
  }
}

extension Study {
  /// The study of a trained network: its scores, `predictions.csv`, and figures of its uncertainty.
  package init(_ evaluation: RunEvaluation, title: String, command: String) throws {
    let figures = [evaluation.along, evaluation.predictions.reliability].compactMap(\.self)
    self.init(
      title,
      parts: [.table(evaluation.table)]
        + (evaluation.noiseSentence.map { [.paragraph($0)] } ?? [])
        + figures.map { .picture(Picture($0)) },
      command: command,
      note:
        "`predictions.csv` has a row for each test example, by the last way of the table; `results.json` has the scores. "
        + Engine.madeWith,
      files: [
        ("predictions.csv", evaluation.predictions.csv),
        ("results.json", try JSONText.of(evaluation.document) + "\n"),
      ])
  }
}
