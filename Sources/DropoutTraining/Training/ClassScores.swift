/// Which classes a network confuses, and how far its probabilities can be trusted.
public struct ClassScores: Codable, Hashable, Sendable {
  /// `[class][answer]`: how many examples of each class got each answer; nil with more than ``classLimit``
  /// classes.
  public var confusion: [[Int]]?
  /// Mean over the classes of the share of their examples that are classified wrongly, 0…1: every class that has
  /// examples counts the same, however rare it is.
  public var balancedError: Double
  /// Mean squared distance of the class probabilities from the truth (Brier 1950): Σ (p − y)² over the classes,
  /// 0…2, with more than two classes, and (p − y)² of one of them, 0…1, with two, as `brier_score_loss` of
  /// scikit-learn. Nil for a squared loss, whose outputs are no probabilities.
  public var brierScore: Double?
  /// Expected calibration error, 0…1 (Naeini et al. 2015; Guo et al. 2017): the answers in ``binCount`` bins of equal
  /// width by their probability, the mean over the bins of |share right − mean probability|, weighted by their
  /// answers. With few examples it is too large, as chance alone tells the two apart. Nil for a squared loss.
  public var calibrationError: Double?

  /// The largest number of classes whose ``confusion`` is kept.
  public static let classLimit = 100
  /// The number of bins of ``calibrationError``.
  public static let binCount = 15

  /// Share of the examples of each class that are classified wrongly, 0…1, nil for a class without examples;
  /// empty without ``confusion``.
  public var classErrors: [Double?] {
    (confusion ?? []).enumerated().map { place, answers in
      let count = answers.reduce(0, +)
      return count == 0 ? nil : Double(count - answers[place]) / Double(count)
    }
  }
}

/// Sums over examples from which ``ClassScores`` are made.
struct ClassScoreSums {
  private let loss: Loss
  private var confusion: [[Int]]?
  /// Per class, its examples, and those classified rightly.
  private var classes: [(count: Int, right: Int)]
  private var brier = 0.0
  private var bins = [Bin](repeating: Bin(), count: ClassScores.binCount)
  /// Room for the probabilities of one example.
  private var probabilities: [Double]

  private struct Bin {
    var confidence = 0.0
    var right = 0
    var count = 0
  }

  /// No examples yet.
  init(_ shape: NetworkShape) {
    loss = shape.loss
    let count = shape.classCount
    confusion =
      count > ClassScores.classLimit
      ? nil : Array(repeating: Array(repeating: 0, count: count), count: count)
    classes = Array(repeating: (0, 0), count: count)
    probabilities = Array(repeating: 0, count: count)
  }

  /// Adds an example by its logits.
  mutating func add(logits: Matrix, row: Int, label: Int, answer: Int) {
    switch loss {
    case .squared: break
    case .sigmoid:
      // The smaller probability is computed itself, so that it is not lost by rounding.
      let small = PortableMath.exp(-abs(Double(logits[row, 0])))
      let other = small / (1 + small)
      probabilities[answer] = 1 / (1 + small)
      probabilities[1 - answer] = other
    case .softmax:
      let top = Double(logits[row, answer])
      var sum = 0.0
      for index in probabilities.indices {
        let weight = PortableMath.exp(Double(logits[row, index]) - top)
        probabilities[index] = weight
        sum += weight
      }
      for index in probabilities.indices { probabilities[index] /= sum }
    }
    add(label: label, answer: answer)
  }

  /// Adds an example by the probabilities of its classes.
  mutating func add(probabilities: [Double], label: Int, answer: Int) {
    self.probabilities = probabilities
    add(label: label, answer: answer)
  }

  private mutating func add(label: Int, answer: Int) {
    confusion?[label][answer] += 1
    classes[label].count += 1
    if answer == label { classes[label].right += 1 }
    guard loss != .squared else { return }
    if probabilities.count == 2 {
      let missing = probabilities[1 - label]
      brier += missing * missing
    } else {
      for index in probabilities.indices {
        let miss = probabilities[index] - (index == label ? 1 : 0)
        brier += miss * miss
      }
    }
    let confidence = probabilities[answer]
    // Probabilities of logits that are not finite belong to no bin: the sums become so, too.
    guard confidence.isFinite else { return }
    let bin = min(Int(confidence * Double(bins.count)), bins.count - 1)
    bins[bin].confidence += confidence
    bins[bin].right += answer == label ? 1 : 0
    bins[bin].count += 1
  }

  /// The scores of the examples added.
  var scores: ClassScores {
    let count = Double(max(classes.reduce(0) { $0 + $1.count }, 1))
    let errors = classes.filter { $0.count > 0 }.map {
      Double($0.count - $0.right) / Double($0.count)
    }
    let hasProbabilities = loss != .squared
    let gaps = bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) }
    return ClassScores(
      confusion: confusion, balancedError: errors.reduce(0, +) / Double(max(errors.count, 1)),
      brierScore: hasProbabilities ? brier / count : nil,
      calibrationError: hasProbabilities ? (brier.isFinite ? gaps / count : .nan) : nil)
  }
}
