import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout why`: how noisy gradients are under each sharing of masks, and where the noise comes from.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract:
      "Measure the noise of gradients under each sharing of masks, and where it comes from.",
    discussion: """
      At chosen moments of a training the gradient of many batches is measured. Its variance V over \
      batches of M examples with K masks among them is split into what the examples do, what the masks \
      do, and what a mask does to all examples that share it: \
      V = σx²/M + σd²/M + τ²(1/K − 1/M). "variance" is measured on batches, "formula" computed from \
      parts that other, single examples gave: the two judge each other. ± is half of a 95 % \
      interval. The direction columns are means of (1 − cos)/2, between two gradients and between \
      one and the gradient of all examples without masks.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(help: "Mask policy that the network is trained under until it is measured.")
  var policy = "per-example"

  @Option(help: "Seed of the training and of the measurement.")
  var seed: Int = 1

  @Option(
    help: "Training steps after which to measure, comma-separated (default: 0, a tenth, all).")
  var at: String?

  @Option(
    help: """
      Batch sizes to measure at, comma-separated (default: the plan's, a quarter and a \
      sixteenth of it).
      """)
  var batches: String?

  @Option(
    help: """
      Pairs of batches that each variance is measured by (default: 200 for large networks, up \
      to 2,000 for small ones).
      """)
  var pairs: Int?

  @Option(
    help: """
      Blocks of 8 examples by 8 masks that the formula's parts are estimated by (default: 100 \
      for large networks, up to 2,000 for small ones).
      """)
  var blocks: Int?

  @Option(
    name: .joinable("o"), help: "Folder for a page, figures and results.json (default: none).")
  var out: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    for (flag, count) in [("--pairs", pairs), ("--blocks", blocks)] {
      try check(flag, count, in: 2...100_000, remedy: "give a number from 2 to 100,000")
    }
  }

  func run() throws {
    var settings = try planOptions.settings()
    try settings.train(policy: policy, seed: seed)
    let prepared = try ComparisonRun(settings, locator: planOptions.locator, output: output)
    try prepared.refuseTooLarge(jobs: 1)
    let training = prepared.plan.training
    guard training.keepProbabilities.contains(where: { $0 < 1 }) else {
      throw CommandError.badArgument(
        "--keep", message: "nothing is dropped; give a probability below 1")
    }
    let examples = ExampleMatrix(prepared.dataset.train)
    let steps = try moments(training.steps)
    let sizes = try batchSizes(training.batchSize(exampleCount: examples.count))
    if let out { try OutputFile.makeFolder(out) }
    prepared.describe()
    var found: [NoiseDocument.Moment] = []
    var trainer = Trainer(
      training, policy: prepared.plan.policies[0], seed: prepared.plan.seeds[0], examples: examples)
    for step in steps {
      let meter = ProgressMeter("training", output)
      while trainer.stepsDone < step {
        meter.show(trainer.stepsDone, of: step, "steps")
        trainer.step()
      }
      let measuring = ProgressMeter(
        "measuring after \(NumberText.counted(step, "step"))", output)
      let study = GradientNoiseStudy(
        training.constantDropout(step: step), parameters: trainer.parameters, batchSizes: sizes,
        pairs: pairs, blocks: blocks,
        seed: prepared.plan.seeds[0])
      let noise = study.measure(examples) { measuring.show($0) }
      measuring.end()
      found.append(NoiseDocument.Moment(step: step, noise: noise, training: training))
      if !output.json { Self.printMoment(found[found.count - 1]) }
    }
    let document = NoiseDocument(plan: prepared.plan, moments: found)
    if output.json { try JSONOutput.print(document, of: prepared.dataset) }
    if let out {
      try OutputFile.write(
        Study(document, plan: prepared.plan, command: CommandLineText.command), to: out)
      output.say("page: \(out)/README.md")
    }
  }
}

extension WhyCommand {
  private func numbers(_ flag: String, _ text: String, in range: ClosedRange<Int>) throws -> [Int] {
    try text.commaSeparated.map { part in
      guard let number = Int(part), range.contains(number) else {
        throw CommandError.badArgument(
          flag, value: "\(part)",
          message:
            "give whole numbers from \(range.lowerBound) to \(range.upperBound), joined by commas")
      }
      return number
    }
  }

  /// The steps to measure at, ascending, without duplicates.
  private func moments(_ steps: Int) throws -> [Int] {
    let chosen = try at.map { try numbers("--at", $0, in: 0...steps) } ?? [0, steps / 10, steps]
    return Set(chosen).sorted()
  }

  private func batchSizes(_ batchSize: Int) throws -> [Int] {
    let chosen =
      try batches.map { try numbers("--batches", $0, in: 1...100_000) }
      ?? [batchSize / 16, batchSize / 4, batchSize].filter { $0 > 0 }
    return Set(chosen).sorted()
  }

  private static func printMoment(_ moment: NoiseDocument.Moment) {
    Terminal.result("\(moment.title)\n")
    Terminal.table(moment.table)
    Terminal.result("")
    Terminal.result(moment.noise.partsLine)
    for sentence in moment.sentences { Terminal.result(sentence) }
    Terminal.result("")
  }
}
