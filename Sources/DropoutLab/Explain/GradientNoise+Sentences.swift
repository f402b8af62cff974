import DropoutStatistics

extension GradientNoise {
  /// What the measurement means, a sentence each.
  public var sentences: [String] {
    guard let largest = cells.map(\.batchSize).max() else { return [] }
    return [partsSentence, sharingSentence(batchSize: largest), agreementSentence]
  }

  private var partsSentence: String {
    let (x, d) = (components.example.mean, components.mask.mean)
    let share = NumberText.fixed(100 * x / (x + d), decimals: 0)
    let rest = NumberText.fixed(100 * d / (x + d), decimals: 0)
    return
      "Of the variance of one example's gradient \(share) % comes from which example it is and "
      + "\(rest) % from its mask."
  }

  private func sharingSentence(batchSize: Int) -> String {
    guard components.common.low > 0, let turning = turningBatchSize else {
      return
        "Cannot tell whether one mask for a whole batch adds noise: what masks do to all examples "
        + "alike is not above 0 beyond doubt."
    }
    let equal = Self.size(equalBatchSize(sharedAt: batchSize))
    return
      "At batch \(batchSize) one shared mask is as noisy as per-example masks at batch \(equal); "
      + "from batch \(Self.size(turning)) on, more of its noise stays than falls with larger batches."
  }

  private var agreementSentence: String {
    let agreeing = cells.count { $0.measured.agrees(with: $0.predicted) }
    let all =
      "In \(agreeing) of \(cells.count) cases the measured variance agrees with the formula within "
      + "the 95 % intervals"
    // The cases share one estimate, so several misses may have one cause and must not look like many.
    return agreeing == cells.count
      ? all + "." : all + "; one estimate of the parts serves all cases, so they miss together."
  }

  private static func size(_ value: Double) -> String {
    NumberText.fixed(value, decimals: value < 9.95 ? 1 : 0)
  }
}
