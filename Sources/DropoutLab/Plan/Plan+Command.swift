public import DropoutTraining

extension Plan {
  /// The command that repeats the comparison, with the settings that are not defaults, and with
  /// `--until-decided` if seeds are added; quoted for a POSIX shell.
  ///
  /// Relative paths stay relative.
  ///
  /// - Parameters:
  ///   - dataset: The data of the plan.
  ///   - dataDirectory: The value of `--data-dir`, which is not part of a plan.
  public func command(dataset: Dataset, dataDirectory: String? = nil) -> String {
    let settings = shortestSettings(dataset: dataset)
    let words = PlanSetting.all.flatMap { setting in
      settings[setting.name].map { Self.words(setting, $0) } ?? []
    }
    let arms = namedArms.flatMap { Self.words("--arm", $0.settings.text) }
    let place = dataDirectory.map { Self.words("--data-dir", $0) } ?? []
    return (["dropout", "compare"] + (place + words + arms).map(Self.quoted)).joined(separator: " ")
  }

  /// A minimal set of settings that resolves to this plan.
  private func shortestSettings(dataset: Dataset) -> PlanSettings {
    var settings = settings
    for setting in PlanSetting.all {
      var shorter = settings
      shorter.unset(setting.name)
      if resolves(shorter, dataset: dataset) { settings = shorter }
    }
    // Keep probabilities may be shorter: one for all hidden layers, or one per layer without the input's.
    if let keeps = settings["dropout.keep"]?.asList, let last = keeps.last {
      for value in [last, .list(Array(keeps.dropFirst()))] {
        var shorter = settings
        do {
          try shorter.set("dropout.keep", to: value, source: "plan")
        } catch {
          preconditionFailure("\(error)")
        }
        if resolves(shorter, dataset: dataset) { return shorter }
      }
    }
    return settings
  }

  private func resolves(_ settings: PlanSettings, dataset: Dataset) -> Bool {
    (try? Plan(settings, dataset: dataset)) == self
  }

  private static func words(_ setting: PlanSetting, _ value: PlanValue) -> [String] {
    guard let flag = setting.flag?.name else {
      return ["--set", "\(setting.name)=\(value.asText.map(assigned) ?? value.toml)"]
    }
    if value == .flag(true) { return [flag] }
    let separator = setting.name == "network.layers" ? "-" : ","
    let text = value.asList?.map(bare).joined(separator: separator) ?? bare(value)
    return words(flag, text)
  }

  private static func words(_ flag: String, _ text: String) -> [String] {
    // A word that begins with a hyphen would be taken for a flag.
    text.hasPrefix("-") ? ["\(flag)=\(text)"] : [flag, text]
  }

  private static func bare(_ value: PlanValue) -> String { value.asText ?? value.toml }

  /// Text in the form that `--set` takes: without quotes if that reads back as the same text.
  private static func assigned(_ text: String) -> String {
    var settings = PlanSettings()
    let isBare =
      (try? settings.merge(assignment: "data.name=\(text)")) != nil
      && settings["data.name"] == .text(text)
    return isBare ? text : PlanValue.text(text).toml
  }

  /// A word, quoted if a POSIX shell would not take it as it is.
  package static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=,+@%".utf8.contains(byte)
      }
    }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
