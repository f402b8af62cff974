import DropoutTraining

/// One setting of a plan: its name in TOML and on the command line, the kind of its value, its help.
public struct PlanSetting: Sendable {
  /// `section.key`.
  public let name: String
  /// What kind of value it takes.
  public let kind: Kind
  /// What it does, in one line.
  public let help: String

  /// What kind of value a setting takes.
  public enum Kind: String, Sendable {
    /// true or false.
    case flag = "true or false"
    /// true, false or "auto".
    case automatic = "true, false or \"auto\""
    /// A whole number.
    case integer = "a whole number"
    /// A number.
    case number = "a number"
    /// Text.
    case text = "text"
    /// A number or a list of numbers.
    case numbers = "a number or a list of numbers"
    /// A list of whole numbers.
    case integers = "a list of whole numbers"
    /// A list of texts.
    case texts = "a list of texts"
    /// A list of columns, each by its name or number.
    case columns = "a list of names or numbers"
  }

  /// Every setting there is, in the order in which a plan lists them.
  public static let all: [PlanSetting] = [
    PlanSetting(
      "data.name", .text, "generator, mnist, fashion-mnist, or a file's or folder's path"),
    PlanSetting("data.seed", .integer, "seed of a generator, or of the split of a file"),
    PlanSetting("data.train", .integer, "training examples to make, or to draw from a file"),
    PlanSetting("data.test", .integer, "test examples to make, or to draw from a file"),
    PlanSetting("data.noise", .number, "noise of a generator"),
    PlanSetting("data.classes", .integer, "classes of a generator"),
    PlanSetting("data.features", .integer, "features of a generator"),
    PlanSetting("data.label", .text, "label column of a table, by name or number from 1"),
    PlanSetting(
      "data.ignore", .columns, "columns of a table that are not features, by name or number"),
    PlanSetting("data.header", .flag, "whether a table begins with names; found out if unset"),
    PlanSetting("data.separator", .text, "comma, semicolon, tab, blank, bar; found out if unset"),
    PlanSetting("data.decimal", .text, "decimal mark: point, comma; found out if unset"),
    PlanSetting(
      "data.missing", .text, "rows without a value: \(names(of: MissingValues.self))"),
    PlanSetting(
      "data.encode", .text,
      "columns of words: \(names(of: WordEncoding.self)); unset: up to 32 words a column"),
    PlanSetting("data.test-file", .text, "file of test examples, where they stand apart"),
    PlanSetting("data.test-fraction", .number, "share of a file to test on, where it is not split"),
    PlanSetting(
      "data.standardise", .automatic,
      "subtract the training mean, divide by the deviation; auto: if features are far from 1"),
    PlanSetting("network.layers", .integers, "units per layer, input first"),
    PlanSetting("network.activation", .text, names(of: Activation.self)),
    PlanSetting("network.loss", .text, names(of: Loss.self)),
    PlanSetting("network.initialisation", .text, names(of: Initialisation.self)),
    PlanSetting(
      "dropout.keep", .numbers,
      "keep probability, 1 − drop rate: one for all hidden layers, one for each, or the input's first"
    ),
    PlanSetting("dropout.scaling", .text, names(of: DropoutScaling.self)),
    PlanSetting("dropout.noise", .text, names(of: DropoutNoise.self)),
    PlanSetting("training.optimizer", .text, "sgd, momentum, nesterov, adam"),
    PlanSetting("training.learning-rate", .number, "learning rate of the first step"),
    PlanSetting("training.schedule", .text, "constant, step, exponential, inverse-time"),
    PlanSetting(
      "training.schedule-steps", .integer, "steps per factor; half-life for inverse-time"),
    PlanSetting("training.schedule-factor", .number, "factor of step and exponential schedules"),
    PlanSetting("training.momentum", .number, "momentum, after its ramp"),
    PlanSetting("training.momentum-start", .number, "momentum at the start of its ramp"),
    PlanSetting("training.momentum-ramp", .integer, "steps the momentum's ramp takes"),
    PlanSetting("training.beta1", .number, "Adam's decay of the first moment"),
    PlanSetting("training.beta2", .number, "Adam's decay of the second moment"),
    PlanSetting("training.epsilon", .number, "Adam's epsilon"),
    PlanSetting("training.l2", .number, "lambda of the penalty lambda/2 sum w^2"),
    PlanSetting(
      "training.max-norm", .number, "largest norm of a unit's incoming weights; 0 for none"),
    PlanSetting("training.batch", .integer, "examples a step; 0 for all of them"),
    PlanSetting("training.steps", .integer, "steps to train"),
    PlanSetting("training.epochs", .number, "epochs to train, instead of steps"),
    PlanSetting("comparison.policies", .texts, "mask policies"),
    PlanSetting("comparison.seeds", .integer, "paired seeds per policy"),
    PlanSetting("comparison.first-seed", .integer, "the first seed; the others follow"),
    PlanSetting(
      "comparison.until-decided", .flag,
      "add seeds until every pair is decided; seeds is then the most to train"),
    PlanSetting(
      "comparison.indifference", .number,
      "until decided: points of test error below which a difference does not matter"),
    PlanSetting("comparison.budget", .number, "until decided: minutes after which to stop"),
    PlanSetting(
      "comparison.assume-nothing", .flag,
      "until decided: allow for rare extreme runs that no seed has shown yet"),
  ]

  /// The name without its section.
  public var key: String { name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? name }

  /// The setting with this name.
  public static func named(_ name: String) -> PlanSetting? { all.first { $0.name == name } }

  private init(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    self.kind = kind
    self.help = help
  }

  /// Whether a value is of this setting's kind.
  func accepts(_ value: PlanValue) -> Bool {
    switch kind {
    case .flag: value.asFlag != nil
    case .automatic: value.asFlag != nil || value == .text("auto")
    case .integer: value.asInteger != nil
    case .number: value.asNumber != nil
    case .text: value.asText != nil
    case .numbers: value.asNumber != nil || value.asList?.allSatisfy { $0.asNumber != nil } == true
    case .integers: value.asList?.allSatisfy { $0.asInteger != nil } == true
    case .texts, .columns: value.asList?.allSatisfy { $0.asText != nil } == true
    }
  }
}

/// The names of all choices there are, joined by commas.
func names<Choice: CaseIterable & RawRepresentable<String>>(of _: Choice.Type) -> String {
  Choice.allCases.map(\.rawValue).joined(separator: ", ")
}
