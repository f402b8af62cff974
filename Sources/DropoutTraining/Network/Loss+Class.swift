extension Loss {
  /// The class that a row of logits names: the largest, the first of equals; for one output the
  /// side of the threshold (0 for a sigmoid's logit, ½ for a squared loss's output).
  func predictedClass(logits: Matrix, row: Int) -> Int32 {
    if logits.columns == 1 { return logits[row, 0] > (self == .squared ? 0.5 : 0) ? 1 : 0 }
    var best = 0
    for column in 1..<logits.columns where logits[row, column] > logits[row, best] {
      best = column
    }
    return Int32(best)
  }
}
