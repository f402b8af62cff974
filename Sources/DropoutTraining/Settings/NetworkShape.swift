/// A dense network: widths from input to output, hidden activation, loss and initial weights.
public struct NetworkShape: Codable, Hashable, Sendable {
  /// Units per layer, the input first: `[2, 20, 3, 1]`.
  public var layers: [Int]
  /// The activation of every hidden layer; the output layer is linear, its loss takes logits.
  public var activation: Activation
  /// The loss that training minimises.
  public var loss: Loss
  /// How initial weights are drawn.
  public var initialisation: Initialisation

  /// The names of the members in stores.
  private enum CodingKeys: String, CodingKey {
    case layers, activation, loss, initialisation
  }

  /// A network with the given widths.
  ///
  /// - Parameters:
  ///   - layers: Units per layer, the input first: at least an input and an output, all positive.
  ///   - activation: The activation of every hidden layer.
  ///   - loss: nil for the usual one: a sigmoid for one output, a softmax for more.
  ///   - initialisation: How initial weights are drawn.
  public init(
    layers: [Int], activation: Activation = .relu, loss: Loss? = nil,
    initialisation: Initialisation = .he
  ) {
    precondition(layers.count >= 2 && layers.allSatisfy { $0 > 0 }, "layers \(layers)")
    self.layers = layers
    self.activation = activation
    self.loss = loss ?? .usual(outputs: layers[layers.count - 1])
    self.initialisation = initialisation
  }

  /// Units of each hidden layer.
  package var hidden: [Int] { Array(layers.dropFirst().dropLast()) }
  /// Units of the last layer: one for a sigmoid, else one for each class.
  public var outputs: Int { layers[layers.count - 1] }
  /// The number of classes: two for one output.
  var classCount: Int { max(outputs, 2) }
  /// The number of layers with weights, one less than that of widths.
  public var weightLayerCount: Int { layers.count - 1 }
  /// The number of layers on which dropout can act: the input and the hidden layers.
  public var droppableLayerCount: Int { layers.count - 1 }
  /// Multiplications of a step with one example if every term is computed: forward, weight gradients, and input
  /// gradients above the first layer.
  var stepProducts: Int {
    zip(layers, layers.dropFirst()).enumerated().reduce(0) { sum, layer in
      sum + layer.element.0 * layer.element.1 * (layer.offset == 0 ? 2 : 3)
    }
  }
  /// The number of all weights and biases.
  public var parameterCount: Int {
    zip(layers, layers.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }
}
