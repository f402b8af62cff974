package import DropoutTraining

/// The objective of a logistic regression: the loss alone, with dropout, or with dropout's quadratic penalty.
package enum LogisticObjective: String, Codable, Hashable, Sendable, CaseIterable {
  /// The loss alone.
  case none
  /// The expected loss under dropout, every mask enumerated.
  case dropout
  /// The loss under freshly drawn masks, one for each example and step.
  case drawnMasks
  /// The loss plus the quadratic penalty.
  case quadratic
}

/// Trains a logistic regression from zero by gradient descent with momentum.
package struct LogisticTraining: Sendable {
  package var objective: LogisticObjective
  /// q, the keep probability of every feature.
  package var keep: Double
  package var steps = 400
  /// Decides the drawn masks; nothing else is random.
  package var key: RandomKey

  /// The trained regression.
  package func train(_ rows: [[Double]], _ labels: [Double]) -> LogisticDropout {
    let width = rows[0].count
    var model = LogisticDropout(weights: [Double](repeating: 0, count: width), bias: 0)
    var velocity = [Double](repeating: 0, count: width + 1)
    var sum = velocity
    var sequence = RandomSequence(key)
    // Below 1/L, with L the largest curvature of the loss, at most a quarter of E|x∘d/q|² + 1.
    let squares = rows.joined().reduce(0) { $0 + $1 * $1 } / Double(rows.count)
    var rate = 1 / (0.25 * (squares / (objective == .none ? 1 : keep) + 1))
    if objective == .drawnMasks { rate /= 8 }
    for step in 0..<steps {
      let gradient = gradient(model, rows, labels, &sequence)
      for index in velocity.indices {
        velocity[index] = 0.9 * velocity[index] - rate * gradient[index]
      }
      for index in 0..<width { model.weights[index] += velocity[index] }
      model.bias += velocity[width]
      // Averaging over the second half removes the noise of drawn masks.
      if step >= steps / 2 {
        for index in 0..<width { sum[index] += model.weights[index] }
        sum[width] += model.bias
      }
    }
    guard objective == .drawnMasks else { return model }
    let count = Double(steps - steps / 2)
    return LogisticDropout(
      weights: (0..<width).map { sum[$0] / count }, bias: sum[width] / count)
  }

  /// The gradient of the mean objective, the bias last.
  package func gradient(
    _ model: LogisticDropout, _ rows: [[Double]], _ labels: [Double],
    _ sequence: inout RandomSequence
  ) -> [Double] {
    let width = model.weights.count
    var gradient = [Double](repeating: 0, count: width + 1)
    let probabilities =
      objective == .dropout ? LogisticDropout.probabilities(featureCount: width, keep: keep) : []
    func add(_ error: Double, _ x: [Double]) {
      for index in 0..<width { gradient[index] += error * x[index] }
      gradient[width] += error
    }
    for (x, y) in zip(rows, labels) {
      switch objective {
      case .none: add(LogisticDropout.logistic(model.logit(x)) - y, x)
      case .dropout:
        addExpectation(model, x, y, probabilities, to: &gradient)
      case .drawnMasks:
        let kept = x.map { sequence.uniform() < keep ? $0 / keep : 0 }
        add(LogisticDropout.logistic(model.logit(kept)) - y, kept)
      case .quadratic:
        let p = LogisticDropout.logistic(model.logit(x))
        let share = (1 - keep) / keep
        let squares = zip(x, model.weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
        // d p(1−p)/dz = p(1−p)(1−2p).
        add(p - y + 0.5 * share * p * (1 - p) * (1 - 2 * p) * squares, x)
        for index in 0..<width {
          gradient[index] += p * (1 - p) * share * x[index] * x[index] * model.weights[index]
        }
      }
    }
    return gradient.map { $0 / Double(rows.count) }
  }

  /// Adds E[(σ(z) − y)·x∘d/q] over every mask d.
  private func addExpectation(
    _ model: LogisticDropout, _ x: [Double], _ y: Double, _ probabilities: [Double],
    to gradient: inout [Double]
  ) {
    var errors = model.logits(x, keep: keep)
    var total = 0.0
    for mask in errors.indices {
      errors[mask] = probabilities[mask] * (LogisticDropout.logistic(errors[mask]) - y)
      total += errors[mask]
    }
    gradient[x.count] += total
    for (feature, value) in x.enumerated() {
      let bit = 1 << feature
      var alive = 0.0
      // The masks that keep a feature come in blocks whose length is the value of its bit.
      for start in stride(from: bit, to: errors.count, by: 2 * bit) {
        for mask in start..<start + bit { alive += errors[mask] }
      }
      gradient[feature] += alive * value / keep
    }
  }
}
