import DropoutStatistics
import DropoutTraining

extension Study {
  /// The study of a sweep: its pages with a figure for each axis, `results.json`, `settings.csv`.
  package init(_ results: SweepResults, of sweep: Sweep, command: String) throws {
    let sides = results.settings[0].arms.map(\.arm.name).joined(separator: ", ")
    self.init(
      "\(sides) over \(NumberText.counted(results.settings.count, "setting"))",
      parts: (results.failureHint.map { [.warning($0)] } ?? [])
        + results.toldPairs(all: false).map { .sentences(results.pairs[$0].sentences) }
        + SweepFigures(results, sweep: sweep).all.map { .picture(Picture($0)) },
      command: command,
      note:
        "`settings.csv` has a row for each setting, pair and metric. The command also writes `results.json`, "
        + "which has everything. \(Engine.madeWith)",
      files: [
        ("results.json", try JSONText.of(results) + "\n"),
        ("settings.csv", SweepCSV.text(of: results)),
      ])
  }
}
