import DropoutLab

/// Settings by the names that their fields have on the page.
enum FieldName {
  private static let ofMessageKeys = [
    "dataSeed": "data.seed", "hidden": "network.layers", "keep": "dropout.keep",
    "batch": "training.batch", "learningRate": "training.learning-rate", "steps": "training.steps",
  ]

  /// The name of a member of a page's message.
  static func of(key: String) -> String {
    ofMessageKeys[key].flatMap { PlanSetting.known($0).field } ?? key
  }

  /// A sentence on settings of a plan, with the names of their fields.
  static func within(_ sentence: String) -> String {
    PlanSetting.all.reduce(sentence) { $0.replacing($1.name, with: $1.field ?? $1.name) }
  }
}
