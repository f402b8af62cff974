import DropoutStatistics
import DropoutTraining

/// Logistic regression under dropout of its features, computed exactly by enumerating every mask.
///
/// The log-partition function is A(z) = ln(1 + eᶻ). With masks d of keep probability q the expected
/// loss of an example is the loss without dropout plus the penalty E[A(Σ x∘d/q·β + b)] − A(x·β + b),
/// whatever its label (Wager, Wang and Liang 2013).
package struct LogisticDropout: Hashable, Sendable {
  /// β, one number per feature.
  package var weights: [Double]
  /// The bias b.
  package var bias: Double

  /// x·β + b.
  package func logit(_ x: [Double]) -> Double {
    zip(x, weights).reduce(bias) { $0 + $1.0 * $1.1 }
  }

  /// ln(1 + eᶻ) without overflow.
  package static func partition(_ z: Double) -> Double {
    max(z, 0) + PortableMath.log(1 + PortableMath.exp(-z.magnitude))
  }

  /// 1/(1 + e⁻ᶻ).
  package static func logistic(_ z: Double) -> Double {
    let small = PortableMath.exp(-z.magnitude)
    return z >= 0 ? 1 / (1 + small) : small / (1 + small)
  }

  /// Mean negative log-likelihood of labels 0 and 1.
  package func loss(_ rows: [[Double]], _ labels: [Double]) -> Double {
    let terms = zip(rows, labels).map { x, y in
      let z = logit(x)
      return Self.partition(z) - y * z
    }
    return Descriptive.mean(terms)
  }

  /// The logit under every mask of n features; bit *j* of a mask's number says whether feature *j*
  /// is kept.
  ///
  /// - Complexity: O(2ⁿ).
  func logits(_ x: [Double], keep: Double) -> [Double] {
    precondition(x.count <= 20, "2^\(x.count) masks are too many")
    var logits = [bias]
    for (value, weight) in zip(x, weights) {
      let share = value / keep * weight
      logits += logits.map { $0 + share }
    }
    return logits
  }

  /// The probability of every mask of n features, in the same order.
  static func probabilities(featureCount: Int, keep: Double) -> [Double] {
    var probabilities = [1.0]
    for _ in 0..<featureCount {
      probabilities = probabilities.map { $0 * (1 - keep) } + probabilities.map { $0 * keep }
    }
    return probabilities
  }

  /// The exact penalty of an example, E[A(z of a mask)] − A(z).
  package func exactPenalty(_ x: [Double], keep: Double) -> Double {
    let probabilities = Self.probabilities(featureCount: x.count, keep: keep)
    let expected = zip(probabilities, logits(x, keep: keep)).reduce(0) {
      $0 + $1.0 * Self.partition($1.1)
    }
    return expected - Self.partition(logit(x))
  }

  /// The quadratic penalty of an example, ½ p(1 − p)·((1 − q)/q)·Σ xⱼ²βⱼ².
  package func quadraticPenalty(_ x: [Double], keep: Double) -> Double {
    let p = Self.logistic(logit(x))
    let squares = zip(x, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
    return 0.5 * p * (1 - p) * ((1 - keep) / keep) * squares
  }
}
