import ArgumentParser
import DropoutLab
import DropoutStatistics
import DropoutTraining
import Foundation

/// `dropout evaluate`: evaluates a recorded network on its data, by weight scaling or Monte-Carlo.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate a recorded run's final weights on its training and test data.",
    discussion: """
      With --mc-samples the predictions of masked passes are averaged (Monte-Carlo dropout, Gal and Ghahramani \
      2016), and it is said how unsure they are. With --out a folder gets a page (README.md, report.html), the \
      prediction of every test example with its uncertainty (predictions.csv), and figures (SVG).
      """)

  @Argument(help: "Folder that dropout train --record wrote.")
  var folder: String

  @Option(
    help:
      "Average the predictions of this many passes with dropout on (Monte-Carlo dropout); 0: one pass with all units."
  )
  var mcSamples = 0

  @Option(help: "Seed of the Monte-Carlo masks.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "With --mc-samples, for numbers to predict: standard deviation of the targets' noise, in their unit (default: RMSE of the averaged passes on the validation examples, else on the training examples).",
      valueName: "sd"))
  var noise: Double?

  @Option(help: "Folder to look for mnist and fashion-mnist in.")
  var dataDir: String?

  @Option(
    name: .shortAndLong, help: "Folder for README.md, report.html, predictions.csv and figures.")
  var out: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check(
      "--mc-samples", mcSamples, in: 0...1_000_000, remedy: "give a number from 0 to 1,000,000")
    if let noise, !(noise > 0 && noise.isFinite) {
      throw CommandError.badArgument("--noise", value: "\(noise)", message: "give a number above 0")
    }
  }

  func run() throws {
    let recording = try Recording(folder, locator: DataLocator(dataDirectory: dataDir))
    guard mcSamples == 0 || !recording.plan.training.noise.masksWeights else {
      throw CommandError.badArgument(
        "--mc-samples", message: "not supported for noise dropconnect; leave it out")
    }
    if mcSamples > 0 {
      try recording.plan.training.refuseSchedule(
        "the masks of --mc-samples need one keep probability", remedy: "leave out --mc-samples")
    }
    guard noise == nil || mcSamples > 0 && recording.dataset.target != nil else {
      throw CommandError.badArgument(
        "--noise", message: "is for numbers to predict, with --mc-samples; leave it out")
    }
    if let out { try OutputFile.makeFolder(out) }
    let meter = ProgressMeter("averaging masked passes", output)
    let evaluation = RunEvaluation(
      recording.plan.training, parameters: recording.parameters, dataset: recording.dataset,
      samples: mcSamples, seed: seed, noise: noise
    ) { meter.show($1, of: mcSamples, "passes over the \($0) examples") }
    meter.end()
    if !output.json {
      output.showReading(recording.dataset)
      Terminal.table(evaluation.table)
      if let sentence = evaluation.noiseSentence { Terminal.result(sentence) }
    }
    if let out {
      try OutputFile.write(
        Study(
          evaluation, title: "A network on \(recording.dataset.name)",
          command: CommandLineText.command), to: out)
      output.say("page: \(out)/README.md")
    }
    if output.json { try JSONOutput.print(evaluation.document, of: recording.dataset) }
  }
}
