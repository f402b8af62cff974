import DropoutTraining
import Foundation
import TestSupport
import Testing

/// The notebook-style forward and backward passes of the reference vectors.
struct NotebookVectorTests {
  /// The network, batch and masks of an entry, turned from the notebook's columns to rows.
  private struct Case {
    let vector: ReferenceVector
    let network: ReferenceNetwork
    let x: [[Double]]
    let labels: [Int]
    let masks: ReferenceNetwork.Masks

    init?(_ name: String) throws {
      guard let vector = try ReferenceVector(name) else { return nil }
      self.vector = vector
      let layers: [Int] = vector.input("layers")
      let depth = layers.count - 1
      network = ReferenceNetwork(
        shape: NetworkShape(layers: layers),
        weights: (1...depth).map { transposed(vector.input("W\($0)")) },
        biases: (1...depth).map { vector.input("b\($0)") })
      let columns: [[Double]] = vector.input("X")
      x = transposed(columns)
      let two = depth == 3
      labels = two ? vector.input("y", as: [Double].self).map { Int($0) } : vector.input("labels")
      // A mask of one column applies to all examples.
      func mask(_ key: String) -> [[Double]] {
        let rows = transposed(vector.input(key, as: [[Double]].self))
        return rows.count == 1 ? [[Double]](repeating: rows[0], count: columns[0].count) : rows
      }
      if two {
        let keeps: [Double] = vector.input("keepHidden")
        masks = ReferenceNetwork.Masks(
          bits: [mask("maskInput"), mask("maskHidden1"), mask("maskHidden2")],
          scales: [1 / vector.input("keepInput", as: Double.self), 1 / keeps[0], 1 / keeps[1]])
      } else {
        masks = ReferenceNetwork.Masks(
          bits: [x.map { $0.map { _ in 1 } }, mask("maskHidden")],
          scales: [1, 1 / vector.input("keepHidden", as: Double.self)])
      }
    }
  }

  @Test(arguments: [
    "dropout_12_parameters_per_example", "dropout_12_parameters_shared",
    "dropout_two_hidden_layers_per_example", "dropout_two_hidden_layers_shared",
  ])
  func forwardAndBackwardAgree(name: String) throws {
    guard let test = try Case(name) else { return }
    let vector = test.vector
    let pass = test.network.forward(test.x, masks: test.masks)
    let depth = test.network.weights.count
    #expect(vector.agrees(transposed(pass.logits), vector.expected("Z\(depth)")))
    for layer in 1..<depth {
      #expect(vector.agrees(transposed(pass.activations[layer - 1]), vector.expected("A\(layer)")))
      #expect(
        vector.agrees(transposed(pass.inputs[layer]), vector.expected("A\(layer)Dropped")))
    }
    let gradients = test.network.gradients(test.x, labels: test.labels, masks: test.masks)
    for layer in 1...depth {
      #expect(
        vector.agrees(transposed(gradients.weights[layer - 1]), vector.expected("dW\(layer)")))
      #expect(vector.agrees(gradients.biases[layer - 1], vector.expected("db\(layer)")))
    }
    let losses = pass.logits.indices.map {
      test.network.loss(pass.logits[$0], label: test.labels[$0]).value
    }
    #expect(vector.agrees(losses, vector.expected("costPerExample")))
    #expect(
      vector.agrees(
        test.network.meanLoss(test.x, labels: test.labels, masks: test.masks),
        vector.expected("cost")))
    #expect(
      vector.agrees(
        test.network.meanLoss(test.x, labels: test.labels), vector.expected("evaluation", "cost")))
  }

  /// The engine in Float32, nothing dropped: its evaluation is the notebook's to seven digits.
  @Test(arguments: ["dropout_12_parameters_shared", "dropout_two_hidden_layers_shared"])
  func engineEvaluatesLikeTheNotebook(name: String) throws {
    guard let test = try Case(name) else { return }
    let shape = test.network.shape
    let network = TrainedNetwork(
      TrainingConfiguration(network: shape, learningRate: LearningRate(1), steps: 1),
      parameters: Parameters(
        weights: test.network.weights.map { $0.flatMap { $0.map(Float.init) } },
        biases: test.network.biases.map { $0.map(Float.init) }))
    let evaluation = network.evaluate(
      ExampleMatrix(
        Examples(
          featureCount: shape.layers[0], features: test.x.flatMap { $0.map(Float.init) },
          labels: test.labels.map(Int32.init))))
    let cost: Double = test.vector.expected("evaluation", "cost")
    #expect(abs(evaluation.loss - cost) < 1e-6)
  }
}
