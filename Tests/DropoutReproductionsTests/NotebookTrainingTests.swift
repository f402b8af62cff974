@testable import DropoutReproductions
import DropoutTraining
import Foundation
import Testing

@testable import DropoutLab

/// The Float64 notebook against NumPy.
struct NotebookTrainingTests {
  struct Case: CustomStringConvertible, Sendable {
    let training: NotebookTraining
    let costs: [Double]
    let accuracies: [Double]

    init(_ training: NotebookTraining, costs: [Double], accuracies: [Double]) {
      self.training = training
      self.costs = costs
      self.accuracies = accuracies
    }

    var description: String { "\(training.policy), λ \(training.lambda)" }
  }

  private func check(_ test: Case, iterations: Int, decimals tolerance: Double) throws {
    let path = try NotebookFixture.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var training = test.training
    training.iterations = iterations
    training.costInterval = iterations / 2
    let outcome = training.outcome(try NotebookData(path: path))
    #expect(outcome.costs.count == 2)
    for (ours, numpy) in zip(outcome.costs, test.costs) {
      #expect(abs(ours - numpy) < tolerance, "\(ours) against \(numpy)")
    }
    #expect([outcome.trainAccuracy, outcome.testAccuracy] == test.accuracies)
  }

  /// `script/course_notebook.py data.mat --iterations 200 --every 100`
  @Test(
    arguments: [
      Case(
        .init(), costs: [0.6159508129235957, 0.1246018038016718],
        accuracies: [0.9694656488549618, 0.95]),
      Case(
        .init(lambda: 0.7), costs: [0.6831280538367296, 0.2223336172005027],
        accuracies: [0.9694656488549618, 0.95]),
      Case(
        .init(policy: MaskPolicy(.perExample, .frozen)),
        costs: [0.6288565283475864, 0.26832805608669424],
        accuracies: [0.9694656488549618, 0.9]),
      Case(
        .init(policy: .perExample), costs: [0.6288565283475864, 0.2678293813457465],
        accuracies: [0.9694656488549618, 0.95]),
      Case(
        .init(policy: MaskPolicy(.perBatch, .frozen)),
        costs: [0.6887574954837282, 0.17395915283030042],
        accuracies: [0.9236641221374046, 0.925]),
      Case(
        .init(policy: .perBatch), costs: [0.6887574954837282, 0.2014495241975713],
        accuracies: [0.9694656488549618, 0.95]),
    ])
  func twoHundredStepsAreNumPys(test: Case) throws {
    try check(test, iterations: 200, decimals: 1e-12)
  }

  #if !DEBUG
    /// `script/course_notebook.py data.mat --iterations 10000 --every 5000`
    ///
    /// One frozen column is left out: rounding decides where it goes.
    @Test(
      arguments: [
        Case(
          .init(), costs: [0.6159508129235957, 0.06450518005097636],
          accuracies: [0.9847328244274809, 0.95]),
        Case(
          .init(lambda: 0.7), costs: [0.6831280538367296, 0.1793121535027467],
          accuracies: [0.9618320610687023, 0.95]),
        Case(
          .init(policy: MaskPolicy(.perExample, .frozen)),
          costs: [0.6288565283475864, 0.026992686690263043],
          accuracies: [0.9618320610687023, 0.925]),
        Case(
          .init(policy: .perExample), costs: [0.6288565283475864, 0.08669164209182183],
          accuracies: [0.9694656488549618, 0.925]),
        Case(
          .init(policy: .perBatch), costs: [0.6887574954837282, 0.17581674654975618],
          accuracies: [0.9694656488549618, 0.925]),
      ])
    func tenThousandStepsAreNumPys(test: Case) throws {
      try check(test, iterations: 10_000, decimals: 1e-11)
    }
  #endif

  /// `numpy.sum` adds eight running sums up to 128 numbers, halves above; from NumPy, of 0.1 · k²:
  ///
  ///     [float(np.sum(0.1 * np.arange(n) ** 2)) for n in (0, 7, 8, 129, 211, 400)]
  @Test(arguments: [
    (0, 0.0),
    (7, 9.1),
    (8, 14.0),
    (129, 70726.40000000001),
    (211, 310908.5),
    (400, 2125340.0),
  ])
  func pairwiseSumIsNumPys(count: Int, sum: Double) {
    let numbers = (0..<count).map { 0.1 * Double($0 * $0) }
    #expect(NotebookNetwork.pairwiseSum(numbers[...]) == sum)
  }

  @Test func anInfiniteCostIsKeptAndNotANumberIsNot() {
    let examples = NotebookExamples(rows: [0, 0, 0, 0], featureCount: 2, labels: [1, 0])
    func cost(_ a: [Double]) -> Double {
      NotebookNetwork.cost(NotebookExamples.blocks(a), examples)
    }
    // −log(1)·1 + −log(0)·0 is 0 + inf·0 = NaN, which nansum leaves out.
    #expect(cost([1, 0.5]) == 0.5 * -log(0.5))
    #expect(cost([0, 0.5]) == .infinity)
  }

  @Test func roundingNoiseIsSmallAndRepeats() {
    var training = NotebookTraining()
    let plain = training.initialNetwork
    training.rounding = .init(relative: 1e-15, index: 3)
    let disturbed = training.initialNetwork
    #expect(disturbed == training.initialNetwork && disturbed != plain)
    training.rounding = .init(relative: 1e-15, index: 4)
    #expect(training.initialNetwork != disturbed)
    for (a, b) in zip(plain.weights.joined(), disturbed.weights.joined()) {
      #expect(abs(a - b) <= 1e-14 * abs(a))
    }
  }

  @Test func damagedFilesAreRefused() throws {
    #expect(throws: DatasetError.self) { try NotebookData(path: "/nowhere/data.mat") }
    let path = try NotebookFixture.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NotebookFixture.bytes.prefix(500).write(to: URL(fileURLWithPath: path))
    #expect(throws: DatasetError.self) { try NotebookData(path: path) }
  }
}
