import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout train`: one run, shown and, if wanted, recorded for NumPy.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one run under one policy and seed.",
    discussion: """
      With --record, the folder gets plan.toml, initial.npz, final.npz, order.npz, masks.npz and \
      data.npz: everything that script/check_run.py needs to replay the run in NumPy, and that \
      dropout evaluate needs to evaluate it.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(help: "Mask policy, as in per-example or frozen/per-batch.")
  var policy = "per-example"

  @Option(help: "Seed of weights, order and masks.")
  var seed = 1

  @Option(help: ArgumentHelp("Record the run into this folder.", valueName: "folder"))
  var record: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    var comparison = ComparisonOptions()
    comparison.policies = policy
    comparison.seeds = 1
    comparison.firstSeed = seed
    let comparisonRun = try ComparisonRun(
      planOptions, comparison, storePath: "", output: output)
    let run = comparisonRun.runs[0]
    let recording = record.map { RunRecording(run, folder: $0) }
    if let recording, let record {
      try OutputFile.makeFolder(record)
      try recording.writeInputs(plan: comparisonRun.plan, dataset: comparisonRun.dataset)
    }
    output.say(comparisonRun.dataset.summaryLine)
    output.say(comparisonRun.plan.trainingDescription)
    Interruption.listen()
    let data = PreparedData(comparisonRun.dataset)
    guard let finished = run.execute(data, shouldStop: { Interruption.isRequested }) else {
      throw CommandError.interrupted("interrupted: the run was not finished, nothing was kept")
    }
    try recording?.writeFinal(finished.parameters)
    if output.json { return try JSONOutput.print(finished.record) }
    Self.printRecord(finished.record)
    if let record { output.say("recorded in \(record)") }
  }

  static func printRecord(_ record: RunRecord) {
    var table = TextTable(["\(record.policy), seed \(record.seed)", ""])
    table.add(["test error", "\(NumberText.percent(record.testError)) %"])
    table.add(["test log-loss", NumberText.loss(record.testLogLoss)])
    table.add(["training error", "\(NumberText.percent(record.trainError)) %"])
    table.add(["training loss, clean", NumberText.loss(record.cleanTrainLoss)])
    table.add(["training loss, masked", NumberText.loss(record.maskedTrainLoss)])
    table.add(["collapsed", record.collapsed ? "yes" : "no"])
    table.add(["seconds", NumberText.fixed(record.wallSeconds, decimals: 2)])
    table.add(["weights", String(record.weightsDigest.prefix(16))])
    for line in table.lines { Terminal.result(line) }
  }
}
