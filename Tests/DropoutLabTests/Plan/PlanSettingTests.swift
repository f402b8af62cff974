import DropoutLab
import DropoutTraining
import Foundation
import TestSupport
import Testing

/// The table of settings: its lines say what plans do, and the documentation what its lines say.
struct PlanSettingTests {
  /// For every setting a value that is nobody's default, and settings with which it has an effect.
  private static let values: [String: (value: String, with: [String])] = [
    "data.name": ("mnist", []), "data.seed": ("9", []), "data.train": ("50", []),
    "data.test": ("60", []), "data.noise": ("0.25", []), "data.classes": ("3", []),
    "data.features": ("4", []), "data.label": ("y", file), "data.ignore": ("[\"a\", \"b\"]", file),
    "data.task": ("regression", file), "data.header": ("true", file),
    "data.separator": ("semicolon", file),
    "data.decimal": ("comma", file), "data.missing": ("drop", file),
    "data.encode": ("one-hot", file), "data.test-file": ("test.csv", file),
    "data.test-fraction": ("0.3", file), "data.standardise": ("true", file),
    "data.validation": ("0.25", []),
    "network.layers": ("[2, 5, 1]", []), "network.activation": ("tanh", []),
    "network.loss": ("squared", []), "network.initialisation": ("xavier", []),
    "dropout.keep": ("[0.9, 0.8, 0.7]", []), "dropout.scaling": ("classic", []),
    "dropout.noise": ("gaussian", []), "dropout.schedule": ("early", []),
    "dropout.schedule-steps": ("7", ["dropout.schedule=late"]), "training.optimizer": ("adam", []),
    "training.learning-rate": ("0.125", []), "training.schedule": ("step", []),
    "training.schedule-steps": ("7", ["training.schedule=inverse-time"]),
    "training.schedule-factor": ("0.75", ["training.schedule=exponential"]),
    "training.momentum": ("0.75", ["training.optimizer=momentum"]),
    "training.momentum-start": ("0.25", ["training.optimizer=nesterov"]),
    "training.momentum-ramp": ("8", ["training.optimizer=momentum"]),
    "training.beta1": ("0.75", ["training.optimizer=adam"]),
    "training.beta2": ("0.5", ["training.optimizer=adam"]),
    "training.epsilon": ("0.125", ["training.optimizer=adam"]), "training.l2": ("0.5", []),
    "training.max-norm": ("3.5", []), "training.batch": ("20", []), "training.steps": ("11", []),
    "training.patience": ("40", ["data.validation=0.25"]),
    "training.monitor": ("error", ["data.validation=0.25"]),
    "comparison.metric": ("log-loss", []),
    "comparison.moment": ("last", ["data.validation=0.25"]),
    "comparison.policies": ("[\"per-batch\", \"none\"]", []), "comparison.seeds": ("5", []),
    "comparison.first-seed": ("6", []), "comparison.until-decided": ("true", []),
    "comparison.indifference": ("0.5", ["comparison.until-decided=true"]),
    "comparison.budget": ("1.5", ["comparison.until-decided=true"]),
    "comparison.baseline": ("per-batch", []),
    "comparison.assume-nothing": ("true", ["comparison.until-decided=true"]),
  ]
  private static let file = ["data.name=mine.csv"]

  private func settings(_ assignments: [String]) throws -> PlanSettings {
    var settings = PlanSettings()
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return settings
  }

  @Test(arguments: PlanSetting.all.map(\.name)) func isWrittenAsItIsRead(name: String) throws {
    // What epochs come to depends on the data.
    if name == "training.epochs" { return }
    let (value, with) = try #require(Self.values[name], "\(name) needs a value here")
    let given = try settings(with + ["\(name)=\(value)"])
    let plan = try Plan(given, dataset: PlanTests.football)
    #expect(plan.settings[name] == given[name])
    let usual = try Plan(settings(with), dataset: PlanTests.football)
    #expect(usual.settings[name] != given[name])
    // It changes no other setting, but for those that belong to it.
    for other in PlanSetting.all where usual.settings[other.name] != nil && other.name != name {
      let belongs = [
        "data.name", "data.validation", "network.layers", "training.momentum",
        "comparison.until-decided",
      ].contains(name)
      #expect(belongs || plan.settings[other.name] == usual.settings[other.name], "\(other.name)")
    }
  }

  /// `RECORD_GOLDEN=1` rewrites the table and fails.
  @Test func theDocumentationHasTheTable() throws {
    let none = PlanSettings()
    let listing = try Plan(none, dataset: PlanTests.football)
      .listing(given: none, dataset: PlanTests.football)
    let rows = zip(PlanSetting.all, listing).map { setting, listed in
      let allowed = setting.kind.allowed.replacing(
        "\(Double.leastNormalMagnitude)", with: "above 0")
      let cells = [
        "`\(setting.name)`", setting.flag.map { "`\($0.name)`" } ?? "", allowed,
        listed.value.map { "`\($0.toml)`" } ?? "", setting.help == allowed ? "" : setting.help,
      ]
      return "| \(cells.joined(separator: " | ")) |"
    }
    let head = "| setting | flag | takes | default | what it does |\n|---|---|---|---|---|"
    let table = ([head] + rows).joined(separator: "\n")
    let url = URL(filePath: #filePath).appending(path: "../../../../Documentation/Plans.md")
      .standardized
    var parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n\n")
    let index = try #require(parts.firstIndex { $0.hasPrefix(head) })
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      parts[index] = table
      try parts.joined(separator: "\n\n").write(to: url, atomically: true, encoding: .utf8)
      throw GoldenError.recorded(path: url.path)
    }
    #expect(parts[index] == table, "RECORD_GOLDEN=1 writes the table")
  }
}
