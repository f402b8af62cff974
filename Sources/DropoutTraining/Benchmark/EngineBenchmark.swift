/// Measures the engine: whole training steps, its dense product, its masks.
public enum EngineBenchmark {
  private static let clock = ContinuousClock()

  private static func seconds(_ body: () -> Void) -> Double { clock.measure(body) / .seconds(1) }

  /// Microseconds a step takes, and the share of the multiplications that were done.
  ///
  /// - Parameters:
  ///   - workload: What is trained.
  ///   - policy: Its masks.
  ///   - threads: Threads that share a step.
  ///   - examples: What it is trained on.
  ///   - repeats: How often it is timed.
  public static func step(
    _ workload: BenchmarkWorkload, policy: MaskPolicy, threads: Int, examples: ExampleMatrix,
    repeats: Int
  ) -> (microseconds: Measurement, shareDone: Double) {
    var trainer = Trainer(
      workload.configuration, policy: policy, seed: 1, examples: examples, threads: threads)
    for _ in 0..<workload.warmUp { trainer.step() }
    let times = (0..<repeats).map { _ in
      let start = clock.now
      for _ in 0..<workload.steps { trainer.step() }
      return (clock.now - start) / .seconds(1) / Double(workload.steps) * 1e6
    }
    let all = workload.denseOperations(exampleCount: examples.count)
    return (Measurement(times), trainer.lastStepOperations / all)
  }

  /// What a step of the course's network takes when its gradients are subnormal numbers, smaller than 2⁻¹²⁶,
  /// and when they are ordinary ones. Nothing else differs.
  ///
  /// Processors without the kernels' floating-point mode take 1 to 4 times as long for subnormal ones.
  ///
  /// - Parameters:
  ///   - features: `[examples, 2]`.
  ///   - policy: The mask policy of the course net.
  ///   - repeats: How often each is timed, by turns.
  public static func subnormalStep(
    _ features: Examples, policy: MaskPolicy, repeats: Int
  ) -> (subnormal: Measurement, ordinary: Measurement) {
    var configuration = BenchmarkWorkload.course.configuration
    configuration.learningRate = LearningRate(0)
    // All labels are 0: the gradient by a logit z is about eᶻ / examples.
    let examples = ExampleMatrix(
      Examples(
        featureCount: features.featureCount, features: features.features.numbers,
        labels: [Int32](repeating: 0, count: features.count)))
    func microseconds(logit: Float) -> Double {
      var initial = Parameters(shape: configuration.network, key: RandomKey(seed: 1))
      let last = initial.weights.count - 1
      initial.weights[last] = initial.weights[last].map { $0 / 100 }
      initial.biases[last] = [logit]
      var trainer = Trainer(
        configuration, policy: policy, seed: 1, examples: examples, initial: initial)
      let steps = BenchmarkWorkload.course.steps / 10
      for _ in 0..<steps / 10 { trainer.step() }
      return seconds { for _ in 0..<steps { trainer.step() } } / Double(steps) * 1e6
    }
    let times = (0..<repeats).map { _ in (microseconds(logit: -86), microseconds(logit: -20)) }
    return (Measurement(times.map(\.0)), Measurement(times.map(\.1)))
  }

  /// GFLOP/s of the dense product [rows, depth] · [depth, columns] without zeros, one thread.
  public static func denseProduct(
    rows: Int, depth: Int, columns: Int, repeats: Int
  ) -> Measurement {
    let memory = AlignedBuffer<Float>(
      count: rows * rowStride(depth) + (depth + rows) * rowStride(columns))
    for index in 0..<memory.count { memory[index] = Float(index % 7 + 1) / 8 }
    let a = Matrix(memory, rows: rows, columns: depth)
    let b = Matrix(memory, offset: rows * rowStride(depth), rows: depth, columns: columns)
    let out = Matrix(
      memory, offset: rows * rowStride(depth) + depth * rowStride(columns), rows: rows,
      columns: columns)
    let operations = 2 * Double(rows) * Double(depth) * Double(columns)
    let passes = max(1, Int(2e9 / operations))
    Kernels.product(a, b, into: out)
    return Measurement(
      (0..<repeats).map { _ in
        operations * Double(passes) / 1e9
          / seconds { for _ in 0..<passes { Kernels.product(a, b, into: out) } }
      })
  }

  /// Nanoseconds an element of a mask takes to draw: 128 × 1,024 masks, one thread.
  public static func maskElement(keep: Double, repeats: Int) -> Measurement {
    let bits = MaskBits(rows: 128, units: 1024)
    let key = RandomKey(seed: 1)
    let threshold = KeepProbability(keep).threshold
    let draws = 100
    return Measurement(
      (0..<repeats).map { turn in
        seconds {
          for draw in 0..<draws {
            bits.draw(rows: 128, key: key, draw: UInt64(turn * draws + draw), threshold: threshold)
          }
        } / Double(draws * 128 * 1024) * 1e9
      })
  }
}
