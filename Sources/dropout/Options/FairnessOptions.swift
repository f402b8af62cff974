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

  @Option(help: "Seeds per policy and combination of tuned values (default: 5).")
  var tuneSeeds: Int?

  @Option(help: "Share of the training examples held out to tune on (default: 0.2).")
  var validation: Double?

  @Option(
    help: ArgumentHelp(
      """
      train-loss: find for each policy the keep probabilities at which it regularises as much as the \
      first (equal loss on the training examples, without masks), then compare.
      """, valueName: "what"))
  var match: String?

  @Option(help: "Seeds that each strength is measured over (default: 10).")
  var matchSeeds: Int?

  func validate() throws {
    for (flag, count) in [("--tune-seeds", tuneSeeds), ("--match-seeds", matchSeeds)] {
      try check(flag, count, in: 1...10_000, remedy: "give a number from 1 to 10,000")
    }
    try check(
      "--validation", validation, in: 0.01...0.9, remedy: "give a share from 0.01 to 0.9")
    if tune.isEmpty && (tuneSeeds != nil || validation != nil) {
      throw ValidationError("--tune-seeds and --validation belong to --tune")
    }
    if match == nil && matchSeeds != nil {
      throw ValidationError("--match-seeds belongs to --match")
    }
    if let match, match != "train-loss" {
      throw ValidationError("--match \(match): use train-loss")
    }
    if match != nil && !tune.isEmpty {
      throw ValidationError("give --tune or --match, not both")
    }
  }

  /// Whether tuning or matching is asked for.
  var isAsked: Bool { !tune.isEmpty || match != nil }

  /// The settings to tune, with their values.
  var axes: [SweepAxis] {
    get throws { try tune.map { try SweepAxis($0, source: "--tune \($0)") } }
  }

  /// Whether the batch size is tuned.
  var tunesBatch: Bool {
    tune.contains { $0.hasPrefix("batch=") || $0.hasPrefix("training.batch=") }
  }

  /// What is asked for.
  var fairness: Fairness {
    get throws {
      if match != nil { return .matching(StrengthMatching(seeds: matchSeeds ?? 10)) }
      guard !tune.isEmpty else { return .none }
      return .tuning(
        try Tuning(
          axes: try axes, seeds: tuneSeeds ?? 5, validationShare: validation ?? 0.2))
    }
  }
}
