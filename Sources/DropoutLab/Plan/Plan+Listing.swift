package import DropoutTraining

extension Plan {
  /// A setting with its value in a plan, and where the value is from.
  package struct ListedSetting: Encodable, Sendable {
    /// `section.key`.
    package let name: String
    /// The value; nil if the setting has none in this plan.
    package let value: PlanValue?
    /// Whether the user gave it.
    package let isGiven: Bool
    /// Whether it is one of the plan's own settings; otherwise it is left out of `plan.toml`.
    package let isWritten: Bool
    /// Where the value comes from, or why there is none; empty if the user gave it.
    package let note: String
  }

  /// Every setting, with its value in this plan.
  ///
  /// - Parameters:
  ///   - given: The settings that the plan was resolved from.
  ///   - dataset: The data of the plan.
  package func listing(given: PlanSettings, dataset: Dataset) -> [ListedSetting] {
    let written = settings
    return PlanSetting.all.map { listed($0, given: given, written: written, dataset: dataset) }
  }

  /// The listing as TOML that reads back as this plan; settings that are not part of the plan are comments.
  package func listingText(given: PlanSettings, dataset: Dataset) -> String {
    let written = settings
    let sections = PlanSetting.inSections { setting in
      let listed = listed(setting, given: given, written: written, dataset: dataset)
      let line =
        (listed.isWritten ? "" : "# ") + setting.key + (listed.value.map { " = \($0.toml)" } ?? "")
      let padding = String(repeating: " ", count: max(2, 32 - line.count))
      return listed.note.isEmpty ? line : "\(line)\(padding)# \(listed.note)"
    }
    return ([sections] + written.arms.map(\.toml)).joined(separator: "\n")
  }

  private func listed(
    _ setting: PlanSetting, given: PlanSettings, written: PlanSettings, dataset: Dataset
  ) -> ListedSetting {
    let isGiven = given[setting.name] != nil
    if let value = written[setting.name] {
      let isFromEpochs = setting.name == "training.steps" && given["training.epochs"] != nil
      return ListedSetting(
        name: setting.name, value: value, isGiven: isGiven, isWritten: true,
        note: isFromEpochs ? "from training.epochs" : isGiven ? "" : "default")
    }
    let (value, note) = unwritten(setting, dataset: dataset)
    return ListedSetting(
      name: setting.name, value: given[setting.name] ?? value, isGiven: isGiven,
      isWritten: false, note: isGiven ? "" : note)
  }

  /// The effective value of a setting that the plan does not write, and a note on where it comes from.
  private func unwritten(
    _ setting: PlanSetting, dataset: Dataset
  ) -> (PlanValue?, String) {
    let generator = data.generator
    switch setting.name {
    case "data.train": return (.integer(dataset.train.count), "default: all there are")
    case "data.test": return (.integer(dataset.test.count), "default: all there are")
    case "data.classes" where generator != nil: return (.integer(dataset.classCount), "default")
    case "data.features" where generator != nil:
      return (.integer(dataset.train.featureCount), "default")
    case "data.noise" where generator != nil:
      return (generator.map { .number($0.traits.noise) }, "default")
    case "data.test-fraction" where generator == nil:
      return (nil, "no effect: the data have test examples of their own")
    case "training.epochs":
      let batch = training.batchSize(exampleCount: dataset.train.count)
      let epochs = Double(training.steps * batch) / Double(dataset.train.count)
      return (.number(epochs), "what the steps come to")
    case "comparison.until-decided": return (.flag(false), "default")
    default: return (nil, setting.idle(in: self)?.note ?? "not set: \(setting.help)")
    }
  }
}
