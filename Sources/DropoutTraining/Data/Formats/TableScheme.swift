/// The use of each column in a table of training examples, so that a table of test examples is read the same way.
struct TableScheme: Sendable {
  /// The header; nil if the table has none.
  let names: [String]?
  let columnCount: Int
  /// The column of labels, from 0.
  let label: Int
  /// The features, in their order.
  let features: [Feature]

  /// A column that is one feature, or one feature per word.
  struct Feature: Sendable {
    /// The index of the column, from 0.
    let column: Int
    /// The name of the column; nil if it has none.
    let name: String?
    /// The words in it, sorted by their bytes, each of which is a feature; nil for numbers.
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

  /// The number of features of an example.
  var featureCount: Int { features.reduce(0) { $0 + ($1.words?.count ?? 1) } }
}
