/// The loss that training minimises, averaged over the batch.
///
/// It is computed from the logits z of the last layer, so that a confident mistake stays finite: the
/// cross-entropies are max(z, 0) − zy + log(1 + e^−|z|) and log Σ eᶻ − z of the class. A squared loss
/// overflows when Σ (z − t)² does, for outputs of about 1.8·10¹⁹.
public enum Loss: String, Codable, Hashable, Sendable, CaseIterable {
  /// Cross-entropy of a softmax over two or more outputs.
  case softmax
  /// Cross-entropy of one sigmoid output; labels are 0 and 1.
  case sigmoid
  /// ½ Σ (z − t)² of linear outputs; t is the one-hot class; for one output, the label itself or a real target.
  case squared

  /// The usual loss for a number of outputs.
  public static func usual(outputs: Int) -> Loss { outputs == 1 ? .sigmoid : .softmax }
}
