import ArgumentParser
import DropoutLab

/// `dropout verdict`: judges scores that were made elsewhere.
struct VerdictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Judge scores that were made elsewhere, as compare judges its own runs.",
    discussion: """
      Reads the scores of anybody's runs and says which arm (model, method) is better, by how much and \
      how sure that is, or that it cannot tell:

        dropout verdict scores.csv
        dropout verdict runs/ --metric accuracy --run-names '{arm}/{seed}'
        dropout verdict iris.csv wine.csv glass.csv --each-file dataset

      A FILE is comma-separated text (a column for each of arm, seed, metric and value; a column for each \
      metric; or a column for each arm; also the tables of W&B and MLflow), JSON lines, a TensorBoard event \
      file or a folder of them. Columns are known by their names or named by flags, and the first line says \
      what was taken for what. Whatever is not clear is refused.

      Runs are paired by seed; arms without common seeds are compared unpaired, which the text says. Over \
      several data sets the arms' ranks are tested as well.
      """)

  @Argument(help: "Files of scores.") var files: [String]

  @OptionGroup(title: "Columns") var columns: ScoreColumnOptions
  @OptionGroup(title: "Scores") var scores: ScoreMetricOptions

  @Option(help: "Arm that each other one is compared with (default: every two are compared).")
  var baseline: String?

  @Flag(help: "Compare unpaired, even if arms have common seeds.")
  var unpaired = false

  @Flag(
    help: """
      For a file that grows: intervals that hold however often one looks. The metric must have bounds.
      """)
  var anytime = false

  @Flag(
    help:
      "With --anytime: assume nothing but the bounds, not even that no rare extreme run is missing."
  )
  var assumeNothing = false

  @Option(
    name: .joinable("o"),
    help:
      "Folder for report.html, README.md, figures, results.json, scores.csv and pairs.csv (default: none)."
  )
  var out: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if assumeNothing, !anytime {
      throw ValidationError("--assume-nothing goes with --anytime; give both")
    }
    if anytime, unpaired {
      throw ValidationError("--anytime needs paired seeds; leave out --unpaired")
    }
  }

  func run() throws {
    var options = ScoreReadingOptions()
    try columns.add(to: &options)
    try scores.add(to: &options)
    options.isGrowing = anytime
    let found = try ScoreFiles(files, options: options)
    let sheets = try ScoreSheets(found, options: options, range: try scores.limits())
    var question = ScoreComparison.Question()
    question.baseline = baseline
    question.unpaired = unpaired
    question.anytime = anytime ? (assumeNothing ? .some(.none) : .noRareExtremes) : nil
    let comparison = try ScoreComparison(sheets.sheets, question)
    if let out {
      try OutputFile.makeFolder(out)
      try OutputFile.write(
        Study(
          comparison, readings: found.readings, notes: sheets.notes,
          command: CommandLineText.command), to: out)
    }
    if output.json {
      try JSONOutput.print(
        ScoreDocument(comparison, readings: found.readings, notes: sheets.notes))
    } else {
      found.readings.forEach(Terminal.result)
      Terminal.result("")
      Terminal.show(comparison.parts(notes: sheets.notes, pictures: false))
    }
    if let out { output.say("page: \(out)/report.html") }
  }
}
