/// The function that a hidden layer applies to its weighted sums z.
public enum Activation: String, Codable, Hashable, Sendable, CaseIterable {
  /// max(z, 0); its derivative at 0 is 0.
  case relu
  /// tanh z.
  case tanh
  /// 1 / (1 + e⁻ᶻ).
  case logistic
  /// z itself.
  case linear
}
