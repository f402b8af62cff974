import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout plan-seeds`: how many paired seeds are needed to detect a difference.
struct PlanSeedsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan-seeds",
    abstract: "Tell how many paired seeds would show a difference of a given size.",
    discussion: """
      Trains a pilot of a few seeds under each policy, measures how much the paired differences of \
      test error spread, and says how many seeds show a true difference of the given size with 80 % \
      power, at level .05 divided by the number of pairs (fewer policies need fewer seeds). The pilot's runs stay in the store: dropout \
      compare goes on from them.

      The interval of the spread, and so the range of seeds, holds for normal differences. Where runs \
      fail now and then a pilot may miss them and the plan is then too small.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions

  @Option(help: "The difference to be seen, in points of test error.")
  var difference = 0.5

  @Option(help: "Mask policies, joined by commas, as in dropout compare.")
  var policies: String?

  @Option(help: "Seeds of the pilot.")
  var pilot = 10

  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @OptionGroup var jobsOptions: JobsOptions

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check(
      "--difference", difference, in: 0.001...100, remedy: "give points from 0.001 to 100")
    try check("--pilot", pilot, in: 3...1_000, remedy: "give a number from 3 to 1,000")
  }

  func run() async throws {
    let settings = try planOptions.settings {
      try $0.compare(policies: policies, seeds: pilot, firstSeed: nil)
    }
    let comparisonRun = try ComparisonRun(
      settings, locator: planOptions.locator, output: output)
    guard comparisonRun.plan.arms.count > 1 else {
      throw CommandError.badArgument(
        "--policies", value: policies, message: "give two policies or more")
    }
    try comparisonRun.refuseTooLarge(jobs: jobsOptions.width)
    let store = try storeOptions.open()
    comparisonRun.describe()
    store.announcePilot(
      AnnouncedComparison(SweepCase(comparisonRun.plan, dataset: comparisonRun.dataset)))
    let records = try await comparisonRun.train(store: store, jobs: jobsOptions)
    let arms = comparisonRun.one.runs(records).map { $0.at(comparisonRun.plan.moment) }
    let metric = comparisonRun.plan.metric
    let plans = try SeedPlan.plans(
      arms, baseline: comparisonRun.plan.baselineArm, metric: metric,
      difference: difference / metric.scale)
    let hint = FailedRuns.hint(arms)
    if output.json {
      return try JSONOutput.print(
        Document(failureHint: hint, pairs: plans), of: comparisonRun.dataset)
    }
    Terminal.warn(hint)
    printTable(plans, metric: metric, jobs: jobsOptions.width)
  }

  /// What `--json` prints.
  private struct Document: Encodable {
    @NullWhereNil var failureHint: String?
    let pairs: [SeedPlan]
  }

  private func printTable(_ plans: [SeedPlan], metric: Metric, jobs: Int) {
    var table = TextTable([
      "pair", "sd of the difference", "95 % interval", "seeds", "between", "training time",
    ])
    for plan in plans {
      table.add([
        "\(plan.a), \(plan.b)", metric.fixed(plan.standardDeviation),
        plan.standardDeviationInterval?.shown { metric.fixed($0) } ?? "–",
        plan.seeds.map(NumberText.count) ?? "–",
        plan.seeds == nil
          ? "–"
          : "\(NumberText.count(plan.fewestSeeds ?? 0))…\(NumberText.count(plan.mostSeeds ?? 0))",
        plan.seeds.map { Duration.shown(Double($0) * plan.secondsPerSeed / Double(jobs)) } ?? "–",
      ])
    }
    Terminal.table(table)
    Terminal.result("")
    Terminal.result(
      "Seeds for a power of 80 % at level \(level(pairs: plans.count)); their training time is for both "
        + "policies, \(NumberText.counted(jobs, "run")) at a time.")
    let asked = plans.first { Set([$0.a, $0.b]) == [Arm(.perExample), Arm(.perBatch)] }
    Terminal.result(sentence(asked ?? plans[0], jobs: jobs))
  }

  /// The level of each pair's test, corrected for the number of pairs as `dropout compare` does.
  private func level(pairs: Int) -> String { pairs == 1 ? "0.05" : "0.05 over \(pairs) pairs" }

  private func sentence(_ plan: SeedPlan, jobs: Int) -> String {
    let points = difference == difference.rounded() ? "\(Int(difference))" : "\(difference)"
    guard let seeds = plan.seeds else {
      return
        "Every pilot seed gives \(plan.a) and \(plan.b) the same difference: there is no spread to "
        + "plan by; try more with --pilot."
    }
    return "To see \(points) points between \(plan.a) and \(plan.b) you need about "
      + "\(NumberText.count(seeds)) paired seeds, "
      + "\(Duration.shown(Double(seeds) * plan.secondsPerSeed / Double(jobs))) of training."
  }
}
