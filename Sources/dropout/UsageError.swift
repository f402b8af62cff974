import ArgumentParser
import DropoutLab
import DropoutTraining

/// Explains in one line what is wrong with a command line, and what helps.
enum UsageError {
  /// The line for an error of the parser or of `validate()`.
  static func line(for error: any Error) -> String {
    let whole = DropoutCommand.fullMessage(for: error)
    let command = whole.firstMatch(of: /See '(dropout[^']*?) (?:--help|-h)'/).map { String($0.1) }
    let message = DropoutCommand.message(for: error).prefix { $0 != "\n" }
    let path = command ?? "dropout"
    if path == "dropout", let unknown = unknownCommand { return unknown }
    if let hint = hint(String(message), command: path) { return hint }
    let text = uncapitalised(message).replacing(". Did you mean", with: "; did you mean")
    return text + (text.hasSuffix("?") ? " See" : "; see") + " \(path) --help"
  }

  /// The line for a first word that is not a command; nil if it is a command or an option.
  private static var unknownCommand: String? {
    guard let word = CommandLineWords.given.first, !word.hasPrefix("-") else { return nil }
    let names = DropoutCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !names.contains(word), word != "help" else { return nil }
    let nearest = Suggestion.nearest(to: word, among: names)
    return "there is no command \(word)"
      + (nearest.map { "; did you mean \($0)? See" } ?? "; see") + " dropout --help"
  }

  /// A better line than the parser's; nil if there is none.
  private static func hint(_ message: String, command: String) -> String? {
    if let match = message.firstMatch(of: /^Unknown option '(--?[^']+)'/) {
      return hint(unknownOption: String(match.1), command: command)
    }
    if let match = message.firstMatch(of: /^The value '([^']*)' is invalid for '(--?[\w-]+)/) {
      return
        "\(match.2) \(match.1): give \(kind(insteadOf: String(match.1))); see \(command) --help"
    }
    return nil
  }

  /// The kind of number that an option expects, after it refused `text`: only numbers can be refused.
  private static func kind(insteadOf text: String) -> String {
    guard let number = Double(text) else { return "a number" }
    if number != number.rounded() { return "a whole number" }
    return number < 0 ? "a whole number, 0 or more" : "a whole number of at most 18 digits"
  }

  private static func uncapitalised(_ message: Substring) -> String {
    let isWord = message.dropFirst().first?.isLowercase == true
    return isWord ? message.prefix(1).lowercased() + message.dropFirst() : String(message)
  }

  /// Options by their names in other programs; the first that the command has is suggested.
  private static let options: [String: [String]] = [
    "alpha": ["--learning-rate"], "learningrate": ["--learning-rate"], "batchsize": ["--batch"],
    "bs": ["--batch"], "minibatch": ["--batch"], "optim": ["--optimizer"], "opt": ["--optimizer"],
    "layers": ["--network"], "net": ["--network"], "act": ["--activation"],
    "nonlinearity": ["--activation"], "dataset": ["--data"], "num-iterations": ["--steps"],
    "threads": ["--threads", "--jobs"], "workers": ["--jobs", "--threads"],
    "cores": ["--jobs", "--threads"], "jobs": ["--jobs", "--threads"],
    "output": ["--out"], "folder": ["--out"], "policy": ["--policy", "--policies"],
    "policies": ["--policies", "--policy"], "seed": ["--seed", "--first-seed"],
    "seeds": ["--seeds", "--seed", "--pilot"], "first-seed": ["--first-seed", "--seed"],
    "mc": ["--mc-samples"], "config": ["--plan"],
  ]

  /// Names that other programs use for the probability that a unit is dropped; ``keeps`` has those for keeping it.
  private static let rates: Set = [
    "dropout", "rate", "dropout-rate", "drop-rate", "drop", "drop-prob", "drop-probability", "p",
  ]
  private static let keeps: Set = ["keep-prob", "keepprob", "keep-probability", "keep-rate"]

  /// What to write instead of an option that the command does not have; nil if the name is not known.
  private static func hint(unknownOption option: String, command: String) -> String? {
    let option = String(option.prefix { $0 != "=" })
    let name = Suggestion.plain(String(option.drop { $0 == "-" }))
    let help = help(of: command)
    func has(_ option: String) -> Bool { help.contains("\(option) ") }
    let value = CommandLineWords.value(after: option)
    let start = "\(option) is not an option of \(command); "
    if has("--keep") {
      if rates.contains(name) { return start + keepHint(rate: value) }
      if keeps.contains(name) { return start + "use --keep\(value.map { " \($0)" } ?? "")" }
    }
    let setting = PlanSetting.all.first { $0.synonyms.contains(name) }
    let known = (options[name] ?? []) + ["--\(name)"] + [setting?.flag?.name].compactMap { $0 }
    if let ours = known.first(where: has) {
      return start + "use \(ours)\(value.map { " \($0)" } ?? ""); see \(command) --help"
    }
    guard has("--set") else { return nil }
    let keyed = PlanSetting.all.filter { $0.key == name }
    // Both dropout and the learning rate have a schedule.
    let fitting = keyed.first { setting in value.map { setting.allows(.text($0)) } ?? true }
    guard let setting = setting ?? fitting ?? keyed.first else { return nil }
    return start + "use --set \(setting.name)=\(value ?? "VALUE") (\(setting.help))"
  }

  /// The hint to use `--keep`, with the keep probability that belongs to a drop rate.
  private static func keepHint(rate: String?) -> String {
    guard let rate = rate.flatMap({ Double($0) }), (0..<1).contains(rate) else {
      return "use --keep with the keep probability, 1 − drop rate"
    }
    // People write decimals: 1 − 0.2 is to be 0.8, not 0.80000000000000004.
    let keep = (1e9 * (1 - rate)).rounded() / 1e9
    return "use --keep \(keep): the keep probability, 1 − drop rate"
  }

  /// The help text of the command with these words, or of the longest part of them that is a command.
  private static func help(of command: String) -> String {
    var type: any ParsableCommand.Type = DropoutCommand.self
    for word in command.split(separator: " ").dropFirst() {
      let next = type.configuration.subcommands.first { $0._commandName == word }
      guard let next else { break }
      type = next
    }
    return DropoutCommand.helpMessage(for: type, columns: 10_000)
  }
}
