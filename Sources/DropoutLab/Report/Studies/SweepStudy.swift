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
        + Self.tuning(results)
        + SweepFigures(results, sweep: sweep).all.map { .picture(Picture($0)) },
      command: command,
      note:
        "`settings.csv` has a row for each setting, pair and metric"
        + (results.trials.isEmpty ? "" : ", `tuning.csv` one for each combination that was tried")
        + ". The command also writes `results.json`, which has everything. \(Engine.madeWith)",
      files: [
        ("results.json", try JSONText.of(results) + "\n"),
        ("settings.csv", SweepCSV.text(of: results)),
      ]
        + (results.trials.isEmpty ? [] : [("tuning.csv", SweepCSV.tuning(of: results))]))
  }

  /// The longest table of trials that the page shows.
  private static let shownTrials = 100

  /// What the arms were tuned over, and what they took; empty if nothing was tuned.
  private static func tuning(_ results: SweepResults) -> [Part] {
    guard !results.trials.isEmpty else { return [] }
    let haveSettings = results.settings.count > 1
    let texts = Dictionary(results.settings.map { ($0.number, $0.text) }) { first, _ in first }
    let names = results.tunedSettings
    var table = TextTable(
      (haveSettings ? ["setting"] : []) + ["arm"] + names.map(shortName)
        + [results.metric.shortName, "loss", "chosen"],
      leftColumns: haveSettings ? [0, 1] : [0])
    for trial in results.trials.prefix(shownTrials) {
      table.add(
        (haveSettings ? [texts[trial.setting] ?? ""] : []) + [trial.arm.name]
          + names.map { trial.values[$0]?.bareText ?? "–" } + [
            trial.metric.fixed(trial.validationScore), NumberText.loss(trial.validationLogLoss),
            trial.isChosen ? "✓" : "",
          ])
    }
    let rest = results.trials.count - shownTrials
    let seeds = NumberText.seeds(results.trials[0].seeds)
    return [
      .heading("Tuning"),
      .paragraph(
        "What each arm was tuned over: mean \(results.metric.title) and loss on validation examples over \(seeds) of each combination; "
          + "✓ is what it took"
          + (rest > 0 ? ". \(NumberText.count(rest)) more are in tuning.csv." : ".")),
      .table(table),
    ] + (results.edges.isEmpty ? [] : [.sentences(results.edges.map(\.sentence))])
  }

  private static func shortName(_ name: String) -> String {
    PlanSetting.named(name)?.short ?? name
  }
}
