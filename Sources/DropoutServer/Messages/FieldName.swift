/// Settings by the names that their fields have on the page.
enum FieldName {
  private static let ofPlanSettings = [
    "data.noise": "noise", "data.seed": "data seed", "network.layers": "hidden layers",
    "network.activation": "activation", "dropout.keep": "keep probability",
    "training.learning-rate": "learning rate", "training.batch": "batch size",
    "training.steps": "total steps", "comparison.policies": "policies",
    "comparison.first-seed": "seed",
  ]
  private static let ofMessageKeys = [
    "dataSeed": "data seed", "hidden": "hidden layers", "keep": "keep probability",
    "batch": "batch size", "learningRate": "learning rate", "steps": "total steps",
  ]

  /// The name of a member of a page's message.
  static func of(key: String) -> String { ofMessageKeys[key] ?? key }

  /// A sentence on settings of a plan, with the names of their fields.
  static func within(_ sentence: String) -> String {
    ofPlanSettings.reduce(sentence) { $0.replacing($1.key, with: $1.value) }
  }
}
