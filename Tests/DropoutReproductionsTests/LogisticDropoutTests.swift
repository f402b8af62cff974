@testable import DropoutStatistics
@testable import DropoutReproductions
import DropoutTraining
import Testing

@testable import DropoutLab

struct LogisticDropoutTests {
  private let model = LogisticDropout(weights: [0.3, 0.1, -0.4], bias: 0.1)
  private let x = [1, -2, 0.5]

  /// Enumerated in Python with `math`: the vector `wager_logistic` of the reference vectors.
  @Test func penaltiesAreTheReferenceVectors() {
    #expect(abs(model.exactPenalty(x, keep: 0.8) - 0.005283674828026497) < 1e-13)
    #expect(abs(model.quadraticPenalty(x, keep: 0.8) - 0.0053125) < 1e-13)
  }

  @Test func nothingIsAddedWhereNothingIsDropped() {
    #expect(abs(model.exactPenalty(x, keep: 1)) < 1e-15)
    #expect(model.quadraticPenalty(x, keep: 1) == 0)
  }

  @Test func smallWeightsMakeTheQuadraticPenaltyExact() {
    let small = LogisticDropout(weights: model.weights.map { $0 / 1000 }, bias: 0.1)
    for keep in [0.2, 0.8, 0.999] {
      let ratio = small.quadraticPenalty(x, keep: keep) / small.exactPenalty(x, keep: keep)
      #expect(abs(ratio - 1) < 0.002, "keep \(keep)")
    }
  }

  /// To first order in r = 1 − q at most one feature is dropped and the others grow by 1 + r: the exact
  /// penalty is r·Σ (A(z − xβ) − A(z) + A′(z)·xβ), which is not the quadratic one for large xβ.
  @Test func rareDroppingHasItsOwnLimit() {
    let large = LogisticDropout(weights: [3, 1, -4], bias: 0.1)
    let (rate, z) = (1e-6, large.logit(x))
    let slope = LogisticDropout.logistic(z)
    let limit = zip(x, large.weights).reduce(0) { sum, pair in
      let share = pair.0 * pair.1
      return sum + LogisticDropout.partition(z - share) - LogisticDropout.partition(z)
        + slope * share
    }
    // E − A cancels ten digits of sixteen.
    #expect(abs(large.exactPenalty(x, keep: 1 - rate) / rate - limit) < 1e-4)
    let quadratic = large.quadraticPenalty(x, keep: 1 - rate) / rate
    #expect(abs(quadratic / limit - 1) > 0.1)
  }

  /// Central differences of the objective, step 10⁻⁵: error about 10⁻¹⁰.
  @Test(arguments: [LogisticObjective.none, .dropout, .quadratic])
  func gradientsAreThoseOfTheObjective(objective: LogisticObjective) {
    let rows = [[1, -2, 0.5], [0.2, 1.5, -1], [-1, 0.3, 2]]
    let labels: [Double] = [1, 0, 1]
    let keep = 0.6
    func value(_ model: LogisticDropout) -> Double {
      let penalty =
        switch objective {
        case .none, .drawnMasks: 0.0
        case .dropout: rows.reduce(0) { $0 + model.exactPenalty($1, keep: keep) } / 3
        case .quadratic: rows.reduce(0) { $0 + model.quadraticPenalty($1, keep: keep) } / 3
        }
      return model.loss(rows, labels) + penalty
    }
    let key = RandomKey(seed: 1)
    var sequence = RandomSequence(key)
    let gradient = LogisticTraining(objective: objective, keep: keep, key: key)
      .gradient(model, rows, labels, &sequence)
    for index in 0..<4 {
      func moved(_ step: Double) -> Double {
        var model = model
        if index < 3 { model.weights[index] += step } else { model.bias += step }
        return value(model)
      }
      let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect(abs(gradient[index] - slope) < 1e-8, "\(objective), \(index)")
    }
  }

  /// Drawn masks' gradients average to the exact one: 20,000 draws, five standard errors.
  ///
  /// One seed; a false alarm in about 1 of 400,000 seeds.
  @Test func drawnMasksAverageToTheExpectation() {
    let (rows, labels, keep) = ([x], [1.0], 0.6)
    let key = RandomKey(seed: 7)
    var sequence = RandomSequence(key)
    let exact = LogisticTraining(objective: .dropout, keep: keep, key: key)
      .gradient(model, rows, labels, &sequence)
    let drawn = LogisticTraining(objective: .drawnMasks, keep: keep, key: key)
    let draws = (0..<20_000).map { _ in drawn.gradient(model, rows, labels, &sequence) }
    for index in exact.indices {
      let values = draws.map { $0[index] }
      let deviation = Descriptive.standardDeviation(values) ?? 0
      let error = deviation / Double(values.count).squareRoot()
      #expect(abs(Descriptive.mean(values) - exact[index]) < 5 * error + 1e-12)
    }
  }

  @Test func trainingRepeatsAndTheSeedCounts() {
    let rows = [[1, -2, 0.5], [0.2, 1.5, -1], [-1, 0.3, 2]]
    func trained(_ seed: UInt64) -> LogisticDropout {
      LogisticTraining(objective: .drawnMasks, keep: 0.5, steps: 20, key: RandomKey(seed: seed))
        .train(rows, [1, 0, 1])
    }
    #expect(trained(1) == trained(1) && trained(1) != trained(2))
  }
}
