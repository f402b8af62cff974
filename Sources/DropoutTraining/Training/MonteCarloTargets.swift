/// What the passes of Monte-Carlo dropout say of the numbers to predict, in standardised units (Gal and Ghahramani
/// 2016).
public struct MonteCarloTargets: Hashable, Sendable {
  /// `[count]`; the mean of the passes for each example.
  public let means: [Double]
  /// `[count]`; the standard deviation of the passes (n), without the noise of the targets themselves.
  public let deviations: [Double]
  /// `[count]`; the logarithm of the predictive density at each target, in nats; nil without a precision.
  public let logDensities: [Double]?
}

extension TrainedNetwork {
  /// The predictions of `samples` stochastic passes, each example under its own masks.
  ///
  /// The predictive density of an example is the mean over the passes f of normal densities around f with the
  /// precision τ: log Σ exp(−½ τ (y − f)²) − log `samples` − ½ log 2π + ½ log τ at its target y.
  ///
  /// - Parameters:
  ///   - examples: Examples with real targets.
  ///   - samples: Passes per example, positive.
  ///   - seed: Decides the masks, which differ from those of a training with this seed.
  ///   - precision: The inverse variance τ of the targets' noise, in standardised units; nil for no densities.
  ///   - progress: Called before each pass with the number of passes done.
  public func targets(
    of examples: ExampleMatrix, samples: Int, seed: UInt64, precision: Double? = nil,
    progress: (Int) -> Void = { _ in }
  ) -> MonteCarloTargets {
    precondition(samples > 0, "\(samples) samples")
    configuration.requireConstantDropout("passes are drawn")
    precondition(examples.haveTargets, "classes, not numbers to predict")
    precondition(
      !configuration.noise.masksWeights, "Monte-Carlo passes are not supported with DropConnect")
    examples.check(fits: configuration.network)
    let count = examples.count
    let formula = MaskFormula(policy: .perExample, seed: seed, purpose: .monteCarlo)
    // Welford's running moments: passes are nearly equal, so squares would cancel.
    var (means, squares) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    var largest = [Double](repeating: -.infinity, count: count)
    var sums = [Double](repeating: 0, count: count)
    for pass in 0..<samples {
      progress(pass)
      let outputs = evaluator.logits(
        examples, parameters: parameters, sample: pass, formula: formula)
      for row in 0..<count {
        let output = Double(outputs[row])
        let away = output - means[row]
        means[row] += away / Double(pass + 1)
        squares[row] += away * (output - means[row])
        guard let precision else { continue }
        let miss = Double(examples.target(row)) - output
        let exponent = -0.5 * precision * miss * miss
        if exponent > largest[row] {
          sums[row] = sums[row] * PortableMath.exp(largest[row] - exponent) + 1
          largest[row] = exponent
        } else {
          sums[row] += PortableMath.exp(exponent - largest[row])
        }
      }
    }
    let densities = precision.map { precision in
      let constant =
        0.5 * PortableMath.log(precision / (2 * Double.pi)) - PortableMath.log(Double(samples))
      return (0..<count).map { largest[$0] + PortableMath.log(sums[$0]) + constant }
    }
    return MonteCarloTargets(
      means: means, deviations: squares.map { ($0 / Double(samples)).squareRoot() },
      logDensities: densities)
  }
}

extension MonteCarloTargets {
  /// The loss of the means, and their mean distance from the targets.
  package func evaluation(of examples: ExampleMatrix) -> Evaluation {
    let misses = means.indices.map { means[$0] - Double(examples.target($0)) }
    let count = Double(max(misses.count, 1))
    return Evaluation(
      error: .nan, loss: 0.5 * misses.reduce(0) { $0 + $1 * $1 } / count, count: misses.count,
      meanAbsoluteError: misses.reduce(0) { $0 + abs($1) } / count)
  }
}
