/// How the columns of a table of training examples were taken, so that a table of test examples is
/// taken the same way.
struct TableScheme: Sendable {
  /// The header; nil if the table has none.
  let names: [String]?
  let columnCount: Int
  /// The column of labels, from 0.
  let label: Int
  /// The features, in their order.
  let features: [Feature]

  /// A column that is a feature, or one a word.
  struct Feature: Sendable {
    /// From 0.
    let column: Int
    /// What the table calls it.
    let name: String?
    /// The words in it, in the order of their bytes, each of which is a feature; nil for numbers.
    let words: [String]?
  }

  /// The features' names: a column's, or `column=word`; nil if the table has no header.
  var featureNames: [String]? {
    guard names != nil || features.contains(where: { $0.words != nil }) else { return nil }
    return features.flatMap { feature in
      let name = feature.name ?? "column \(feature.column + 1)"
      return feature.words.map { $0.map { "\(name)=\($0)" } } ?? [name]
    }
  }

  /// Numbers per example.
  var featureCount: Int { features.reduce(0) { $0 + ($1.words?.count ?? 1) } }
}
