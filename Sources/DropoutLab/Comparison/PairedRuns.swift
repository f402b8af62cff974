import DropoutTraining

/// Runs arranged as paired seeds: one row per arm, one column per seed.
struct PairedRuns {
  /// Per arm, its runs by ascending seed; every row has the same seeds.
  let rows: [ArmRuns]
  private let indices: [(a: Int, b: Int)]

  /// Arranges the runs of arms.
  ///
  /// - Parameter baseline: The arm that each other one is compared with; nil to compare every two.
  init(_ rows: [ArmRuns], baseline: Arm? = nil) throws(ComparisonError) {
    var names: Set<String> = []
    for row in rows where !names.insert(row.arm.name).inserted {
      throw .armListedTwice(row.arm)
    }
    indices = ArmPairs.indices(rows.map(\.arm), baseline: baseline)
    self.rows = rows.map { ArmRuns($0.arm, $0.runs.sorted { $0.seed < $1.seed }) }
    for row in self.rows { try Self.check(row, against: self.rows[0]) }
  }

  /// The runs of every pair of arms.
  var pairs: [(a: ArmRuns, b: ArmRuns)] { indices.map { (rows[$0.a], rows[$0.b]) } }

  /// The number of paired seeds.
  var seedCount: Int { rows[0].runs.count }

  private static func check(_ row: ArmRuns, against first: ArmRuns) throws(ComparisonError) {
    guard !row.runs.isEmpty else { throw .noRuns(of: row.arm) }
    for (run, next) in zip(row.runs, row.runs.dropFirst()) where run.seed == next.seed {
      throw .seedRepeated(row.arm, seed: run.seed)
    }
    for run in row.runs
    where run.mainMetric == .testError && !(0...1).contains(run.testError) {
      throw .testErrorOutOfRange(row.arm, seed: run.seed, testError: run.testError)
    }
    for (one, other) in [(first, row), (row, first)] {
      let seeds = Set(other.runs.map(\.seed))
      for run in one.runs where !seeds.contains(run.seed) {
        throw .seedMissing(other.arm, seed: run.seed, presentIn: one.arm)
      }
    }
  }
}
