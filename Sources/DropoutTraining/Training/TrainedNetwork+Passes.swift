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
    let found = passProbabilities(pass, seed: seed, examples: examples)
    precondition(sums.count == found.count, "\(sums.count) sums for \(found.count) probabilities")
    for index in sums.indices { sums[index] += found[index] }
  }

  /// The class probabilities of one stochastic pass, `[examples, classes]`; two classes for one output.
  package func passProbabilities(
    _ pass: Int, seed: UInt64, examples: ExampleMatrix
  ) -> [Double] {
    configuration.requireConstantDropout("passes are drawn")
    precondition(
      !configuration.noise.masksWeights, "Monte-Carlo passes are not supported with DropConnect")
    precondition(!examples.haveTargets, "numbers to predict, not classes")
    let formula = MaskFormula(policy: .perExample, seed: seed, purpose: .monteCarlo)
    return probabilities(
      logits: evaluator.logits(examples, parameters: parameters, sample: pass, formula: formula))
  }

  /// The class probabilities without dropout, `[examples, classes]`; two classes for one output.
  package func probabilities(_ examples: ExampleMatrix) -> [Double] {
    examples.check(fits: configuration.network)
    return probabilities(logits: evaluator.logits(examples, parameters: parameters))
  }

  /// The outputs of a network with one, without dropout: `[examples]`.
  package func outputs(_ examples: ExampleMatrix) -> [Double] {
    examples.check(fits: configuration.network)
    return evaluator.logits(examples, parameters: parameters).map(Double.init)
  }

  private func probabilities(logits: [Float]) -> [Double] {
    let outputs = configuration.network.outputs
    return stride(from: 0, to: logits.count, by: outputs).flatMap { start in
      configuration.network.loss.probabilities(logits[start..<start + outputs].map(Double.init))
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
