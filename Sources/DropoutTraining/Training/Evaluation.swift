/// How well a network does on a set of examples.
public struct Evaluation: Codable, Hashable, Sendable {
  /// Share of examples classified wrongly, 0…1; NaN for real targets.
  public var error: Double
  /// Mean loss: the negative log-likelihood in nats, or half the squared error.
  public var loss: Double
  /// The number of examples evaluated.
  public var count: Int
  /// Mean distance of the outputs from real targets, both standardised; nil for classes.
  public var meanAbsoluteError: Double?
  /// Which classes are confused, and how far the probabilities can be trusted; nil if it was not asked for.
  public var classes: ClassScores?

  /// Whether always answering the most frequent class, or the mean of real targets, would be as good or better;
  /// `examples` are those that were evaluated.
  public func isNoBetterThanGuessing(_ examples: ExampleMatrix) -> Bool {
    if examples.haveTargets { return loss >= examples.targetSpread }
    let wrong = Int((error * Double(count)).rounded())
    return wrong >= count - examples.mostFrequentClassCount
  }
}

/// Runs examples through a network without training it, a few hundred at a time.
struct Evaluator: ~Copyable {
  private let configuration: TrainingConfiguration
  private let forward: ForwardPass
  private let narrow: NarrowForwardPass?
  private let lists: RowLists
  private let team = WorkTeam(count: 1)
  private let labels: AlignedBuffer<Int32>
  private let losses: AlignedBuffer<Float>
  private static let chunk = 256

  /// Allocates memory for a chunk, in the narrow layout if the network allows it and no test forbids it.
  init(_ configuration: TrainingConfiguration, forbidsNarrow: Bool = false) {
    self.configuration = configuration
    narrow = forbidsNarrow ? nil : NarrowForwardPass(configuration, capacity: Self.chunk)
    forward = ForwardPass(configuration.network, rows: Self.chunk, inputRows: Self.chunk)
    lists = RowLists(
      rows: Self.chunk, columns: configuration.network.layers.dropLast().max() ?? 0)
    labels = AlignedBuffer(count: Self.chunk)
    losses = AlignedBuffer(count: Self.chunk)
  }

  /// Error and loss without dropout; classic scaling multiplies by the keep probabilities.
  ///
  /// - Parameter detailed: Whether to find ``Evaluation/classes``, too.
  func evaluate(
    _ examples: ExampleMatrix, parameters: borrowing ParameterBuffer, detailed: Bool
  ) -> Evaluation {
    examples.check(fits: configuration.network)
    let shape = configuration.network
    let loss = shape.loss
    var wrong = 0
    var distance = 0.0
    var sum = 0.0
    var sums = detailed && !examples.haveTargets ? ClassScoreSums(shape) : nil
    for start in stride(from: 0, to: examples.count, by: Self.chunk) {
      let count = min(Self.chunk, examples.count - start)
      let logits = forward.logits.prefix(count)
      for row in 0..<count { labels[row] = examples.answer(start + row, for: shape) }
      Kernels.inTheirMode {
        runChunk(examples, from: start, count: count, parameters: parameters)
        Kernels.loss(loss, logits: logits, labels: labels, into: losses)
      }
      for row in 0..<count {
        sum += Double(losses[row])
        if examples.haveTargets {
          let target = Float(bitPattern: UInt32(bitPattern: labels[row]))
          distance += abs(Double(logits[row, 0]) - Double(target))
          continue
        }
        let (label, predicted) = (
          examples.labels[start + row], loss.predictedClass(logits: logits, row: row)
        )
        if predicted != label { wrong += 1 }
        sums?.add(logits: logits, row: row, label: Int(label), answer: Int(predicted))
      }
    }
    let count = Double(max(examples.count, 1))
    if examples.haveTargets {
      return Evaluation(
        error: .nan, loss: sum / count, count: examples.count, meanAbsoluteError: distance / count)
    }
    return Evaluation(
      error: Double(wrong) / count, loss: sum / count, count: examples.count, classes: sums?.scores)
  }

  /// Logits of all examples without dropout, `[count, outputs]`, row-major.
  func logits(_ examples: ExampleMatrix, parameters: borrowing ParameterBuffer) -> [Float] {
    var values: [Float] = []
    for start in stride(from: 0, to: examples.count, by: Self.chunk) {
      let count = min(Self.chunk, examples.count - start)
      runChunk(examples, from: start, count: count, parameters: parameters)
      values += forward.logits.prefix(count).packed()
    }
    return values
  }

  /// Logits of all examples under masks: examples are taken in chunks, and chunk *c* of `sample`
  /// uses draw `sample` · 2³² + *c* of `formula`.
  func logits(
    _ examples: ExampleMatrix, parameters: borrowing ParameterBuffer, sample: Int,
    formula: MaskFormula
  ) -> [Float] {
    let masks = BatchMasks(formula, configuration: configuration, batchSize: Self.chunk)
    var values: [Float] = []
    for start in stride(from: 0, to: examples.count, by: Self.chunk) {
      let count = min(Self.chunk, examples.count - start)
      masks.draw(UInt64(sample) << 32 + UInt64(start / Self.chunk))
      let input = forward.input.prefix(count)
      _ = examples.rows(start..<start + count, copiedTo: input, alwaysCopies: true)
      Kernels.applyMask(input, into: input, mask: masks.mask(layer: 0))
      run(input, parameters: parameters, mask: masks.mask)
      values += forward.logits.prefix(count).packed()
    }
    return values
  }

  private func runChunk(
    _ examples: ExampleMatrix, from start: Int, count: Int, parameters: borrowing ParameterBuffer
  ) {
    let classic = configuration.scaling == .classic
    func scale(_ layer: Int) -> Float {
      classic ? Float(configuration.keep(layer: layer).realised) : 1
    }
    let input = examples.rows(start..<start + count, copiedTo: forward.input, alwaysCopies: classic)
    if classic { Kernels.applyMask(input, into: input, mask: .all(scale: scale(0))) }
    if let narrow {
      narrow.run(
        input, parameters: parameters, scale: scale, into: forward.logits.prefix(count))
    } else {
      run(input, parameters: parameters) { .all(scale: scale($0)) }
    }
  }

  private func run(
    _ input: Matrix, parameters: borrowing ParameterBuffer, mask: (_ layer: Int) -> AppliedMask
  ) {
    forward.run(input, mask: mask) { layer, below, output in
      lists.product(
        below, parameters.weights[layer], bias: parameters.biases[layer], into: output, team: team)
    }
  }
}
