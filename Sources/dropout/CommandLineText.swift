import DropoutLab

/// The command line as it was given, quoted for a POSIX shell.
enum CommandLineText {
  /// - Parameter flags: Flags to leave out with their values.
  static func command(leavingOut flags: Set<String>) -> String {
    var words = ["dropout"]
    var arguments = CommandLine.arguments.dropFirst()
    while let word = arguments.popFirst() {
      let flag = word.prefix { $0 != "=" }
      guard word.hasPrefix("-"), flags.contains(String(flag)) else {
        words.append(Plan.quoted(word))
        continue
      }
      if flag == word { _ = arguments.popFirst() }
    }
    return words.joined(separator: " ")
  }
}
