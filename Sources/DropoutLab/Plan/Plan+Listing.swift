package import DropoutTraining

extension Plan {
  /// A setting with its value in a plan, and where the value is from.
  package struct ListedSetting: Encodable, Sendable {
    /// `section.key`.
    package let name: String
    /// The value; nil if the setting has none in this plan.
    package let value: PlanValue?
    /// Whether somebody gave it.
    package let isGiven: Bool
    /// Whether it is one of the plan's own settings: else it is left out of `plan.toml`.
    package let isWritten: Bool
    /// Where the value is from, or why there is none; empty for what was given.
    package let note: String
  }

  /// Every setting there is, with its value in this plan.
  ///
  /// - Parameters:
  ///   - given: The settings that the plan was resolved from.
  ///   - dataset: The data of the plan.
  package func listing(given: PlanSettings, dataset: Dataset) -> [ListedSetting] {
    let written = settings
    return PlanSetting.all.map { setting in
      let isGiven = given[setting.name] != nil
      if let value = written[setting.name] {
        let isFromEpochs = setting.name == "training.steps" && given["training.epochs"] != nil
        return ListedSetting(
          name: setting.name, value: value, isGiven: isGiven, isWritten: true,
          note: isFromEpochs ? "from training.epochs" : isGiven ? "" : "default")
      }
      let (value, note) = unwritten(setting, written: written, dataset: dataset)
      return ListedSetting(
        name: setting.name, value: given[setting.name] ?? value, isGiven: isGiven,
        isWritten: false, note: isGiven ? "" : note)
    }
  }

  /// The listing as TOML that reads back as this plan; settings that the plan does not hold are comments.
  package func listingText(given: PlanSettings, dataset: Dataset) -> String {
    var lines: [String] = []
    var section = ""
    for listed in listing(given: given, dataset: dataset) {
      let parts = listed.name.split(separator: ".", maxSplits: 1).map(String.init)
      if parts[0] != section {
        if !lines.isEmpty { lines.append("") }
        section = parts[0]
        lines.append("[\(section)]")
      }
      let line =
        (listed.isWritten ? "" : "# ") + parts[1] + (listed.value.map { " = \($0.toml)" } ?? "")
      let padding = String(repeating: " ", count: max(2, 32 - line.count))
      lines.append(listed.note.isEmpty ? line : "\(line)\(padding)# \(listed.note)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a setting comes to that is not written in the plan, and why it is not.
  private func unwritten(
    _ setting: PlanSetting, written: PlanSettings, dataset: Dataset
  ) -> (PlanValue?, String) {
    let optimizer = written["training.optimizer"]?.asText ?? ""
    let schedule = written["training.schedule"]?.asText ?? ""
    let isGenerator = DataGenerator(rawValue: data.name) != nil
    switch setting.name {
    case "data.train": return (.integer(dataset.train.count), "default: all there are")
    case "data.test": return (.integer(dataset.test.count), "default: all there are")
    case "data.classes" where isGenerator: return (.integer(dataset.classCount), "default")
    case "data.features" where isGenerator:
      return (.integer(dataset.train.featureCount), "default")
    case "data.noise" where isGenerator:
      return (DataGenerator(rawValue: data.name).map { .number($0.traits.noise) }, "default")
    case "data.classes", "data.features", "data.noise": return (nil, "for generators only")
    case "data.test-fraction" where !isGenerator:
      return (nil, "no effect: the data have test examples of their own")
    case "training.epochs":
      let batch = training.batchSize(exampleCount: dataset.train.count)
      let epochs = Double(training.steps * batch) / Double(dataset.train.count)
      return (.number(epochs), "what the steps come to")
    case "comparison.until-decided": return (.flag(false), "default")
    case "comparison.indifference", "comparison.budget", "comparison.assume-nothing":
      return (nil, untilDecided == nil ? "with until-decided only" : "not set: \(setting.help)")
    default: break
    }
    if setting.name.hasPrefix("training.schedule") { return (nil, "no effect on \(schedule)") }
    if setting.name.hasPrefix("training.") { return (nil, "no effect on \(optimizer)") }
    if setting.name.hasPrefix("data.") && isGenerator { return (nil, "for files only") }
    return (nil, "not set: \(setting.help)")
  }
}
