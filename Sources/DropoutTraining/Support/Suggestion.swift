/// Finds the allowed word that was probably meant by a misspelt one.
package enum Suggestion {
  /// The words, joined by commas, and the one that was probably meant: "relu, tanh; did you mean tanh?".
  package static func list(_ words: [String], insteadOf text: String) -> String {
    let list = words.joined(separator: ", ")
    return nearest(to: text, among: words).map { "\(list); did you mean \($0)?" } ?? list
  }

  /// The word nearest to the text, capitals and underscores aside; nil if none is near.
  package static func nearest(to text: String, among words: [String]) -> String? {
    let text = plain(text)
    // Measuring takes the product of the lengths, and no long text is near a word.
    guard text.utf8.count <= 100 else { return nil }
    let near = words.map { (word: $0, distance: editDistance(text, $0)) }
      .filter { $0.distance <= min(2, $0.word.count / 3) }
    return near.min { $0.distance < $1.distance }?.word
  }

  /// The text in lower case with hyphens instead of underscores and blanks, as the allowed words are spelled.
  package static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
  }

  /// The edit distance of two texts: the smallest number of letters to insert, remove or replace, or of
  /// neighbours to exchange (Levenshtein 1966, Damerau 1964; no letter is changed twice).
  ///
  /// - Complexity: O(product of the lengths).
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var earlier = [Int](repeating: 0, count: second.count + 1)
    var row = Array(0...second.count)
    for (index, letter) in first.enumerated() {
      var next = [index + 1]
      for (column, other) in second.enumerated() {
        var distance = min(
          row[column] + (letter == other ? 0 : 1), row[column + 1] + 1, next[column] + 1)
        let isExchange =
          index > 0 && column > 0 && letter == second[column - 1] && other == first[index - 1]
        if isExchange { distance = min(distance, earlier[column - 1] + 1) }
        next.append(distance)
      }
      (earlier, row) = (row, next)
    }
    return row[second.count]
  }
}
