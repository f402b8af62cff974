/// A dense network: widths from input to output, hidden activation, loss and initial weights.
public struct NetworkShape: Codable, Hashable, Sendable {
  /// Units per layer, the input first: `[2, 20, 3, 1]`.
  public var layers: [Int]
  /// The activation of every hidden layer; the output layer is linear, its loss takes logits.
  public var activation: Activation
  /// What training minimises.
  public var loss: Loss
  /// How initial weights are drawn.
  public var initialisation: Initialisation

  /// The names in stores.
  private enum CodingKeys: String, CodingKey {
    case layers, activation, loss, initialisation
  }

  /// A network.
  ///
  /// - Precondition: at least an input and an output, all widths positive.
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

  /// Units of the last layer: one for a sigmoid, else one for each class.
  public var outputs: Int { layers[layers.count - 1] }
  /// Layers with weights: one less than there are widths.
  public var weightLayerCount: Int { layers.count - 1 }
  /// Inputs and hidden layers: where dropout can act.
  public var droppableLayerCount: Int { layers.count - 1 }
  /// Weights and biases in all.
  public var parameterCount: Int {
    zip(layers, layers.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }
}
