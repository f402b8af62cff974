import ArgumentParser
import DropoutLab

/// What the columns of a file of scores mean, if their names do not say it.
struct ScoreColumnOptions: ParsableArguments {
  @Option(help: "Column of the arms; several, joined by commas, make one name.")
  var armColumn: String?

  @Option(help: "Column of the seeds, by which runs are paired.")
  var seedColumn: String?

  @Option(help: "Column of the metrics' names.")
  var metricColumn: String?

  @Option(help: "Column of the scores.")
  var valueColumn: String?

  @Option(help: "Column of the steps or epochs.")
  var stepColumn: String?

  @Option(help: "Column of the data sets.")
  var datasetColumn: String?

  @Option(help: "What names of runs mean, as in '{arm}-seed{seed}' or '{dataset}/{arm}/{seed}'.")
  var runNames: String?

  @Option(help: "What each file is: arm or dataset; it is called by the file's name.")
  var eachFile: String?

  @Flag(help: "In a table without seeds: a row is one seed, the same for every arm.")
  var rowsAreSeeds = false

  /// Adds what was given to the options of reading.
  func add(to options: inout ScoreReadingOptions) throws {
    options.columns[.arm] = armColumn.map { $0.split(separator: ",").map(String.init) }
    options.columns[.seed] = seedColumn.map { [$0] }
    options.columns[.metric] = metricColumn.map { [$0] }
    options.columns[.value] = valueColumn.map { [$0] }
    options.columns[.step] = stepColumn.map { [$0] }
    options.columns[.dataset] = datasetColumn.map { [$0] }
    if let runNames {
      guard let pattern = RunNamePattern(runNames) else {
        throw CommandError.badArgument(
          "--run-names", value: runNames,
          message:
            "give text with {arm}, and perhaps {seed} and {dataset}, as in '{arm}-seed{seed}'")
      }
      options.runNames = pattern
    }
    if let eachFile {
      guard let kind = ScoreReadingOptions.EachFile(rawValue: eachFile) else {
        throw CommandError.badArgument(
          "--each-file", value: eachFile, message: "give arm or dataset")
      }
      options.eachFile = kind
    }
    options.rowsAreSeeds = rowsAreSeeds
  }
}

/// Which scores of a file are judged, and what they mean.
struct ScoreMetricOptions: ParsableArguments {
  @Option(
    help: "Metric to judge; may be given several times (default: all whose direction is known).")
  var metric: [String] = []

  @Option(help: "Metric of which a higher score is better; may be given several times.")
  var higherIsBetter: [String] = []

  @Option(help: "Metric of which a lower score is better; may be given several times.")
  var lowerIsBetter: [String] = []

  @Option(
    help: """
      Step whose scores are judged: a number, or last for each run's own last one (default: the last \
      one, which must be the same for all runs).
      """)
  var step: String?

  @Option(
    help: "Least and greatest possible score, as LOW,HIGH (known for shares and percentages).")
  var range: String?

  /// Adds what was given to the options of reading.
  func add(to options: inout ScoreReadingOptions) throws {
    options.metrics = metric
    options.higherIsBetter = higherIsBetter
    options.lowerIsBetter = lowerIsBetter
    guard let step else { return }
    if step == "last" {
      options.step = .last
    } else if let number = Double(step), number.isFinite {
      options.step = .at(number)
    } else {
      throw CommandError.badArgument("--step", value: step, message: "give a number, or last")
    }
  }

  /// The range of the scores, if it was given.
  func limits() throws -> ClosedRange<Double>? {
    guard let range else { return nil }
    let ends = range.split(separator: ",").compactMap { Double($0) }
    guard ends.count == 2, range.split(separator: ",").count == 2, ends[0] < ends[1],
      (ends[1] - ends[0]).isFinite
    else {
      throw CommandError.badArgument(
        "--range", value: range, message: "give the least and the greatest score, as in 0,100")
    }
    return ends[0]...ends[1]
  }
}
