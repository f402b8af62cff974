import DropoutLab

/// The command line as given, quoted for a POSIX shell, without the options that affect no number: where
/// output goes, where runs are kept, how many train at once.
enum CommandLineText {
  private static let flagsWithValue: Set = ["--out", "-o", "--store", "--jobs", "-j", "--data-dir"]
  private static let flags: Set = ["--quiet", "-q", "--json"]

  static var command: String {
    var words = ["dropout"]
    var arguments = CommandLine.arguments.dropFirst()
    while let word = arguments.popFirst() {
      let flag = String(word.prefix { $0 != "=" })
      if flags.contains(word) { continue }
      // A short option with its value in one word, as in -j2.
      if word.count > 2, flagsWithValue.contains(String(word.prefix(2))), !word.hasPrefix("--") {
        continue
      }
      guard flagsWithValue.contains(flag) else {
        words.append(Plan.quoted(word))
        continue
      }
      if flag == word { _ = arguments.popFirst() }
    }
    return words.joined(separator: " ")
  }
}
