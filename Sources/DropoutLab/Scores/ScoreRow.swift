/// One score as a file has it: of one run, in one metric, at one step.
package struct ScoreRow: Hashable, Sendable {
  /// The data set; nil if the file names none.
  var dataset: String?
  /// The arm.
  var arm: String
  /// The seed; nil if the file has none.
  var seed: String?
  /// The metric; nil if the file does not name it.
  var metric: String?
  /// The step or epoch; nil if the file has none.
  var step: Double?
  /// The score; not a number if the run has none, for example as it failed.
  var value: Double
  /// Where it stands.
  var place: Place

  /// Where a score stands in its file.
  package struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The path of the file.
    let path: String
    /// The line, from 1; nil in a file without lines.
    let line: Int?

    /// "scores.csv, line 7".
    package var description: String { path + (line.map { ", line \($0)" } ?? "") }
  }
}

/// What a column of a table of scores can be.
package enum ScoreRole: String, Hashable, Sendable, CaseIterable {
  /// The side of the comparison: the model or method.
  case arm
  /// The seed, by which runs are paired.
  case seed
  /// The name of the metric.
  case metric
  /// The score.
  case value
  /// The step or epoch at which it was measured.
  case step
  /// The data set.
  case dataset

  /// The flag that names the column.
  var flag: String { "--\(rawValue)-column" }

  /// The names by which a column is known, without capitals, blanks and underscores.
  var synonyms: Set<String> {
    switch self {
    case .arm:
      [
        "arm", "run", "model", "method", "algorithm", "algo", "policy", "variant", "classifier",
        "estimator", "system", "approach", "treatment", "condition", "group", "modelname",
      ]
    case .seed: ["seed", "randomstate", "randomseed", "rngseed", "runseed", "repeat", "replicate"]
    case .metric: ["metric", "metricname", "measure"]
    case .value: ["value", "score"]
    case .step: ["step", "epoch", "iteration", "globalstep", "iter"]
    case .dataset: ["dataset", "datasetname", "benchmark", "task"]
    }
  }
}

/// How files of scores are to be read: what the command line says of them.
package struct ScoreReadingOptions: Sendable {
  /// The columns named by flags; several names of arms are joined.
  package var columns: [ScoreRole: [String]] = [:]
  /// The metrics to judge; empty for all whose direction is known.
  package var metrics: [String] = []
  /// Metrics named as higher is better.
  package var higherIsBetter: [String] = []
  /// Metrics named as lower is better.
  package var lowerIsBetter: [String] = []
  /// What names of runs mean, such as `{arm}-seed{seed}`.
  package var runNames: RunNamePattern?
  /// What each file is.
  package var eachFile: EachFile?
  /// Whether row *i* of a table without seeds is the same seed for every arm.
  package var rowsAreSeeds = false
  /// Which step to take.
  package var step = Step.common
  /// Whether a last line, or a last record, that is not complete is left out, as the file still grows.
  package var isGrowing = false

  /// What one file stands for, if there are several.
  package enum EachFile: String, Sendable, CaseIterable {
    /// The file is a data set, called by the file's name.
    case dataset
    /// The file is an arm, called by the file's name.
    case arm
  }

  /// The step whose score counts.
  package enum Step: Hashable, Sendable {
    /// The last one, which must be the same for all runs.
    case common
    /// Each run's own last one.
    case last
    /// This one.
    case at(Double)
  }

  /// Options that leave everything to the files.
  package init() {}

  /// The metrics that the command line names in any way.
  var namedMetrics: Set<String> { Set(metrics + higherIsBetter + lowerIsBetter) }
}
