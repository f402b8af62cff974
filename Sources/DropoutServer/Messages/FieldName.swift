import DropoutLab

/// Translates the names of settings into those of the page's fields.
enum FieldName {
  private static let ofMessageKeys = [
    "dataSeed": "data.seed", "hidden": "network.layers", "keep": "dropout.keep",
    "batch": "training.batch", "learningRate": "training.learning-rate", "steps": "training.steps",
  ]

  /// The page's field for a key of its messages.
  static func of(key: String) -> String {
    ofMessageKeys[key].flatMap { PlanSetting.known($0).field } ?? key
  }

  /// A sentence about a plan's settings, with their names replaced by those of the page's fields.
  static func within(_ sentence: String) -> String {
    PlanSetting.all.reduce(sentence) { $0.replacing($1.name, with: $1.field ?? $1.name) }
  }
}
