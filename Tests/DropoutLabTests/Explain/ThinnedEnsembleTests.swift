@testable import DropoutStatistics
import DropoutTraining
import Foundation
import TestSupport
import Testing

@testable import DropoutLab

/// Summaries of all thinned networks, and averages of passes.
struct ThinnedEnsembleTests {
  private let configuration = TrainingConfiguration(
    network: NetworkShape(layers: [2, 6, 3, 1], initialisation: .course),
    keepProbabilities: [1, 0.75, 0.5], learningRate: LearningRate(0.3), steps: 400)

  private func trained(_ data: Dataset) -> TrainedNetwork {
    var trainer = Trainer(
      configuration, policy: .perExample, seed: 3, examples: ExampleMatrix(data.train))
    while trainer.stepsDone < 400 { trainer.step() }
    return TrainedNetwork(configuration, parameters: trainer.parameters)
  }

  @Test func distributionsHoldEveryNetwork() throws {
    let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let network = trained(data)
    let test = ExampleMatrix(data.test)
    let found = network.evaluateThinned(test)
    let ensemble = ThinnedEnsemble(network: network, examples: test, threads: 2)
    #expect(ensemble.networkCount == 512 && ensemble.droppableUnits == 9)
    #expect(ensemble.histogram.reduce(0) { $0 + $1.networks } == 512)
    #expect(abs(ensemble.histogram.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    #expect(ensemble.histogram.map(\.wrong) == Set(found.wrong.map(Int.init)).sorted())
    let errors = found.wrong.map { Double($0) / Double(test.count) }
    #expect(abs(ensemble.errors.unweighted.mean - Descriptive.mean(errors)) < 1e-12)
    let weighted = errors.indices.reduce(0.0) {
      $0 + found.networks.probability(of: $1) * errors[$1]
    }
    #expect(abs(ensemble.errors.weighted.mean - weighted) < 1e-12)
    #expect(ensemble.best.error == errors.min() && ensemble.worst.error == errors.max())
    let least = errors.min()
    let equals: [Int] = errors.indices.filter { errors[$0] == least }
    let lowest = equals.map { found.losses[$0] }.min()
    #expect(ensemble.best.loss == lowest)
    #expect(ensemble.best.survivors.map(\.count) == [6, 3])
    #expect(ensemble.losses.unweighted.least == found.losses.min())
    let scaled = network.evaluate(test)
    #expect(ensemble.weightScaling == scaled)
    #expect(ensemble.sentences.count == 3)
  }

  @Test func quantilesHalveTheWeight() {
    let values = [30.0, 10, 20, 40]
    let order = [1, 2, 0, 3]
    let alike = WeightedDistribution(values, weights: [1, 1, 1, 1], ascending: order)
    #expect(alike.mean == 25 && alike.least == 10 && alike.most == 40)
    #expect([alike.lowerQuartile, alike.median, alike.upperQuartile] == [10, 20, 30])
    #expect(abs(alike.deviation - 125.0.squareRoot()) < 1e-12)
    let heavy = WeightedDistribution(values, weights: [0.1, 0.1, 0.1, 0.7], ascending: order)
    #expect([heavy.lowerQuartile, heavy.median, heavy.upperQuartile] == [30, 40, 40])
    #expect(abs(heavy.mean - 34) < 1e-12)
    let one = WeightedDistribution([5], weights: [0.3], ascending: [0])
    #expect(one.median == 5 && one.deviation == 0)
  }

  // MARK: Averages of passes

  @Test func firstRepeatIsTheEvaluationOfSamples() throws {
    let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let network = trained(data)
    let test = ExampleMatrix(data.test)
    let curve = MonteCarloCurve(
      network: network, examples: test, ks: [5, 1, 3, 5], repeats: 1, seed: 8)
    #expect(curve.points.map(\.passes) == [1, 3, 5] && curve.repeats == 1)
    for point in curve.points {
      let evaluation = network.evaluate(test, samples: point.passes, seed: 8)
      #expect(point.error.mean == evaluation.error && point.loss.mean == evaluation.loss)
      #expect(point.errorDeviation == nil)
    }
    let scaled = network.evaluate(test)
    #expect(curve.weightScaling == scaled)
  }

  @Test func repeatsShareNoPass() throws {
    let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let network = trained(data)
    let test = ExampleMatrix(data.test)
    let curve = MonteCarloCurve(network: network, examples: test, ks: [1, 4], repeats: 3, seed: 8)
    let losses = (0..<3).map { number in
      var sums = network.noSums(test)
      for pass in 4 * number..<4 * number + 4 {
        network.addPass(pass, seed: 8, examples: test, to: &sums)
      }
      return network.score(sums: sums, passes: 4, examples: test).loss
    }
    #expect(Set(losses).count == 3)
    #expect(curve.points[1].loss == Estimate(losses))
    #expect(curve.points[1].lossDeviation == Descriptive.standardDeviation(losses))
    let again = MonteCarloCurve(network: network, examples: test, ks: [1, 4], repeats: 3, seed: 8)
    #expect(again == curve)
    let other = MonteCarloCurve(network: network, examples: test, ks: [1, 4], repeats: 3, seed: 9)
    #expect(other.points != curve.points)
  }

  /// Averages of many passes come to the exact average. Ten repeats give a mean loss whose four
  /// standard errors one of 300 seeds would miss (t with 9 degrees of freedom); this one is fixed. That
  /// −log of a mean of k passes is too large by about its variance/2k is below these errors.
  @Test func manyPassesComeToTheExactAverage() throws {
    let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let network = trained(data)
    let test = ExampleMatrix(data.test)
    let exact = ThinnedEnsemble(network: network, examples: test)
    let curve = MonteCarloCurve(network: network, examples: test, ks: [2_000], repeats: 10, seed: 2)
    let point = curve.points[0]
    let error = try #require(point.lossDeviation) / 10.0.squareRoot()
    let distance = abs(point.loss.mean - exact.arithmeticMean.loss)
    #expect(distance < 4 * error + 1e-4)
    // It can tell the other mean apart.
    let apart = abs(exact.arithmeticMean.loss - exact.geometricMean.loss)
    #expect(apart > 8 * error + 2e-4)
  }

  @Test func usualPassesRiseToTheGreatest() {
    #expect(MonteCarloCurve.usualPasses(upTo: 1) == [1])
    #expect(MonteCarloCurve.usualPasses(upTo: 100) == [1, 2, 5, 10, 20, 50, 100])
    #expect(MonteCarloCurve.usualPasses(upTo: 30) == [1, 2, 5, 10, 20, 30])
  }

  @Test func chartStandsAlone() throws {
    let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let network = trained(data)
    let test = ExampleMatrix(data.test)
    let text = ThinnedHistogramChart(ThinnedEnsemble(network: network, examples: test)).document
    #expect(text.hasPrefix("<svg xmlns=") && text.hasSuffix("</svg>\n"))
    for part in ["512 thinned networks", "full network", "exact average"] {
      #expect(text.contains(part))
    }
    #expect(!text.contains("NaN") && !text.contains("inf"))
  }
}
