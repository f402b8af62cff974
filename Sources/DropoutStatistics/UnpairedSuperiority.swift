/// The probability that a run of one method scores above a run of another, for methods that share no seeds.
public enum UnpairedSuperiority {
  /// The share of all pairs of scores in which x is above y, ties counting half: the Mann–Whitney U divided
  /// by n_x·n_y.
  ///
  /// - Precondition: neither group is empty.
  /// - Complexity: O(n log n).
  public static func probabilityGreater(_ x: [Double], than y: [Double]) -> Double {
    precondition(!x.isEmpty && !y.isEmpty, "\(x.count) scores against \(y.count)")
    let grid = DecimalGrid(scores: x + y)
    let ranks = MidRanks((x + y).map(grid.steps)).ranks
    let n = Double(x.count)
    let u = ranks[..<x.count].reduce(0, +) - n * (n + 1) / 2
    return u / (n * Double(y.count))
  }

  /// The probability of improvement over several tasks: the mean of ``probabilityGreater(_:than:)`` over the
  /// tasks (Agarwal et al. 2021).
  ///
  /// - Parameters: `x` and `y`: rows are runs, columns tasks; higher is better.
  /// - Precondition: every row has the same number of tasks.
  public static func probabilityOfImprovement(_ x: [[Double]], over y: [[Double]]) -> Double {
    let tasks = x.first?.count ?? 0
    precondition(tasks > 0 && (x + y).allSatisfy { $0.count == tasks }, "\(tasks) tasks")
    return Descriptive.mean(
      (0..<tasks).map { task in
        probabilityGreater(x.map { $0[task] }, than: y.map { $0[task] })
      })
  }
}
