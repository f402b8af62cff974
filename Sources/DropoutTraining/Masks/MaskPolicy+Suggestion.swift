extension MaskPolicy {
  /// ``allowedForms`` and, where a policy is spelled nearly like the text, which was probably meant.
  package static func allowedForms(insteadOf text: String) -> String {
    suggestion(for: text).map { "\(allowedForms); did you mean \($0)?" } ?? allowedForms
  }

  /// The policy whose words are nearest to the text's; nil where none is near.
  static func suggestion(for text: String) -> MaskPolicy? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last else { return nil }
    let sharing = corrected(last, to: ["none", "per-example", "per-group", "per-batch"])
    guard parts.count == 2 else { return sharing.flatMap { MaskPolicy($0) } }
    let renewal = corrected(parts[0], to: ["frozen", "per-epoch", "every"])
    guard let renewal, let sharing else { return nil }
    return MaskPolicy("\(renewal)/\(sharing)")
  }

  /// The text with the word before its colon replaced by the nearest of `words`.
  private static func corrected(_ text: Substring, to words: [String]) -> String? {
    let name = text.prefix { $0 != ":" }
    let near = words.map { (word: $0, distance: editDistance(String(name), $0)) }
      .filter { $0.distance <= min(2, $0.word.count / 3) }
    return near.min { $0.distance < $1.distance }.map { $0.word + text.dropFirst(name.count) }
  }

  /// Fewest letters to insert, remove or replace to make one text the other (Levenshtein 1966).
  ///
  /// - Complexity: O(product of the lengths).
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (index, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in second.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
