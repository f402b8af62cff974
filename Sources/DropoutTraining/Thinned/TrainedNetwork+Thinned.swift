/// Every thinned network of a trained one, evaluated.
public struct ThinnedEvaluation: Sendable {
  /// The networks, and what their numbers mean.
  public let networks: ThinnedNetworks
  /// How many examples each was evaluated on.
  public let exampleCount: Int
  /// How many of them each network classifies wrongly, by its number.
  public let wrong: [UInt32]
  /// The mean loss of each, by its number.
  public let losses: [Double]
  /// The mean of all networks' probabilities, weighted by how likely their masks are.
  public let arithmeticMean: Evaluation
  /// The same of the logarithms of the probabilities, normalised.
  public let geometricMean: Evaluation
}

extension TrainedNetwork {
  /// Units that may be dropped at most where every thinned network is evaluated.
  public static let greatestThinnedUnitCount = 20

  /// Evaluates every network that dropping leaves, and their two means, exactly.
  ///
  /// Survivors are multiplied as in training. The geometric mean of softmax or sigmoid outputs,
  /// normalised, is the softmax or sigmoid of the mean logits, weighted alike: log p is a logit less
  /// what is common to all classes.
  ///
  /// - Parameters:
  ///   - threads: Threads that share the work; they change no bit.
  ///   - progress: Told the share that is done.
  /// - Precondition: up to ``greatestThinnedUnitCount`` units drop, at least one; the loss is a
  ///   cross-entropy.
  /// - Complexity: 2ⁿ · examples · outputs exponentials.
  public func evaluateThinned(
    _ examples: ExampleMatrix, threads: Int = 1, progress: (Double) -> Void = { _ in }
  ) -> ThinnedEvaluation {
    examples.check(fits: configuration.network)
    let layout = ThinnedLayout(configuration)
    let count = layout.networks.unitCount
    precondition(
      count <= Self.greatestThinnedUnitCount && configuration.network.loss != .squared,
      "\(count) units, \(configuration.network.loss)")
    let results = ThinnedResults(networks: 1 << count)
    let team = WorkTeam(count: threads)
    // The last one makes what all the others read.
    let workers = (0...threads).map { _ in
      ThinnedWorker(layout, weights: parameters.weights, biases: parameters.biases)
    }
    let blocks = (0..<layout.blockCount).map { _ in ThinnedSums(classes: layout.outputs) }
    let chunk = ThinnedChunk(configuration)
    var means = ThinnedMeans(classes: layout.outputs)
    for start in stride(from: 0, to: examples.count, by: ThinnedLayout.chunk) {
      let points = min(ThinnedLayout.chunk, examples.count - start)
      let ground = workers[threads].ground(chunk.load(examples, from: start, count: points))
      team.splitNumbered(layout.blockCount) { part, range in
        for block in range {
          blocks[block].value.clear()
          Kernels.inTheirMode {
            workers[part].run(
              block: block, ground: ground, labels: chunk.labels, points: points,
              sums: blocks[block].value, results: results)
          }
        }
      }
      means.add(blocks, points: points)
      progress(Double(start + points) / Double(examples.count))
    }
    let (arithmetic, geometric) = (means.probabilities, means.logits)
    let outputs = max(layout.outputs, 2)
    return ThinnedEvaluation(
      networks: layout.networks, exampleCount: examples.count,
      wrong: (0..<1 << count).map { results.wrong[$0] },
      losses: (0..<1 << count).map { results.losses[$0] / Double(max(examples.count, 1)) },
      arithmeticMean: score(
        arithmetic.flatMap { row in
          let sum = row.reduce(0, +)
          return row.map { $0 / sum }
        }, examples: examples, classes: outputs),
      geometricMean: score(
        geometric.flatMap { configuration.network.loss.probabilities($0) }, examples: examples,
        classes: outputs))
  }
}

/// Weighted sums of a block's logits and probabilities, a class only because arrays cannot hold
/// noncopyable values.
private final class ThinnedSums {
  let value: AlignedBuffer<Double>
  init(classes: Int) {
    value = AlignedBuffer(
      count: Kernels.thinnedSumRows(classes: classes) * rowStride(ThinnedLayout.chunk))
  }
}

/// Features and labels of a chunk of examples.
private final class ThinnedChunk {
  let labels = AlignedBuffer<Int32>(count: ThinnedLayout.chunk)
  private let rows: OwnedMatrix
  private let columns: OwnedMatrix

  init(_ configuration: TrainingConfiguration) {
    let inputs = configuration.network.layers[0]
    rows = OwnedMatrix(rows: ThinnedLayout.chunk, columns: inputs)
    columns = OwnedMatrix(rows: inputs, columns: ThinnedLayout.chunk)
  }

  /// The features, inputs × points. Points beyond `count` are what they were; nothing reads them.
  func load(_ examples: ExampleMatrix, from start: Int, count: Int) -> Matrix {
    let input = examples.rows(start..<start + count, copiedTo: rows.view, alwaysCopies: false)
    Kernels.transpose(
      input, into: columns.view.reshaped(rows: columns.view.rows, columns: count))
    for point in 0..<count { labels[point] = examples.labels[start + point] }
    return columns.view
  }
}

/// The weighted means of every example.
private struct ThinnedMeans {
  private let classes: Int
  /// Per example, its mean logits.
  var logits: [[Double]] = []
  /// Per example, its mean probabilities.
  var probabilities: [[Double]] = []

  init(classes: Int) { self.classes = classes }

  /// Adds up the blocks of a chunk, in order.
  mutating func add(_ blocks: [ThinnedSums], points: Int) {
    let stride = rowStride(ThinnedLayout.chunk)
    for point in 0..<points {
      let sums = (0..<Kernels.thinnedSumRows(classes: classes)).map { row in
        blocks.reduce(0) { $0 + $1.value[row * stride + point] }
      }
      logits.append(Array(sums[..<classes]))
      probabilities.append(Array(sums[classes...]))
    }
  }
}
