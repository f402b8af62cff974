/// Distinguishes the text formats by their first lines.
extension FileKind {
  /// The kind of a text: `.arff`, `.libsvm`, or else `.table`.
  ///
  /// - Parameter sample: The file's first bytes; a last word that may be cut off is ignored.
  static func ofText(_ sample: [UInt8]) -> FileKind {
    let text = sample.withoutByteOrderMark
    let isCut = sample.count >= sampleCount
    let end = isCut ? text.lastIndex { $0 <= 0x20 } ?? text.startIndex : text.endIndex
    let lines = text[..<end].split(omittingEmptySubsequences: true) { $0 == 0x0A || $0 == 0x0D }
      .map { String(decoding: $0, as: UTF8.self).drop { $0 == " " || $0 == "\t" } }
      .filter { !$0.isEmpty }
    if isARFF(lines) { return .arff }
    return isLIBSVM(lines.filter { !$0.hasPrefix("#") }) ? .libsvm : .table
  }

  /// Whether the first line that is not a comment declares a relation.
  private static func isARFF(_ lines: [Substring]) -> Bool {
    lines.first { !$0.hasPrefix("%") }?.lowercased()
      .hasPrefix("@relation") ?? false
  }

  /// Whether each line is a label and pairs `index:value`, and one at least has a pair.
  private static func isLIBSVM(_ lines: [Substring]) -> Bool {
    var hasPair = false
    for line in lines.prefix(20) {
      let content = line.prefix { $0 != "#" }
      let words = content.split { $0 == " " || $0 == "\t" }
      guard let label = words.first, isLabel(label), words.dropFirst().allSatisfy(isPair) else {
        return false
      }
      hasPair = hasPair || words.count > 1
    }
    return hasPair
  }

  /// A number, or several with commas between them (an example of several classes).
  private static func isLabel(_ word: Substring) -> Bool {
    word.split(separator: ",").allSatisfy { Double($0) != nil }
  }

  private static func isPair(_ word: Substring) -> Bool {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && (parts[0] == "qid" || Int(parts[0]) != nil)
      && Double(parts[1]) != nil
  }
}
