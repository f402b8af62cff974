import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout sweep`: compares policies over many settings.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Compare mask policies in many settings, and tell over which a difference holds.",
    discussion: """
      Each --vary names one setting and its values, joined by commas, or for a random sample a range. \
      Any setting of a plan will do, under its name or as data, width (units of every hidden \
      layer), depth (hidden layers), activation, keep, optimizer, learning-rate, batch, steps, epochs:

        dropout sweep --vary batch=8,32,0 --vary keep=0.5,0.86
        dropout sweep --samples 200 --vary data=moons,xor --vary keep=0.5..0.95

      Without --vary: what is not set is varied, in 24 random settings of six generated data sets, \
      one to three hidden layers of 8 to 64 units, keep 0.5 to 0.95, batches of 8 to 128, learning rates from 0.03 to 0.5, 5,000 steps.

      In every setting the policies are compared by paired seeds; verdicts are corrected for the \
      number of settings. Intervals over settings take the settings as a sample. Finished runs stay \
      in the store; the same command goes on from there.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(
    help: ArgumentHelp("A setting and its values; may be repeated.", valueName: "name=values"))
  var vary: [String] = []

  @Option(help: "Settings to draw at random, instead of every combination.")
  var samples: Int?

  @Option(
    help: "Seed of the random settings (default: 1); a larger sample begins with a smaller one.")
  var sweepSeed: UInt64?

  @Option(help: "Mask policies to compare, joined by commas (default: per-example,per-batch).")
  var policies: String?

  @Option(
    help: "Paired seeds per setting (default: 10, more where so many settings need them).")
  var seeds: Int?

  @Option(help: "The first seed; the others follow it.")
  var firstSeed: Int?

  @OptionGroup(title: "Fairness") var fairness: FairnessOptions
  @OptionGroup(title: "Deciding as it goes") var deciding: UntilDecidedOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(
    name: .joinable("o"),
    help: "Folder for a page, results.json, settings.csv and figures (default: none).")
  var out: String?

  @OptionGroup var jobsOptions: JobsOptions

  @Flag(help: "Print sentences for every pair of policies, not only for the first against each.")
  var allPairs = false

  @Flag(help: "Print the settings, how many runs there are and how long they take; train nothing.")
  var dryRun = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check("--samples", samples, in: 1...100_000, remedy: "give a number from 1 to 100,000")
  }

  func run() async throws {
    let sweep = try sweep()
    let data = LoadedData(locator: planOptions.locator)
    let cases = try sweep.cases(data)
    try refuseTooLarge(cases)
    let runs = cases.reduce(0) { $0 + $1.plan.arms.count * $1.plan.seeds.count }
    if let dataset = cases.first?.dataset { output.showReading(dataset) }
    let same = sweep.settings.count - cases.count
    if same > 0 { output.say("\(same) duplicate settings were skipped") }
    output.say(
      "\(NumberText.counted(cases.count, "setting")), "
        + "\(cases.first?.plan.untilDecided != nil ? "up to " : "")\(runs.runs) to compare")
    if dryRun {
      return try SweepEstimate(cases, sweep: sweep, jobs: jobsOptions.width).print(output)
    }
    if let out { try OutputFile.makeFolder(out) }
    let store = try storeOptions.open()
    let desk = jobsOptions.desk(store, data: data, watch: output.watch)
    let found = try await Interruption.deferred {
      try await desk.compare(
        sweep.fairness.applied(to: cases, desk: desk),
        seenBefore: { output.say(ComparisonRun.seedsSeenBefore) })
    }
    let results = try SweepResults(sweep, cases: found.map(\.one), records: found.map(\.records))
    if !output.quiet { Terminal.progress("") }
    if let out {
      try OutputFile.write(Study(results, of: sweep, command: CommandLineText.command), to: out)
      output.say("written to \(out)")
    }
    if output.json {
      return try cases.first.map { try JSONOutput.print(results, of: $0.dataset) }
        ?? JSONOutput.print(results)
    }
    SweepText.print(results, allPairs: allPairs)
  }

  /// Refuses the sweep if memory is too small for its largest setting.
  private func refuseTooLarge(_ cases: [SweepCase]) throws {
    let largest =
      cases.map { one in
        one.plan.training.memoryEstimate(exampleCount: one.dataset.train.count)
      }.max() ?? 0
    try MachineLimits.checkMemory(
      data: cases.map(\.dataset.memoryEstimate).max() ?? 0, run: largest,
      jobs: jobsOptions.width)
  }
}

extension SweepCommand {
  /// What is varied if no `--vary` is given: the usual settings, except those that were set to a value.
  private static func usualAxes(besides settings: PlanSettings) -> [String] {
    [
      ("data.name", "data=football,moons,circles,xor,gaussians,spirals"),
      ("network.layers", "depth=1,2,3"), ("network.layers", "width=8..64"),
      ("dropout.keep", "keep=0.5..0.95"), ("training.batch", "batch=8..128"),
      ("training.learning-rate", "learning-rate=0.03..0.5"),
    ].filter { settings[$0.0] == nil }.map(\.1)
  }

  private func sweep() throws -> Sweep {
    var settings = try planOptions.settings {
      try $0.compare(policies: policies, seeds: seeds, firstSeed: firstSeed)
    }
    try deciding.add(to: &settings)
    if settings["comparison.policies"] == nil {
      try settings.set(
        "comparison.policies", to: .list([.text("per-example"), .text("per-batch")]),
        source: "sweep")
    }
    guard settings.policyTexts.count > 1 else {
      throw CommandError.badArgument(
        "--policies", value: settings.policyTexts.joined(separator: ","),
        message: "give two or more to compare")
    }
    let isUsual = vary.isEmpty && !fairness.isAsked
    if isUsual {
      if settings["training.steps"] == nil && settings["training.epochs"] == nil {
        try settings.set("training.steps", to: .integer(5_000), source: "sweep")
      }
    }
    let axes = try (isUsual ? Self.usualAxes(besides: settings) : vary).map {
      try SweepAxis($0, source: "--vary \($0)")
    }
    guard samples == nil || !axes.isEmpty else {
      throw CommandError.badArgument(
        "--samples", value: "\(samples ?? 0)", message: "give --vary, too")
    }
    let tuned = try fairness.axes
    if let both = axes.first(where: { axis in tuned.contains { $0.name == axis.name } }) {
      throw CommandError.exclusive("--vary \(both.shortName)", "--tune \(both.shortName)")
    }
    let count = samples ?? (isUsual ? 24 : nil)
    guard count != nil || sweepSeed == nil else {
      throw CommandError.badArgument(
        "--sweep-seed", value: "\(sweepSeed ?? 0)", message: "give --samples, too")
    }
    if settings["training.epochs"] != nil, fairness.tunesBatch {
      throw CommandError.badArgument(
        "--tune", value: "batch",
        message: "with epochs, the steps would stay those of the plan's batch; give --steps")
    }
    let sampling = count.map { Sweep.Sampling.random(count: $0, seed: sweepSeed ?? 1) } ?? .grid
    var sweep = try Sweep(base: settings, axes: axes, sampling: sampling)
    if settings["comparison.seeds"] == nil, !settings.addsSeeds {
      try settings.set(
        "comparison.seeds", to: .integer(sweep.usualSeedCount), source: "sweep")
      sweep = try Sweep(base: settings, axes: axes, sampling: sampling)
    }
    sweep.fairness = try fairness.fairness
    return sweep
  }
}
