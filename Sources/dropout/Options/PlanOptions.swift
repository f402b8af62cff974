import ArgumentParser
import DropoutLab
import DropoutStatistics
import DropoutTraining
import Foundation

/// A plan given by a file, by flags and by `--set`; each overrides the one before.
struct PlanOptions: ParsableArguments {
  @Option(
    name: .joinable("p"), help: "Plan file (TOML), as --dry-run prints it; flags override it.")
  var plan: String?

  @Option(help: .setting("data.name")) var data: String?

  @Option(help: "Folder to look for mnist and fashion-mnist in, before the usual ones.")
  var dataDir: String?

  @Option(help: .setting("network.layers")) var network: String?
  @Option(help: .setting("network.activation")) var activation: String?
  @Option(help: .setting("dropout.keep")) var keep: String?
  @Option(help: .setting("training.optimizer")) var optimizer: String?
  @Option(help: .setting("training.learning-rate")) var learningRate: Double?
  @Option(help: .setting("training.batch")) var batch: Int?
  @Option(help: .setting("training.steps")) var steps: Int?
  @Option(help: .setting("training.epochs")) var epochs: Double?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Any setting of a plan, as in training.l2=0.001; dropout compare --dry-run shows all of them with their values.",
      valueName: "key=value"))
  var assignments: [String] = []

  /// The given settings; the others take their defaults later.
  ///
  /// - Parameters:
  ///   - stored: Settings that all of these override.
  ///   - compare: Sets what is compared, which `--set` overrides.
  func settings(
    over stored: PlanSettings = PlanSettings(),
    _ compare: (inout PlanSettings) throws -> Void = { _ in }
  ) throws -> PlanSettings {
    var settings = stored
    if let plan {
      try settings.merge(toml: PlanFile.content(plan, what: "plan file"), source: plan)
    }
    guard steps == nil || epochs == nil else {
      throw CommandError.exclusive("--steps", "--epochs")
    }
    try settings.set(flags: [
      "data.name": data.map(PlanValue.text), "network.layers": network.map(Self.layers),
      "network.activation": activation.map(PlanValue.text), "dropout.keep": keep.map(Self.numbers),
      "training.optimizer": optimizer.map(PlanValue.text),
      "training.learning-rate": learningRate.map(PlanValue.number),
      "training.batch": batch.map(PlanValue.integer),
      "training.steps": steps.map(PlanValue.integer),
      "training.epochs": epochs.map(PlanValue.number),
    ])
    try compare(&settings)
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return settings
  }

  /// Where known data sets are looked for.
  var locator: DataLocator { DataLocator(dataDirectory: dataDir) }

  private static func layers(_ text: String) throws -> PlanValue {
    let widths = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard widths.allSatisfy({ $0 != nil }) else {
      throw CommandError.badArgument(
        "--network", value: text, message: "give widths joined by hyphens, as in 2-20-3-1")
    }
    return .list(widths.compactMap { $0.map { .integer($0) } })
  }

  private static func numbers(_ text: String) throws -> PlanValue {
    let parts = text.commaSeparated.map { Double($0) }
    guard parts.allSatisfy({ $0 != nil }) else {
      throw CommandError.badArgument(
        "--keep", value: text,
        message: "give a probability, or several joined by commas, as in 0.8,0.5,0.5")
    }
    return .list(parts.compactMap { $0.map { .number($0) } })
  }
}

/// Which policies are compared, over which seeds.
struct ComparisonOptions: ParsableArguments {
  @Option(
    help: .setting(
      "comparison.policies",
      discussion: """
        none drops nothing; per-example draws a mask for each example, per-batch one for the \
        whole batch, per-group:16 one for each 16 examples. A new mask is drawn every step, \
        or as a prefix says: frozen/per-batch never, every:100/per-batch every 100 steps, \
        per-epoch/per-batch every epoch.
        """))
  var policies: String?

  @Option(
    help: ArgumentHelp(
      "An arm with a name and settings of its own, as in 'column .91: per-batch keep=0.91'; give it once for each arm.",
      discussion: """
        After the name and the mask policy come settings of network, dropout and training, as --set has \
        them, for this arm alone. Without --policies only the arms are compared.
        """, valueName: "name: policy key=value"))
  var arm: [String] = []

  @Option(help: .setting("comparison.baseline")) var baseline: String?
  @Option(help: .setting("comparison.metric")) var metric: String?
  @Option(help: .setting("comparison.seeds")) var seeds: Int?
  @Option(help: .setting("comparison.first-seed")) var firstSeed: Int?

  /// Adds the given options to settings.
  func add(to settings: inout PlanSettings) throws {
    try settings.compare(
      policies: policies, arms: arm, baseline: baseline, metric: metric, seeds: seeds,
      firstSeed: firstSeed)
  }
}

extension PlanSettings {
  /// Sets what is compared, from the values of flags; nil means that the flag was not given.
  mutating func compare(
    policies: String?, arms: [String] = [], baseline: String? = nil, metric: String? = nil,
    seeds: Int?,
    firstSeed: Int?
  ) throws {
    try set(flags: [
      "comparison.policies": policies.map { .list($0.commaSeparated.map(PlanValue.text)) },
      "comparison.baseline": baseline.map(PlanValue.text),
      "comparison.metric": metric.map(PlanValue.text),
      "comparison.seeds": seeds.map(PlanValue.integer),
      "comparison.first-seed": firstSeed.map(PlanValue.integer),
    ])
    for text in arms { add(try ArmSettings(text, source: "--arm")) }
    // With a single seed, no seeds are added, even if the plan asks for it.
    if seeds == 1 { fixSeeds() }
  }

  /// Replaces what is compared by one policy, or the arm of that name, and one seed.
  mutating func train(policy: String, seed: Int?) throws {
    guard !policy.contains(",") else {
      throw CommandError.badArgument("--policy", value: policy, message: "give one policy")
    }
    let arm = removeArms().first { $0.name == policy }
    if let arm { try set(arm.changes) }
    try compare(policies: arm?.policy.description ?? policy, seeds: 1, firstSeed: seed)
  }
}

extension ArgumentHelp {
  /// The help of the flag that sets a setting of plans.
  static func setting(_ name: String, discussion: String = "") -> ArgumentHelp {
    ArgumentHelp(PlanSetting.known(name).flag?.help ?? "", discussion: discussion)
  }
}

extension PlanSettings {
  /// Sets settings from the values of their flags; nil means that the flag was not given.
  mutating func set(flags values: KeyValuePairs<String, PlanValue?>) throws {
    for case (let name, let value?) in values {
      try set(name, to: value, source: PlanSetting.known(name).flag?.name ?? name)
    }
  }
}

/// Where finished runs are kept.
struct StoreOptions: ParsableArguments {
  @Option(help: "File of finished runs (SQLite); default $DROPOUT_STORE, else dropout.sqlite.")
  var store: String?

  /// Opens the store. While another program holds it, says so and waits.
  func open() throws -> RunStore {
    let path = try checkedPath()
    var hasTold = false
    return try RunStore(path: path) { error in
      if !hasTold { Terminal.error("dropout: \(error); waiting, Ctrl-C gives up") }
      hasTold = true
      return true
    }
  }

  /// Opens the store if its file exists: commands that only read must not create one.
  func openExisting() throws -> RunStore {
    let path = try checkedPath()
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandError.missingFile(path: path, what: "run store")
    }
    return try open()
  }

  /// Refuses a path that would keep nothing: `:memory:`, or an empty one, as from an unset variable.
  private func checkedPath() throws -> String {
    guard !path.isEmpty else {
      throw CommandError.badArgument(
        "--store", message: "the path is empty; name a file, or leave it out")
    }
    guard path != ":memory:" else {
      throw CommandError.badArgument(
        "--store", message: "a store in memory keeps nothing; name a file")
    }
    return path
  }

  var path: String {
    store ?? ProcessInfo.processInfo.environment["DROPOUT_STORE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? "dropout.sqlite"
  }
}

/// How results are printed.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "No messages on standard error.")
  var quiet = false

  /// Prints how a data file was read, as the first line of a result in text; in JSON it is the member `data`.
  func showReading(_ dataset: Dataset) {
    if let reading = dataset.reading, !json { Terminal.result(reading.summary) }
  }

  /// Prints a message, unless quiet.
  func say(_ line: String) { if !quiet { Terminal.message(line) } }

  /// Shows the progress of runs, prints notices, and stops at Ctrl-C; quiet, it prints nothing.
  var watch: RunWatch {
    let isQuiet = quiet
    return RunWatch(
      shouldStop: { Interruption.isRequested },
      progress: { told in
        guard !isQuiet else { return }
        let phase = told.phase == "training" ? "" : "\(told.phase): "
        Terminal.progress("\(phase)\(told.line)")
      },
      notice: {
        Interruption.note($0)
        if !isQuiet { Terminal.error("dropout: \($0)") }
      })
  }
}

extension RunWatch.Progress {
  /// How many runs are finished, how fast they are trained, and how long the rest will take.
  fileprivate var line: String {
    // Counted in steps, so that long runs show progress before the first of them ends.
    let rate = doneShare * Double(total) / max(seconds, 1e-9)
    let left = seconds * (1 - doneShare) / max(doneShare, 1e-9)
    let shownRate = NumberText.fixed(rate, decimals: rate < 10 ? 2 : 0)
    return
      "\(NumberText.count(finished)) of \(total.runs), \(shownRate) a second, \(Duration.shown(left)) left"
  }
}
