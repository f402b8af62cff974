/// A training whose speed is measured.
public struct BenchmarkWorkload: Sendable {
  /// Its name in tables and files.
  public let name: String
  /// The training, without masks.
  public let configuration: TrainingConfiguration
  /// Steps before the clock starts: activations thin out while a net learns.
  public let warmUp: Int
  /// Steps of one timing.
  public let steps: Int

  /// All workloads.
  public static let all = [course, mnist2, mnist3]

  /// 2-20-3-1, keep .86 on the hidden layers, full batch: the course's own net.
  public static let course = BenchmarkWorkload(
    name: "course", configuration: .course, warmUp: 2_000, steps: 20_000)

  /// 784-1024-1024-10, keep .8 and .5, momentum .9, batch 128.
  public static let mnist2 = mnist(
    "mnist2", hidden: [1024, 1024], keepProbabilities: [0.8, 0.5, 0.5], warmUp: 600, steps: 40)

  /// 784-2048-2048-2048-10, keep .8 and .5, momentum .9, batch 128.
  public static let mnist3 = mnist(
    "mnist3", hidden: [2048, 2048, 2048], keepProbabilities: [0.8, 0.5, 0.5, 0.5], warmUp: 100,
    steps: 10)

  private static func mnist(
    _ name: String, hidden: [Int], keepProbabilities: [Double], warmUp: Int, steps: Int
  ) -> BenchmarkWorkload {
    BenchmarkWorkload(
      name: name,
      configuration: TrainingConfiguration(
        network: NetworkShape(layers: [784] + hidden + [10]), keepProbabilities: keepProbabilities,
        optimizer: .momentum(.init(0.9)), learningRate: LearningRate(0.02), batchSize: 128,
        steps: 100_000),
      warmUp: warmUp, steps: steps)
  }

  /// Multiplications and additions of a step where every term is computed: forward, input gradients
  /// above the first layer, weight gradients.
  public func denseOperations(exampleCount: Int) -> Double {
    let batch = configuration.batchSize(exampleCount: exampleCount)
    return 2 * Double(batch) * Double(configuration.network.stepProducts)
  }
}

/// A quantity measured several times.
public struct Measurement: Codable, Hashable, Sendable {
  /// The middle one of the values.
  public let median: Double
  /// The smallest.
  public let min: Double
  /// The largest.
  public let max: Double

  /// Of values, at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no values")
    let sorted = values.sorted()
    median = sorted[sorted.count / 2]
    min = sorted[0]
    max = sorted[sorted.count - 1]
  }
}
