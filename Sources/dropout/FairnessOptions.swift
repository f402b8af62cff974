import ArgumentParser
import DropoutLab

/// How policies are made comparable before they are compared.
struct FairnessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A setting and the values that each policy chooses from on validation data, as in \
      keep=0.5,0.7,0.86; may be repeated.
      """, valueName: "name=values"))
  var tune: [String] = []

  @Option(help: "Seeds per policy and combination of tuned values.")
  var tuneSeeds = 5

  @Option(help: "Share of the training examples held out to tune on.")
  var validation = 0.2

  @Option(
    help: ArgumentHelp(
      """
      train-loss: find for each policy the keep probabilities at which it regularises as much as the \
      first (equal loss on the training examples, without masks), then compare.
      """, valueName: "what"))
  var match: String?

  @Option(help: "Seeds that each strength is measured over.")
  var matchSeeds = 10

  func validate() throws {
    for (flag, count) in [("--tune-seeds", tuneSeeds), ("--match-seeds", matchSeeds)] {
      guard (1...10_000).contains(count) else {
        throw ValidationError("\(flag) \(count): give a number from 1 to 10,000")
      }
    }
    guard validation >= 0.01, validation <= 0.9 else {
      throw ValidationError("--validation \(validation): give a share from 0.01 to 0.9")
    }
    if let match, match != "train-loss" {
      throw ValidationError("--match \(match): use train-loss")
    }
    if match != nil && !tune.isEmpty {
      throw ValidationError("give --tune or --match, not both")
    }
  }

  /// Whether either was asked for.
  var isAsked: Bool { !tune.isEmpty || match != nil }

  /// The cases, tuned or matched.
  func applied(to cases: [SweepCase], training: SweepTraining) async throws -> [SweepCase] {
    if match != nil {
      return try await StrengthMatching(seeds: matchSeeds).matched(cases, training: training)
    }
    guard !tune.isEmpty else { return cases }
    let axes = try tune.map { try SweepAxis($0, source: "--tune \($0)") }
    return try await Tuning(axes: axes, seeds: tuneSeeds, validationShare: validation)
      .tuned(cases, training: training)
  }
}
