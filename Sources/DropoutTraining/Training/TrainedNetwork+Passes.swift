extension TrainedNetwork {
  /// A copy with its own memory, for another thread.
  package func copy() -> TrainedNetwork {
    TrainedNetwork(configuration, parameters: parameters.parameters)
  }

  /// Adds the class probabilities of one stochastic pass, each example under its own masks.
  ///
  /// ``evaluate(_:samples:seed:)`` averages passes 0, 1, 2 …
  ///
  /// - Parameter sums: `[examples, classes]`; two classes for one output.
  package func addPass(
    _ pass: Int, seed: UInt64, examples: ExampleMatrix, to sums: inout [Double]
  ) {
    let formula = MaskFormula(policy: .perExample, seed: seed, purpose: .monteCarlo)
    let loss = configuration.network.loss
    let outputs = configuration.network.outputs
    let classes = configuration.network.classCount
    configuration.requireConstantDropout("passes are drawn")
    precondition(
      !configuration.noise.masksWeights, "Monte-Carlo passes are not supported with DropConnect")
    precondition(
      sums.count == examples.count * classes,
      "\(sums.count) sums for \(examples.count) × \(classes)")
    let logits = evaluator.logits(examples, parameters: parameters, sample: pass, formula: formula)
    for row in 0..<examples.count {
      let probabilities = loss.probabilities(
        logits[row * outputs..<(row + 1) * outputs].map(Double.init))
      for index in 0..<classes { sums[row * classes + index] += probabilities[index] }
    }
  }

  /// Error and loss of the mean of `passes` passes, from the sums of their class probabilities.
  package func score(sums: [Double], passes: Int, examples: ExampleMatrix) -> Evaluation {
    score(sums.map { $0 / Double(passes) }, examples: examples)
  }

  /// Zeros to which ``addPass(_:seed:examples:to:)`` adds.
  package func noSums(_ examples: ExampleMatrix) -> [Double] {
    examples.check(fits: configuration.network)
    return [Double](repeating: 0, count: examples.count * configuration.network.classCount)
  }
}
