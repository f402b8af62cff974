import DropoutTraining

/// The table of settings, in the order in which plans list them and in which they are read.
///
/// A setting comes after the settings that its effect depends on. Defaults are in ``Plan/course`` or, for
/// files, in ``PlanDefaults``; rules for several settings together are in `Plan+Settings.swift`.
extension PlanSetting {
  /// Every setting, in the order in which a plan lists them.
  public static let all = ofData + ofTraining + ofComparison

  /// The settings that decide the data.
  static let ofData = [
    PlanSetting(
      "data.name", .text, .at(\.data.called),
      "generator, mnist, fashion-mnist, or a file's or folder's path",
      flag: "A generator, mnist, fashion-mnist, or a file or folder (see dropout data list).",
      flagName: "--data", short: "data"),
    PlanSetting(
      "data.seed", .seed, .at(\.data.seed), "seed of a generator, or of the split of a file",
      field: "data seed"),
    PlanSetting(
      "data.train", .integer(1...100_000_000), .at(\.data.trainCount),
      "training examples to make, or to draw from a file"),
    PlanSetting(
      "data.test", .integer(1...100_000_000), .at(\.data.testCount),
      "test examples to make, or to draw from a file"),
    PlanSetting(
      "data.noise", .number(0...1e6), .at(\.data.noise), "noise of a generator", if: .generators,
      field: "noise"),
    PlanSetting(
      "data.classes", .integer(2...100_000), .at(\.data.classes), "classes of a generator",
      if: .generators),
    PlanSetting(
      "data.features", .integer(1...1_000_000), .at(\.data.features), "features of a generator",
      if: .generators),
    PlanSetting(
      "data.task", .symbol(names(of: LearningTask.self)), .at(\.data.task),
      "whether labels are classes, or numbers to predict: \(names(of: LearningTask.self).joined(separator: ", "))",
      if: .files),
    PlanSetting(
      "data.label", .text, .at(\.data.labelColumn),
      "label column of a table, by name or number from 1", if: .files),
    PlanSetting(
      "data.ignore", .columns, .at(\.data.ignoredColumns),
      "columns of a table that are not features, by name or number", if: .files),
    PlanSetting(
      "data.header", .flag, .at(\.data.hasHeader),
      "whether a table begins with names; found out if unset", if: .files),
    PlanSetting(
      "data.separator", .symbol(names(of: FieldSeparator.self)), .at(\.data.separator),
      "\(names(of: FieldSeparator.self).joined(separator: ", ")); found out if unset", if: .files),
    PlanSetting(
      "data.decimal", .symbol(names(of: DecimalMark.self)), .at(\.data.decimal),
      "decimal mark: \(names(of: DecimalMark.self).joined(separator: ", ")); found out if unset",
      if: .files),
    PlanSetting(
      "data.missing", .symbol(names(of: MissingValues.self)), .at(\.data.missing),
      "rows without a value: \(names(of: MissingValues.self).joined(separator: ", "))", if: .files),
    PlanSetting(
      "data.encode", .symbol(names(of: WordEncoding.self)), .at(\.data.wordEncoding),
      "columns of words: \(names(of: WordEncoding.self).joined(separator: ", ")); unset: up to 32 words a column",
      if: .files),
    PlanSetting(
      "data.test-file", .text, .at(\.data.testPath),
      "file of test examples, where they stand apart", if: .files),
    PlanSetting(
      "data.test-fraction", .number(1e-6...0.999999), .at(\.data.testFraction),
      "share of a file to test on, where it is not split", if: .files),
    PlanSetting(
      "data.standardise", .automatic, .at(\.data.standardise),
      "subtract the training mean, divide by the deviation; auto: if features are far from 1",
      if: .files, synonyms: ["standardize"]),
    PlanSetting(
      "data.validation", .number(0...0.9), .orZero(\.data.validation),
      "share of the training examples held out to find each run's best moment; 0 for none",
      zero: "none", synonyms: ["validation-split", "validation-fraction"]),
  ]

  /// The settings that decide a training, besides the data.
  static let ofTraining = [
    PlanSetting(
      "network.layers", .integers,
      Place(
        get: { $0.training.network.layers.planValue },
        set: { plan, value throws(PlanError) in try plan.training.setLayers(value) }),
      "units per layer, input first",
      flag: "Units per layer, from input to output, as in 2-20-3-1.", flagName: "--network",
      field: "hidden layers", synonyms: ["hidden"]),
    PlanSetting(
      "network.activation", .word(names(of: Activation.self)), .at(\.training.network.activation),
      flag: "Hidden activation: \(names(of: Activation.self).joined(last: " or ")).",
      short: "activation", field: "activation"),
    PlanSetting("network.loss", .word(names(of: Loss.self)), .at(\.training.network.loss)),
    PlanSetting(
      "network.initialisation", .word(names(of: Initialisation.self)),
      .at(\.training.network.initialisation), synonyms: ["init", "initialization"]),
    PlanSetting(
      "dropout.keep", .numbers,
      Place(
        get: { $0.training.keepProbabilities.planValue },
        set: { plan, value throws(PlanError) in try plan.training.setKeep(value) }),
      "keep probability, 1 − drop rate: one for all hidden layers, one for each, or the input's first",
      flag:
        "Probability that a unit is kept, 1 − drop rate: one for all hidden layers, or one per layer as in 0.8,0.5,0.5, input first.",
      short: "keep", field: "keep probability",
      synonyms: ["keep-prob", "keep-probability", "rate", "drop-rate", "dropout-rate", "dropout"]),
    PlanSetting("dropout.scaling", .word(names(of: DropoutScaling.self)), .at(\.training.scaling)),
    PlanSetting("dropout.noise", .word(names(of: DropoutNoise.self)), .at(\.training.noise)),
    PlanSetting(
      "dropout.schedule", .word(names(of: DropoutSchedule.Kind.self)),
      Place(
        get: {
          $0.training.dropoutSchedule.isConstant ? nil : $0.training.dropoutSchedule.kind.planValue
        },
        set: { $0.training.setDropoutSchedule(DropoutSchedule.Kind.from($1), steps: nil) },
        off: DropoutSchedule.Kind.constant.planValue),
      "how the drop rates change over training", synonyms: ["early-dropout", "curriculum"]),
    PlanSetting(
      "dropout.schedule-steps", .integer(1...1_000_000_000_000),
      Place(
        get: {
          $0.training.dropoutSchedule.isConstant ? nil : $0.training.dropoutSchedule.steps.planValue
        },
        set: { $0.training.setDropoutSchedule(nil, steps: Int.from($1)) }),
      "length of a dropout schedule; unset: a sixth of the steps for early and late, else all",
      if: .changingDropout),
    PlanSetting(
      "training.optimizer", .word(names(of: Optimizer.Kind.self)),
      .at(\.training.optimizer.parts.kind),
      flag: "Optimiser: \(names(of: Optimizer.Kind.self).joined(last: " or ")).",
      short: "optimizer", synonyms: ["optimiser"]),
    PlanSetting(
      "training.learning-rate", .number(0...1e6), .at(\.training.learningRate.initial),
      "learning rate of the first step", flag: "Learning rate.", short: "learning-rate",
      isLogarithmic: true, field: "learning rate", synonyms: ["lr", "eta"]),
    PlanSetting(
      "training.schedule", .word(names(of: LearningRate.Schedule.Kind.self)),
      .at(\.training.learningRate.schedule.parts.kind)),
    PlanSetting(
      "training.schedule-steps", .integer(1...1_000_000_000),
      .at(\.training.learningRate.schedule.parts.steps),
      "steps per factor; half-life for inverse-time",
      if: .schedule([.step, .exponential, .inverseTime])),
    PlanSetting(
      "training.schedule-factor", .number(1e-9...1),
      .at(\.training.learningRate.schedule.parts.factor),
      "factor of step and exponential schedules", if: .schedule([.step, .exponential])),
    PlanSetting(
      "training.momentum", .number(0...0.999999), .at(\.training.optimizer.parts.momentum!.level),
      "momentum, after its ramp", if: .optimizer([.momentum, .nesterov])),
    PlanSetting(
      "training.momentum-start", .number(0...0.999999),
      .at(\.training.optimizer.parts.momentum!.initial), "momentum at the start of its ramp",
      if: .optimizer([.momentum, .nesterov])),
    PlanSetting(
      "training.momentum-ramp", .integer(0...1_000_000_000),
      .at(\.training.optimizer.parts.momentum!.rampSteps), "steps the momentum's ramp takes",
      if: .optimizer([.momentum, .nesterov])),
    PlanSetting(
      "training.beta1", .number(0...0.999999999), .at(\.training.optimizer.parts.adam!.beta1),
      "Adam's decay of the first moment", if: .optimizer([.adam])),
    PlanSetting(
      "training.beta2", .number(0...0.999999999), .at(\.training.optimizer.parts.adam!.beta2),
      "Adam's decay of the second moment", if: .optimizer([.adam])),
    PlanSetting(
      "training.epsilon", .number(1e-30...1), .at(\.training.optimizer.parts.adam!.epsilon),
      "Adam's epsilon", if: .optimizer([.adam])),
    PlanSetting(
      "training.l2", .number(0...1e6), .at(\.training.l2), "lambda of the penalty lambda/2 sum w^2",
      isLogarithmic: true, synonyms: ["weight-decay"]),
    PlanSetting(
      "training.max-norm", .number(0...1e6), .orZero(\.training.maxNorm),
      "largest norm of a unit's incoming weights; 0 for none", zero: "none"),
    PlanSetting(
      "training.batch", .integer(0...1_000_000_000), .orZero(\.training.batchSize),
      "examples a step; 0 for all of them", flag: "Examples per step; 0 for all of them.",
      short: "batch", isLogarithmic: true, zero: "all", field: "batch size",
      synonyms: ["batch-size"]),
    PlanSetting(
      "training.steps", .integer(1...1_000_000_000_000), .at(\.training.steps), "steps to train",
      flag: "Training steps: updates of the weights.", short: "steps", isLogarithmic: true,
      field: "total steps", synonyms: ["iterations", "iters"]),
    PlanSetting(
      "training.epochs", .number(1e-9...1e9), .none, "epochs to train, instead of steps",
      flag: "Passes over the training data, instead of --steps.", short: "epochs",
      isLogarithmic: true, synonyms: ["epoch"]),
    PlanSetting(
      "training.patience", .integer(0...1_000_000_000_000), .orZero(\.training.patience),
      "steps without a lower validation score after which a run ends; 0 to train all steps",
      zero: "none", synonyms: ["early-stopping"]),
    PlanSetting(
      "training.monitor", .word(names(of: ValidationScore.self)),
      Place(
        get: { $0.training.monitor == .loss ? nil : $0.training.monitor.planValue },
        set: { $0.training.monitor = ValidationScore.from($1) ?? .loss },
        off: ValidationScore.loss.planValue),
      "the validation score whose lowest value is a run's best moment"),
  ]

  /// The settings that decide what is compared, over which seeds.
  static let ofComparison = [
    PlanSetting(
      "comparison.policies", .texts,
      Place(
        get: { $0.policies.isEmpty ? nil : .list($0.policies.map { .text($0.description) }) },
        set: { plan, value throws(PlanError) in try plan.setPolicies(value) }), "mask policies",
      flag:
        "Mask policies to compare, joined by commas (default: \(Plan.usualPolicies.map(\.description).joined(last: " and "))).",
      field: "policies"),
    PlanSetting(
      "comparison.baseline", .text, .at(\.baseline),
      "the policy or arm that each other one is compared with, instead of every two",
      flag: "Compare each policy or arm with this one only, instead of every two."),
    PlanSetting(
      "comparison.moment", .word(names(of: Moment.self)), .at(\.moment),
      "when runs are judged; unset: best if examples are held out, else last"),
    PlanSetting(
      "comparison.metric", .word(Metric.allCases.map(\.word)), .at(\.metric),
      "the metric that decides; the others are reported beside it",
      flag:
        "The metric that decides: \(Metric.allCases.map(\.word).joined(last: " or ")) (default: test-error, or rmse)."
    ),
    PlanSetting(
      "comparison.seeds", .integer(1...100_000), .at(\.seedCount), "paired seeds per policy",
      flag:
        "Seeds per policy (default: \(Plan.usualSeedCount)); each gives every policy the same initial weights and data order."
    ),
    PlanSetting(
      "comparison.first-seed", .seed, .at(\.firstSeed), "the first seed; the others follow",
      flag: "The first seed (default: 1); the others follow it.", field: "seed", synonyms: ["seed"]),
    PlanSetting(
      "comparison.until-decided", .flag,
      Place(get: { $0.untilDecided == nil ? nil : .flag(true) }, set: { _, _ in }),
      "add seeds until every pair is decided; seeds is then the most to train",
      flag: "Train in growing rounds until every pair of policies is decided."),
    PlanSetting(
      "comparison.indifference", .number(Double.leastNormalMagnitude...99.999999),
      .at(\.untilDecided!.indifferencePoints),
      "until decided: points of test error below which a difference does not matter",
      if: .untilDecided,
      flag: "With --until-decided: points of test error below which a difference is none."),
    PlanSetting(
      "comparison.budget", .number(Double.leastNormalMagnitude...1e6),
      .at(\.untilDecided!.budgetMinutes), "until decided: minutes after which to stop",
      if: .untilDecided, flag: "With --until-decided: minutes after which to stop."),
    PlanSetting(
      "comparison.assume-nothing", .flag,
      Place(
        get: { plan in
          plan.untilDecided.map { $0.assumesNothing ? .flag(true) : nil } ?? .flag(false)
        },
        set: { $0.untilDecided?.assumesNothing = $1 == .flag(true) }),
      "until decided: allow for rare extreme runs that no seed has shown yet", if: .untilDecided,
      flag:
        "With --until-decided: allow for rare extreme runs that no seed has shown yet; takes about 450 seeds for a difference of one point, 4,500 for a tenth."
    ),
  ]
}
