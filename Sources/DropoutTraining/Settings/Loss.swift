/// What training minimises, averaged over the batch and computed from the logits of the last layer.
///
/// From logits, no confident mistake becomes an infinity: the cross-entropies are max(z, 0) − zy +
/// log(1 + e^−|z|) and log Σ eᶻ − z of the class. A squared loss overflows where Σ (z − t)² does, for
/// outputs of about 1.8·10¹⁹.
public enum Loss: String, Codable, Hashable, Sendable, CaseIterable {
  /// Cross-entropy of a softmax over two or more outputs.
  case softmax
  /// Cross-entropy of one sigmoid output; labels 0 and 1.
  case sigmoid
  /// ½ Σ (z − t)², linear outputs; t is one-hot, or the label itself for one output.
  case squared

  /// The usual loss for a number of outputs.
  public static func usual(outputs: Int) -> Loss { outputs == 1 ? .sigmoid : .softmax }
}
