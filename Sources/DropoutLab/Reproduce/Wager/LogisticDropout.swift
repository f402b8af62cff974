package import DropoutTraining

/// Logistic regression under dropout of its features, exactly: every mask is enumerated.
///
/// The log-partition function is A(z) = ln(1 + eᶻ). With masks d of keep probability q the expected
/// loss of an example is the loss without dropout plus the penalty E[A(Σ x∘d/q·β + b)] − A(x·β + b),
/// whatever its label (Wager, Wang and Liang 2013).
package struct LogisticDropout: Hashable, Sendable {
  /// β, one number a feature.
  package var weights: [Double]
  /// b.
  package var bias: Double

  /// A regression.
  package init(weights: [Double], bias: Double) {
    self.weights = weights
    self.bias = bias
  }

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

  /// Calls `body` with the probability, x∘d/q and logit of every mask d.
  ///
  /// - Complexity: O(2ⁿ) of n features.
  func forEveryMask(
    _ x: [Double], keep: Double, _ body: (Double, [Double], Double) -> Void
  ) {
    precondition(x.count <= 20, "2^\(x.count) masks are too many")
    var kept = x
    for mask in 0..<1 << x.count {
      var probability = 1.0
      for feature in x.indices {
        let lives = mask >> feature & 1 == 1
        kept[feature] = lives ? x[feature] / keep : 0
        probability *= lives ? keep : 1 - keep
      }
      body(probability, kept, logit(kept))
    }
  }

  /// E[A(z of a mask)] − A(z).
  package func exactPenalty(_ x: [Double], keep: Double) -> Double {
    var sum = 0.0
    forEveryMask(x, keep: keep) { probability, _, z in sum += probability * Self.partition(z) }
    return sum - Self.partition(logit(x))
  }

  /// ½ p(1 − p)·((1 − q)/q)·Σ xⱼ²βⱼ².
  package func quadraticPenalty(_ x: [Double], keep: Double) -> Double {
    let p = Self.logistic(logit(x))
    let squares = zip(x, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
    return 0.5 * p * (1 - p) * ((1 - keep) / keep) * squares
  }
}
