import DropoutStatistics
import DropoutTraining

/// Why scores that were made elsewhere cannot be read or compared.
package enum ScoreError: Error, Hashable, Sendable {
  /// Several columns could have one role.
  case severalColumns(path: String, ScoreRole, [String])
  /// A flag names a column that the table does not have.
  case noSuchColumn(path: String, flag: String, name: String, available: [String])
  /// No column names the arms, and the columns are not arms themselves.
  case noArms(path: String, metrics: [String], available: [String])
  /// A table has columns, but none holds a score.
  case noScores(path: String, available: [String])
  /// The first line is made of numbers.
  case noHeader(path: String)
  /// A table has names, but no row.
  case noRows(path: String)
  /// A column that would be an arm holds words.
  case words(path: String, column: String, line: Int, found: String)
  /// A field is not a number.
  case notANumber(place: ScoreRow.Place, column: String, found: String)
  /// A field that must not be empty is.
  case empty(place: ScoreRow.Place, column: String)
  /// A line is not a JSON object.
  case badJSON(path: String, line: Int, reason: String)
  /// A chart that shows groups of runs, not runs.
  case groupedChart(path: String, column: String)
  /// A record of an event file is not whole.
  case damagedRecord(path: String, offset: Int, reason: String)
  /// The last record of an event file is cut short.
  case cutShort(path: String, offset: Int)
  /// A folder without event files, or event files without scalars.
  case noEvents(path: String, what: String)
  /// A run's name that does not fit the pattern.
  case runName(path: String, name: String, pattern: String?)
  /// Each run has an arm of its own.
  case everyRunAnArm(path: String, example: [String])
  /// Several files, which do not say what distinguishes them.
  case whatIsAFile(paths: [String])
  /// Two files would have one name.
  case sameFileName(String)
  /// A run has two scores.
  case repeated(run: String, metric: String, first: ScoreRow.Place, second: ScoreRow.Place)
  /// A run has two scores at one step.
  case repeatedStep(run: String, metric: String, step: Double, place: ScoreRow.Place)
  /// Some runs have seeds and some have none.
  case someSeeds(arm: String, place: ScoreRow.Place)
  /// Runs end at different steps.
  case endsDiffer(metric: String, run: String, step: Double, other: String, otherStep: Double)
  /// A run has no score at the step asked for.
  case noSuchStep(run: String, metric: String, step: Double, steps: [Double])
  /// A step was asked for, but there are none.
  case noSteps
  /// The direction of a metric is not known.
  case direction(metric: String)
  /// A metric is named both ways.
  case bothDirections(metric: String)
  /// The scores have no name.
  case noMetricName(path: String)
  /// A metric is not in the files.
  case noSuchMetric(String, flag: String, available: [String])
  /// One arm is in percent and another in shares.
  case mixedUnits(metric: String, share: String, percent: String, greatest: Double)
  /// A score outside what is possible.
  case outOfRange(metric: String, run: String, value: Double, range: String)
  /// There is only one arm.
  case oneArm(String)
  /// The baseline is not an arm.
  case noBaseline(String, available: [String])
  /// An anytime interval of a metric without bounds.
  case unbounded(metric: String)
  /// An anytime interval of arms without common seeds.
  case anytimeUnpaired(a: String, b: String)
  /// Anytime intervals of several metrics.
  case anytimeMetrics([String])
}

extension ScoreError {
  /// Whether a flag, and not another file, is the remedy.
  package var isUsage: Bool {
    switch self {
    case .severalColumns, .noSuchColumn, .noArms, .runName, .everyRunAnArm, .whatIsAFile,
      .endsDiffer, .noSuchStep, .noSteps, .direction, .bothDirections, .noMetricName, .noSuchMetric,
      .oneArm, .noBaseline, .unbounded, .anytimeUnpaired, .anytimeMetrics:
      true
    case .noScores, .noHeader, .noRows, .words, .notANumber, .empty, .badJSON, .groupedChart,
      .damagedRecord, .cutShort, .noEvents, .sameFileName, .repeated, .repeatedStep, .someSeeds,
      .mixedUnits, .outOfRange:
      false
    }
  }
}

extension ScoreError: CustomStringConvertible {
  /// What is wrong, where, and what to do, on one line.
  package var description: String {
    switch self {
    case .severalColumns(let path, let role, let names):
      "\(path): \(Self.list(names)) could each be the \(role.words); choose one with \(role.flag)"
    case .noSuchColumn(let path, let flag, let name, let available):
      "\(path): \(flag) \(name): there is no such column; it has "
        + Suggestion.list(available, insteadOf: name)
    case .noArms(let path, let metrics, let available):
      Self.noArms(path, metrics: metrics, available: available)
    case .noScores(let path, let available):
      "\(path): none of the columns \(Self.list(available)) holds a score; name one with "
        + "--value-column, or a metric's column with --metric"
    case .noHeader(let path):
      "\(path): the first line is made of numbers; it must name the columns, such as arm,seed,metric,value"
    case .noRows(let path):
      "\(path): there is no row of scores below the names of the columns"
    case .words(let path, let column, let line, let found):
      "\(path), line \(line): the column '\(column)' holds '\(found)', not scores; name the column of the "
        + "arms with --arm-column and that of the scores with --value-column or --metric, or take it out"
    case .notANumber(let place, let column, let found):
      "\(place): column '\(column)': expected a number, found '\(found)'; correct it, or take the line out"
    case .empty(let place, let column):
      "\(place): column '\(column)' is empty; fill it in, or take the line out"
    case .badJSON(let path, let line, let reason):
      "\(path), line \(line): expected a JSON object, as in {\"arm\": \"none\", \"seed\": 1, "
        + "\"accuracy\": 0.93}; \(reason)"
    case .groupedChart(let path, let column):
      "\(path): the column '\(column)' is of a group of runs: its mean hides the seeds; export the chart "
        + "with grouping off, or the table of runs"
    case .damagedRecord(let path, let offset, let reason):
      "\(path): damaged at byte \(NumberText.count(offset)): \(reason); copy the file again"
    case .cutShort(let path, let offset):
      "\(path): the last record, at byte \(NumberText.count(offset)), is cut short; copy the file again, or "
        + "add --anytime if it is still being written"
    case .noEvents(let path, let what):
      "\(path): \(what); give the folder that SummaryWriter wrote to, or the event file"
    case .runName(let path, let name, let pattern):
      pattern.map {
        "\(path): the run '\(name)' does not fit --run-names '\($0)' in exactly one way; change the pattern"
      }
        ?? "\(path): the name of the run '\(name)' does not say which part is the arm and which the seed; "
        + "say it with --run-names, as in --run-names '{arm}-{seed}'"
    case .everyRunAnArm(let path, let example):
      "\(path): every row has an arm of its own (\(Self.list(example)), …): these look like names of runs; "
        + "choose the column with --arm-column, or say what the names mean with --run-names '{arm}-{seed}'"
    case .whatIsAFile(let paths):
      "\(paths.joined(separator: " and ")) hold the same runs; say --each-file dataset if each file is a data "
        + "set, or --each-file arm if each is an arm"
    case .sameFileName(let name):
      "two files are called '\(name)', which is to be the name of what each file is; rename one"
    case .repeated(let run, let metric, let first, let second):
      "\(run) has two scores in \(metric): \(first) and \(second); name the column of steps with "
        + "--step-column or of data sets with --dataset-column, or take one out"
    case .repeatedStep(let run, let metric, let step, let place):
      "\(place): \(run) has a second score in \(metric) at step \(Self.step(step)); take one out"
    case .someSeeds(let arm, let place):
      "\(place): a run of \(arm) has no seed, but others have; give it one, or take the column out"
    case .endsDiffer(let metric, let run, let step, let other, let otherStep):
      "\(metric) of \(run) ends at step \(Self.step(step)), that of \(other) at step "
        + "\(Self.step(otherStep)); choose a step with --step N, or each run's own last one with --step last"
    case .noSuchStep(let run, let metric, let step, let steps):
      "--step \(Self.step(step)): \(run) has no \(metric) there; its steps are \(Self.range(steps))"
    case .noSteps:
      "--step: the files have no steps; name their column with --step-column"
    case .direction(let metric):
      "\(metric): it is not known whether higher or lower is better; say --higher-is-better \(metric) or "
        + "--lower-is-better \(metric), or choose another with --metric"
    case .bothDirections(let metric):
      "\(metric): give --higher-is-better or --lower-is-better, not both"
    case .noMetricName(let path):
      "\(path): the scores have no name; say what they are, as in --metric accuracy"
    case .noSuchMetric(let name, let flag, let available):
      "\(flag) \(name): there is no such metric in the files; they have "
        + Suggestion.list(available, insteadOf: name)
    case .mixedUnits(let metric, let share, let percent, let greatest):
      "\(metric): all scores of \(share) lie between 0 and 1, those of \(percent) go up to "
        + "\(NumberText.short(greatest)): shares and percent are mixed; write all in one unit"
    case .outOfRange(let metric, let run, let value, let range):
      "\(metric) of \(run) is \(NumberText.short(value)), which is not \(range); correct it, or name what "
        + "is possible with --range LOW,HIGH"
    case .oneArm(let name):
      "there is only one arm, \(name); a comparison needs two: name the column of the arms with --arm-column"
    case .noBaseline(let name, let available):
      "--baseline \(name): there is no such arm; there are \(Suggestion.list(available, insteadOf: name))"
    case .unbounded(let metric):
      "--anytime: \(metric) has no bounds that are known; say between what it must lie, as in --range 0,10"
    case .anytimeUnpaired(let a, let b):
      "--anytime: \(a) and \(b) have no common seeds, and looking after every seed needs pairs; leave out "
        + "--anytime and --unpaired, or give both arms the same seeds"
    case .anytimeMetrics(let names):
      "--anytime looks at one metric: choose one of \(Self.list(names)) with --metric"
    }
  }

  private static func noArms(_ path: String, metrics: [String], available: [String]) -> String {
    guard !metrics.isEmpty else {
      return
        "\(path): no column names the arms; choose one of \(list(available)) with --arm-column"
    }
    let others =
      available.isEmpty
      ? "no other column is there to name the arms"
      : "none of \(list(available)) is known to name the arms; choose it with --arm-column"
    return
      "\(path): the columns \(list(metrics)) are metrics, and \(others), or say --each-file arm if "
      + "each file is one arm"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }
    return shown.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
  }

  static func step(_ step: Double) -> String { NumberText.short(step) }

  private static func range(_ steps: [Double]) -> String {
    let shown = steps.count <= 6 ? steps : Array(steps.prefix(2) + steps.suffix(1))
    let texts = shown.map(step)
    return steps.count <= 6
      ? texts.joined(separator: ", ") : "\(texts[0]), \(texts[1]), … \(texts[2])"
  }
}

extension ScoreRole {
  /// What a column of this role holds.
  var words: String {
    switch self {
    case .arm: "column of the arms"
    case .seed: "column of the seeds"
    case .metric: "column of the metrics' names"
    case .value: "column of the scores"
    case .step: "column of the steps"
    case .dataset: "column of the data sets"
    }
  }
}
