import DropoutTraining
import Foundation
import TestSupport
import Testing

/// The reference vectors about the noise that masks make, by enumeration of every mask.
struct NoiseVectorTests {
  /// Every mask of `units` bits with its probability.
  private func allMasks(units: Int, keep: Double) -> [(bits: [Double], probability: Double)] {
    (0..<1 << units).map { code in
      let bits = (0..<units).map { Double(code >> $0 & 1) }
      let kept = bits.reduce(0, +)
      return (bits, pow(keep, kept) * pow(1 - keep, Double(units) - kept))
    }
  }

  private func singleLayer(
    _ weights: [[Double]], _ biases: [Double], loss: Loss
  ) -> ReferenceNetwork {
    ReferenceNetwork(
      shape: NetworkShape(layers: [weights.count, biases.count], loss: loss), weights: [weights],
      biases: [biases])
  }

  private func inputMask(_ bits: [Double], keep: Double) -> ReferenceNetwork.Masks {
    ReferenceNetwork.Masks(bits: [[bits]], scales: [1 / keep])
  }

  @Test func linearUnit() throws {
    guard let vector = try ReferenceVector("linear_unit") else { return }
    let x: [Double] = vector.input("x")
    let keep: Double = vector.input("keep")
    let y: Double = vector.input("y")
    let network = singleLayer(
      vector.input("w", as: [Double].self).map { [$0] }, [vector.input("b")], loss: .squared)
    var mean = 0.0
    var square = 0.0
    var loss = 0.0
    for (bits, probability) in allMasks(units: 3, keep: keep) {
      let z = network.forward([x], masks: inputMask(bits, keep: keep)).logits[0][0]
      mean += probability * z
      square += probability * z * z
      loss += probability * (y - z) * (y - z)
    }
    #expect(vector.agrees(mean, vector.expected("meanOutput")))
    let plain = network.forward([x]).logits[0][0]
    #expect(vector.agrees(plain, vector.expected("weightScaledOutput")))
    #expect(vector.agrees(square - mean * mean, vector.expected("outputVariance")))
    #expect(vector.agrees(loss, vector.expected("expectedSquaredLoss")))
    #expect(vector.agrees((y - plain) * (y - plain), vector.expected("lossAtMean")))
    #expect(vector.agrees(loss - (y - mean) * (y - mean), vector.expected("penalty")))
  }

  @Test func softmaxGeometricMean() throws {
    guard let vector = try ReferenceVector("softmax_geometric_mean") else { return }
    let x: [Double] = vector.input("x")
    let keep: Double = vector.input("keep")
    let network = singleLayer(
      transposed(vector.input("W")), vector.input("b"), loss: .softmax)
    func softmax(_ z: [Double]) -> [Double] {
      let sum = z.reduce(0) { $0 + exp($1) }
      return z.map { exp($0) / sum }
    }
    var arithmetic = [0.0, 0.0]
    var logarithm = [0.0, 0.0]
    for (bits, probability) in allMasks(units: 3, keep: keep) {
      let p = softmax(network.forward([x], masks: inputMask(bits, keep: keep)).logits[0])
      for index in 0..<2 {
        arithmetic[index] += probability * p[index]
        logarithm[index] += probability * log(p[index])
      }
    }
    #expect(vector.agrees(arithmetic, vector.expected("arithmeticMean")))
    #expect(vector.agrees(softmax(logarithm), vector.expected("normalisedGeometricMean")))
    #expect(
      vector.agrees(softmax(network.forward([x]).logits[0]), vector.expected("weightScaled")))
  }

  @Test func wagerLogistic() throws {
    guard let vector = try ReferenceVector("wager_logistic") else { return }
    let x: [Double] = vector.input("x")
    let beta: [Double] = vector.input("beta")
    let keep: Double = vector.input("keep")
    let network = singleLayer(beta.map { [$0] }, [vector.input("b")], loss: .sigmoid)
    func a(_ z: Double) -> Double { log1p(exp(z)) }
    let clean = network.forward([x]).logits[0][0]
    let noisy = allMasks(units: 3, keep: keep).reduce(0.0) { sum, mask in
      let masks = inputMask(mask.bits, keep: keep)
      return sum + mask.probability * a(network.forward([x], masks: masks).logits[0][0])
    }
    #expect(vector.agrees(noisy - a(clean), vector.expected("exactPenalty")))
    let p = 1 / (1 + exp(-clean))
    let weighted = zip(x, beta).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
    #expect(
      vector.agrees(
        0.5 * p * (1 - p) * (1 - keep) / keep * weighted, vector.expected("quadraticPenalty")))
  }

  @Test func secondMoment() throws {
    guard let vector = try ReferenceVector("dropout_second_moment") else { return }
    let x: [Double] = vector.input("x")
    for (index, keep) in vector.input("keep", as: [Double].self).enumerated() {
      var mean = [0.0, 0.0, 0.0]
      var square = [0.0, 0.0, 0.0]
      for (bits, probability) in allMasks(units: 3, keep: keep) {
        for unit in 0..<3 {
          let value = x[unit] * bits[unit] / keep
          mean[unit] += probability * value
          square[unit] += probability * value * value
        }
      }
      let variance = (0..<3).map { square[$0] - mean[$0] * mean[$0] }
      #expect(vector.agrees(mean, vector.expected("mean", as: [[Double]].self)[index]))
      #expect(vector.agrees(variance, vector.expected("variance", as: [[Double]].self)[index]))
      let norm = (square.reduce(0, +) / x.reduce(0) { $0 + $1 * $1 }).squareRoot()
      #expect(vector.agrees(norm, vector.expected("normFactor", as: [Double].self)[index]))
      #expect(
        vector.agrees(
          (1 - keep) / keep, vector.expected("gaussianSigmaSquared", as: [Double].self)[index]))
    }
  }

  @Test func varianceIdentity() throws {
    guard let vector = try ReferenceVector("variance_identity") else { return }
    let noise = GradientNoise(
      data: vector.input("sigmaX2"), mask: vector.input("sigmaD2"), shared: vector.input("tau2"))
    let m: Int = vector.input("M")
    let counts: [Int] = vector.input("K")
    let variance = counts.map { noise.variance(batchSize: m, maskCount: $0) }
    #expect(vector.agrees(variance, vector.expected("variance")))
    #expect(vector.agrees(variance[0], vector.expected("perExample")))
    #expect(vector.agrees(variance[counts.count - 1], vector.expected("shared")))
    #expect(
      vector.agrees(
        variance.map { $0 - noise.variance(batchSize: m, maskCount: m) },
        vector.expected("costOfSharing")))
  }

  /// σ_x²/M + σ_d²/M + τ²(1/K − 1/M).
  private struct GradientNoise {
    let data: Double
    let mask: Double
    let shared: Double

    func variance(batchSize m: Int, maskCount k: Int) -> Double {
      (data + mask) / Double(m) + shared * (1 / Double(k) - 1 / Double(m))
    }
  }

  // MARK: Gradient variance by enumeration

  /// Gradients (13 numbers) and loss of each example under each of the 8 masks.
  private struct Enumerated {
    let gradients: [[[Double]]]
    let losses: [[Double]]
    let probabilities: [Double]

    init(_ vector: ReferenceVector) {
      let network = ReferenceNetwork(
        shape: NetworkShape(layers: [2, 3, 1]),
        weights: [transposed(vector.input("W1")), transposed(vector.input("W2"))],
        biases: [vector.input("b1"), vector.input("b2")])
      let keep: Double = vector.input("keepHidden")
      let x: [[Double]] = vector.input("X")
      let labels = vector.input("y", as: [Double].self).map { Int($0) }
      let codes = (0..<8).map { code in (0..<3).map { Double(code >> $0 & 1) } }
      probabilities = codes.map { bits in
        bits.reduce(1) { $0 * ($1 == 1 ? keep : 1 - keep) }
      }
      var gradients: [[[Double]]] = []
      var losses: [[Double]] = []
      for (row, label) in zip(x, labels) {
        let masks = codes.map {
          ReferenceNetwork.Masks(
            bits: [[[1, 1]], [[$0[0], $0[1], $0[2]]]], scales: [1, 1 / keep])
        }
        gradients.append(
          masks.map { mask in
            let g = network.gradients([row], labels: [label], masks: mask)
            // The file's order: W1 by output, b1, W2, b2.
            return transposed(g.weights[0]).flatMap { $0 } + g.biases[0]
              + transposed(g.weights[1]).flatMap { $0 } + g.biases[1]
          })
        losses.append(masks.map { network.meanLoss([row], labels: [label], masks: $0) })
      }
      self.gradients = gradients
      self.losses = losses
    }

    /// Mean and variance of the batch's mean of `values[example][mask]`, example *i* under the mask
    /// of group `groups[i]`, over every combination of masks.
    func moments(
      _ values: [[[Double]]], groups: [Int]
    ) -> (mean: [Double], variance: [Double]) {
      let groupCount = (groups.max() ?? 0) + 1
      let width = values[0][0].count
      var mean = [Double](repeating: 0, count: width)
      var square = mean
      for code in 0..<1 << (3 * groupCount) {
        let masks = (0..<groupCount).map { code >> (3 * $0) & 7 }
        let probability = masks.reduce(1.0) { $0 * probabilities[$1] }
        for index in 0..<width {
          let value =
            groups.indices.reduce(0.0) { $0 + values[$1][masks[groups[$1]]][index] }
            / Double(groups.count)
          mean[index] += probability * value
          square[index] += probability * value * value
        }
      }
      return (mean, zip(mean, square).map { $1 - $0 * $0 })
    }

    /// Mean over masks of example i's gradient.
    func meanGradient(_ i: Int) -> [Double] {
      gradients[i][0].indices.map { index in
        probabilities.indices.reduce(0) { $0 + probabilities[$1] * gradients[i][$1][index] }
      }
    }

    /// Trace of the covariance of two examples' gradients under one common mask.
    func covarianceTrace(_ i: Int, _ j: Int) -> Double {
      let (a, b) = (meanGradient(i), meanGradient(j))
      return a.indices.reduce(0) { sum, index in
        sum
          + probabilities.indices.reduce(0) {
            $0 + probabilities[$1] * gradients[i][$1][index] * gradients[j][$1][index]
          } - a[index] * b[index]
      }
    }
  }

  @Test(arguments: ["gradient_variance_fixed_batch", "gradient_variance_opposed_labels"])
  func gradientVarianceOfAFixedBatch(name: String) throws {
    guard let vector = try ReferenceVector(name) else { return }
    let all = Enumerated(vector)
    for (policy, groups) in [
      ("perExample", [0, 1, 2, 3]), ("groupsOfTwo", [0, 0, 1, 1]), ("shared", [0, 0, 0, 0]),
    ] {
      let (mean, variance) = all.moments(all.gradients, groups: groups)
      #expect(vector.agrees(mean, vector.expected(policy, "meanGradient")))
      #expect(vector.agrees(variance, vector.expected(policy, "variance")))
      #expect(vector.agrees(variance.reduce(0, +), vector.expected(policy, "totalVariance")))
      let loss = all.moments(all.losses.map { $0.map { [$0] } }, groups: groups)
      #expect(vector.agrees(loss.mean[0], vector.expected(policy, "lossMean")))
      #expect(vector.agrees(loss.variance[0], vector.expected(policy, "lossVariance")))
    }
    #expect(
      vector.agrees(
        (0..<4).map { i in (0..<4).map { all.covarianceTrace(i, $0) } },
        vector.expected("covarianceTrace")))
    #expect(
      vector.agrees(
        (0..<4).map { all.meanGradient($0) }, vector.expected("meanGradientOfEachExample")))
  }

  @Test func gradientVarianceOfARandomBatch() throws {
    guard let vector = try ReferenceVector("gradient_variance_random_batch"),
      let fixed = try ReferenceVector("gradient_variance_fixed_batch")
    else { return }
    let all = Enumerated(fixed)
    let means = (0..<4).map { all.meanGradient($0) }
    let total = means[0].indices.map { index in means.reduce(0) { $0 + $1[index] } / 4 }
    #expect(vector.agrees(total, vector.expected("meanGradient")))
    let squares = means.map { $0.reduce(0) { $0 + $1 * $1 } }
    let dataPart = squares.reduce(0, +) / 4 - total.reduce(0) { $0 + $1 * $1 }
    let maskPart = (0..<4).reduce(0) { $0 + all.covarianceTrace($1, $1) } / 4
    let pairs = (0..<16).reduce(0.0) { $0 + all.covarianceTrace($1 / 4, $1 % 4) } / 16
    #expect(vector.agrees(dataPart, vector.expected("sigmaX2")))
    #expect(vector.agrees(maskPart, vector.expected("sigmaD2")))
    #expect(vector.agrees(pairs, vector.expected("tau2")))
    let noise = GradientNoise(data: dataPart, mask: maskPart, shared: pairs)
    for (policy, k) in [("perExample", 4), ("groupsOfTwo", 2), ("shared", 1)] {
      #expect(
        vector.agrees(
          noise.variance(batchSize: 4, maskCount: k), vector.expected("totalVariance", policy)))
    }
  }
}
