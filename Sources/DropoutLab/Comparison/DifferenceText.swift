import DropoutStatistics

/// Formats a metric's values in the sentences about one difference, all with the same number of decimals:
/// enough that a non-zero end of the interval is not printed as 0.
struct DifferenceText {
  private let metric: Metric
  private let decimals: Int

  /// - Parameters:
  ///   - interval: The interval of the difference, if it has one.
  ///   - size: A size that must show two digits.
  init(_ metric: Metric, interval: ConfidenceInterval?, twoDigitsOf size: Double = 0) {
    self.metric = metric
    var decimals = NumberText.decimals(
      forTwoDigitsOf: metric.scale * size, atLeast: metric.decimals)
    let ends = interval.map { [$0.low, $0.high] } ?? []
    while decimals < 6,
      ends.contains(where: {
        $0 != 0
          && metric.fixed($0, decimals: decimals) == metric.fixed(0, decimals: decimals)
      })
    {
      decimals += 1
    }
    self.decimals = decimals
  }

  /// A value in the metric's unit.
  func number(_ value: Double) -> String { metric.fixed(value, decimals: decimals) }
}
