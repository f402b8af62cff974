import Foundation

/// The words of the command line, prepared for the parser.
enum CommandLineWords {
  /// Joins a negative number to the option before it (`--batch -1` becomes `--batch=-1`): alone, the parser
  /// would take it for an option, and report that a value is missing.
  static func joined(_ words: [String]) -> [String] {
    var joined: [String] = []
    var mayJoin = true
    for word in words {
      if word == "--" { mayJoin = false }
      guard mayJoin, let option = joined.last, option.hasPrefix("-"), !option.contains("="),
        isNegativeNumber(word)
      else {
        joined.append(word)
        continue
      }
      // A short option takes its value without a separator: -j-1.
      joined[joined.count - 1] += (option.hasPrefix("--") ? "=" : "") + word
    }
    return joined
  }

  /// Whether a word can only be a number: no option begins with a digit.
  private static func isNegativeNumber(_ word: String) -> Bool {
    guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
    return second.isASCII && (second.isNumber || second == ".") || Double(word) != nil
  }

  /// The words that this process was given.
  static var given: [String] { Array(CommandLine.arguments.dropFirst()) }

  /// Whether results are asked for as JSON. Read from the words themselves, because errors in parsing them
  /// are printed as JSON too.
  static var asksForJSON: Bool { given.prefix { $0 != "--" }.contains("--json") }

  /// The value that followed an option; nil if there was none.
  static func value(after option: String) -> String? {
    guard let index = given.firstIndex(where: { $0 == option || $0.hasPrefix(option + "=") })
    else { return nil }
    if given[index] != option { return String(given[index].dropFirst(option.count + 1)) }
    return given.indices.contains(index + 1) ? given[index + 1] : nil
  }
}
