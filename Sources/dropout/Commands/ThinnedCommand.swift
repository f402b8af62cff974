import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout thinned`: counts and evaluates the thinned networks of a training.
struct ThinnedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thinned",
    abstract:
      "Count the thinned networks that a training visits, and evaluate them and their mean.",
    discussion: """
      Dropping some of n units leaves one of 2ⁿ thinned networks. How many of them a training visits \
      under each policy, and how often it trains each weight, follows from the masks alone. Then the \
      network is trained under --policy. With up to 20 droppable units every thinned network is \
      evaluated on the test examples, and their exact means stand beside weight scaling; with more, \
      averages of k masked passes.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(
    help:
      "Mask policies whose visits are counted, joined by commas (default: the plan's that drop).")
  var policies: String?

  @Option(help: "Mask policy that the network is trained under.")
  var policy = "per-example"

  @Option(help: "Seed of the training, and of the passes averaged.")
  var seed: Int = 1

  @Option(help: "Most passes to average; 0: no averages of passes.")
  var mcSamples = 100

  @Option(help: "Independent repeats of each average.")
  var repeats = 10

  @Option(help: "Threads; they change no bit (default: all cores).")
  var threads: Int?

  @Flag(help: "Only count visits: train nothing.")
  var visitsOnly = false

  @Option(
    name: .joinable("o"), help: "Folder for a page, a figure and results.json (default: none).")
  var out: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check("--mc-samples", mcSamples, in: 0...1_000_000)
    try check("--repeats", repeats, in: 1...10_000)
    try check("--threads", threads, in: 1...256)
  }

  func run() throws {
    var settings = try planOptions.settings()
    var trained = settings
    settings.removeArms()
    try settings.compare(policies: policies, seeds: 1, firstSeed: seed)
    let prepared = try ComparisonRun(settings, locator: planOptions.locator, output: output)
    try trained.train(policy: policy, seed: seed)
    let policy = try Plan(trained, dataset: prepared.dataset).policies[0]
    let training = prepared.plan.training
    guard training.noise.dropsUnits else {
      throw CommandError.badArgument(
        "dropout.noise", value: "\(training.noise)",
        message: "it leaves no thinned networks; use bernoulli")
    }
    try training.refuseSchedule("thinned networks are counted at one keep probability")
    guard !ThinnedNetworks(training).layers.isEmpty else {
      throw CommandError.badArgument(
        "--keep", message: "nothing is dropped; give a probability below 1")
    }
    guard training.steps > 0 else {
      throw CommandError.badArgument(
        "--steps", value: "0", message: "no steps, no masks; give 1 or more")
    }
    try prepared.refuseTooLarge(jobs: 1)
    guard visitsOnly || prepared.dataset.target == nil else {
      throw CommandError.badArgument(
        "--data", value: prepared.dataset.name,
        message:
          "it has numbers to predict; give --visits-only, or average passes with dropout evaluate")
    }
    if let out { try OutputFile.makeFolder(out) }
    prepared.describe()
    let visits = countVisits(prepared)
    if !output.json { Terminal.show(ThinnedDocument.parts(visits)) }
    var document = ThinnedDocument(plan: prepared.plan, visits: visits)
    if !visitsOnly {
      try evaluate(prepared, policy: policy, into: &document)
      if !output.json, !document.trainedParts.isEmpty {
        Terminal.result("")
        Terminal.show(document.trainedParts)
      }
    }
    if let out {
      try OutputFile.write(
        Study(document, plan: prepared.plan, command: CommandLineText.command), to: out)
      output.say("page: \(out)/README.md")
    }
    if output.json { try JSONOutput.print(document, of: prepared.dataset) }
  }

  private func countVisits(_ prepared: ComparisonRun) -> [ThinnedVisits] {
    let plan = prepared.plan
    let counted = policies == nil ? plan.policies.filter { $0.drops } : plan.policies
    return counted.map { policy in
      let meter = ProgressMeter("counting the masks of \(policy)", output)
      defer { meter.end() }
      return ThinnedVisits(
        plan.training, policy: policy, seed: plan.seeds[0],
        exampleCount: prepared.dataset.train.count
      ) { meter.show($0) }
    }
  }

  /// Trains the network and evaluates its thinned networks.
  private func evaluate(
    _ prepared: ComparisonRun, policy: MaskPolicy, into document: inout ThinnedDocument
  ) throws {
    let training = prepared.plan.training
    let seed = prepared.plan.seeds[0]
    let cores = threads ?? MachineLimits.coreCount
    var trainer = Trainer(
      training, policy: policy, seed: seed, examples: ExampleMatrix(prepared.dataset.train),
      threads: cores)
    let meter = ProgressMeter("training", output)
    while trainer.stepsDone < training.steps {
      meter.show(trainer.stepsDone, of: training.steps, "steps")
      trainer.step()
    }
    meter.end()
    let parameters = trainer.parameters
    document.policy = policy
    guard parameters.isFinite else {
      throw CommandError.badArgument(
        "--learning-rate",
        message: "the weights did not stay finite; give a lower rate")
    }
    let network = TrainedNetwork(training, parameters: parameters)
    let test = ExampleMatrix(prepared.dataset.test)
    let count = ThinnedNetworks(training).unitCount
    if count <= TrainedNetwork.greatestThinnedUnitCount, training.network.loss != .squared {
      let evaluating = ProgressMeter("evaluating \(NumberText.count(1 << count)) networks", output)
      document.ensemble = ThinnedEnsemble(network: network, examples: test, threads: cores) {
        evaluating.show($0, "\(Int(100 * $0)) %")
      }
      evaluating.end()
    }
    if mcSamples > 0 {
      let averaging = ProgressMeter("averaging passes", output)
      document.monteCarlo = MonteCarloCurve(
        network: network, examples: test, ks: MonteCarloCurve.usualPasses(upTo: mcSamples),
        repeats: repeats, seed: seed
      ) { share in averaging.show(share, "\(Int(100 * share)) %") }
      averaging.end()
    }
  }
}
