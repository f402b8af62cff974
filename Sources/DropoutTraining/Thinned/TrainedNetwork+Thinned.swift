/// The error and loss of every thinned network of a trained network, and of their two means.
///
/// Training with dropout trains all of them, and evaluation with weight scaling approximates their mean; this
/// shows how well.
public struct ThinnedEvaluation: Sendable {
  /// The networks, which define what a network's number means.
  public let networks: ThinnedNetworks
  /// The number of examples each network was evaluated on.
  public let exampleCount: Int
  /// The number of examples that each network classifies wrongly, by the network's number.
  public let wrong: [UInt32]
  /// The mean loss of each network, by its number.
  public let losses: [Double]
  /// The evaluation of the networks' mean probabilities, weighted by the probability of each mask.
  public let arithmeticMean: Evaluation
  /// The evaluation of the networks' geometric mean probabilities, weighted alike and normalised.
  public let geometricMean: Evaluation
}

extension TrainedNetwork {
  /// The largest number of droppable units for which every thinned network can be evaluated.
  public static let greatestThinnedUnitCount = 20

  /// Evaluates every thinned network, and the two means of all of them, exactly.
  ///
  /// Kept units are multiplied as in training. The normalised geometric mean of softmax or sigmoid outputs is
  /// the softmax or sigmoid of the mean logits, with the same weights: log p is a logit minus a term that is
  /// the same for all classes.
  ///
  /// - Parameters:
  ///   - examples: The examples to evaluate on.
  ///   - threads: The number of threads that share the work; it changes no bit.
  ///   - progress: Called with the share of the work that is done, 0…1.
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
    // The last one computes the input that all the others read.
    let workers = (0...threads).map { _ in
      ThinnedWorker(layout, weights: parameters.weights, biases: parameters.biases)
    }
    // Weighted sums of each block's logits and probabilities.
    let sumCount =
      Kernels.thinnedSumRows(classes: layout.outputs) * rowStride(ThinnedLayout.chunk)
    let blocks = (0..<layout.blockCount).map { _ in Box(AlignedBuffer<Double>(count: sumCount)) }
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
    return ThinnedEvaluation(
      networks: layout.networks, exampleCount: examples.count,
      wrong: (0..<1 << count).map { results.wrong[$0] },
      losses: (0..<1 << count).map { results.losses[$0] / Double(max(examples.count, 1)) },
      arithmeticMean: score(
        means.probabilities.flatMap { row in
          let sum = row.reduce(0, +)
          return row.map { $0 / sum }
        }, examples: examples),
      geometricMean: score(
        means.logits.flatMap { configuration.network.loss.probabilities($0) }, examples: examples))
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

  /// The features, inputs × examples. Columns beyond `count` keep their old numbers, which nothing reads.
  func load(_ examples: ExampleMatrix, from start: Int, count: Int) -> Matrix {
    let input = examples.rows(start..<start + count, copiedTo: rows.view, alwaysCopies: false)
    Kernels.transpose(
      input, into: columns.view.reshaped(rows: columns.view.rows, columns: count))
    for point in 0..<count { labels[point] = examples.labels[start + point] }
    return columns.view
  }
}

/// The weighted mean predictions for every example.
private struct ThinnedMeans {
  private let classes: Int
  /// Per example, its mean logits.
  var logits: [[Double]] = []
  /// Per example, its mean probabilities.
  var probabilities: [[Double]] = []

  init(classes: Int) { self.classes = classes }

  /// Adds up the blocks of a chunk, in order.
  mutating func add(_ blocks: [Box<AlignedBuffer<Double>>], points: Int) {
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
