import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout train`: trains one run, and records it for NumPy if wanted.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one network under one mask policy and seed.",
    discussion: """
      With --record, the folder gets plan.toml, initial.npz, final.npz, order.npz, masks.npz, \
      active.npz (ReLU), data.npz and run.json: everything that script/check_run.py needs to replay the run in NumPy, and that \
      dropout evaluate needs to evaluate it.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(
    help: """
      Mask policy, as in per-example or frozen/per-batch (default: the plan's only policy, else \
      per-example).
      """)
  var policy: String?

  @Option(help: "Seed of weights, data order and masks (default: the plan's first, else 1).")
  var seed: Int?

  @Option(help: ArgumentHelp("Record the run into this folder.", valueName: "folder"))
  var record: String?

  @Option(
    help: """
      Threads that share each step of a net with a layer above 64 units; they change no bit.
      """)
  var threads = 1

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check("--threads", threads, in: 1...256, remedy: "give a number from 1 to 256")
  }

  func run() async throws {
    var settings = try planOptions.settings()
    // `--policy`, else the plan's only policy, else per-example.
    let planned = settings.policyTexts
    try settings.train(
      policy: policy ?? (planned.count == 1 ? planned[0] : "per-example"), seed: seed)
    let comparisonRun = try ComparisonRun(
      settings, locator: planOptions.locator, output: output)
    try comparisonRun.refuseTooLarge(jobs: 1)
    let run = comparisonRun.runs[0]
    let dataset = comparisonRun.dataset
    let recording = record.map { RunRecording(run, folder: $0) }
    if let recording, let record {
      try OutputFile.makeFolder(record)
      try recording.checkSizes(dataset.train)
      let bytes = recording.byteCount(dataset.train)
      if bytes > 100_000_000 {
        output.say("recording takes \(Double(bytes).shownBytes) in \(record)")
      }
      try recording.writeInputs(plan: comparisonRun.plan, dataset: dataset)
    }
    comparisonRun.describe()
    let data = PreparedData(comparisonRun.dataset)
    let (result, activity) = await Interruption.deferred {
      train(run, data, isRecorded: recording != nil)
    }
    guard let finished = result else {
      throw CommandError.interrupted
    }
    try recording?.writeEnd(finished, activity: activity)
    if output.json {
      return try JSONOutput.print(
        RunDocument.Record(record: finished.record, withCurve: true), of: comparisonRun.dataset)
    }
    Self.printRecord(finished.record)
    if finished.record.curve.count > 1 {
      Terminal.result("\nlearning curve\n")
      Terminal.table(Self.curveTable(finished.record, points: 6))
    }
    if let remark = EmptyMask.remark(
      run.training, policy: run.policy, seed: run.seed, exampleCount: data.train.count)
    {
      Terminal.result("")
      Terminal.result(remark)
    }
    if let record { output.say("recorded in \(record)") }
  }

  /// Trains the run and shows the progress. Returns no run if it was interrupted, and no activity unless
  /// recorded.
  private func train(
    _ run: PlannedRun, _ data: PreparedData, isRecorded: Bool
  ) -> (FinishedRun?, ActivityRecording?) {
    let meter = ProgressMeter("training", output)
    defer { meter.end() }
    var activity =
      isRecorded ? ActivityRecording(run.training, exampleCount: data.train.count) : nil
    var done = 0
    let result = run.train(
      data, threads: threads,
      shouldStop: {
        meter.show(done, of: run.training.steps, "steps")
        // Called before every step.
        done += 1
        return Interruption.isRequested
      }, afterStep: { activity?.add($0) })
    return (result, activity)
  }

  /// The learning curve of a run as a table: all points, or `points` of them, evenly spread over the run.
  static func curveTable(_ record: RunRecord, points: Int? = nil) -> TextTable {
    let isValidated = record.best != nil
    let main = record.mainMetric
    var table = TextTable(
      ["step", "masked loss", "clean loss", lossName(record), main.name]
        + (isValidated ? ["validation loss", "validation error"] : []))
    let count = min(points ?? record.curve.count, record.curve.count)
    for number in 1..<count + 1 {
      let point = record.curve[record.curve.count * number / count - 1]
      table.add(
        [
          NumberText.count(point.step), NumberText.loss(point.maskedTrainLoss),
          NumberText.loss(point.cleanTrainLoss), NumberText.loss(point.testLogLoss),
          main.shown(main.value(of: point)),
        ]
          + (isValidated
            ? [
              point.validationLogLoss.map(NumberText.loss) ?? "–",
              point.validationError.map { $0.isNaN ? "–" : "\(NumberText.percent($0)) %" } ?? "–",
            ] : []))
    }
    return table
  }

  /// "test log-loss", or "test squared loss".
  private static func lossName(_ record: RunRecord) -> String {
    RunScore.testLogLoss.title(of: record) ?? ""
  }

  static func printRecord(_ record: RunRecord) {
    var table = TextTable(["\(record.policy), seed \(record.seed)", ""])
    for score in RunScore.all {
      if let title = score.title(of: record) { table.add([title, score.text(of: record)]) }
    }
    for metric in Metric.measured(in: [record], first: record.mainMetric) where metric.isFurther {
      table.add([metric.name, metric.shown(metric.value(of: record))])
    }
    if let best = record.best {
      table.add(["trained for", NumberText.counted(record.lastStep ?? 0, "step")])
      table.add(["best moment", NumberText.moment(steps: best.step)])
      let main = record.mainMetric
      table.add(["\(main.name) then", main.shown(main.value(of: record.at(.best)))])
      table.add(["\(lossName(record)) then", NumberText.loss(best.testLogLoss)])
    }
    table.add(["failed", record.failure?.description ?? "no"])
    table.add(["seconds", RunScore.wallSeconds.text(of: record)])
    table.add(["weights", String(record.weightsDigest.prefix(16))])
    Terminal.table(table)
  }
}
