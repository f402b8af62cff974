/// Finds features and labels by name among the arrays of an `.npz` or `.mat` file, or the `.npy` files of a folder.
///
/// Upper and lower case, `_`, `-` and blanks in names do not matter. Features have one of the names `featureWords`,
/// labels one of `labelWords`. A plain name, or one with `train`, `training` or `trainset` before or after it, is of
/// the training examples; one with `test`, `testset`, `val`, `valid` or `validation` is of the test examples. Two
/// arrays `arr_0` and `arr_1`, which `numpy.savez(file, X, y)` writes, are features and labels as well.
struct NamedArrays {
  let path: String
  let names: [String]
  /// The largest size in bytes of the labels as numbers; see ``ReadingLimit``.
  let limit: Int
  let read: (String) throws(DatasetError) -> ArrayValues

  private typealias Pair = (features: String, labels: String)

  private static let featureWords = [
    "x", "data", "features", "images", "inputs", "fea", "xorig", "feature", "image",
  ]
  private static let labelWords = [
    "y", "target", "targets", "labels", "label", "classes", "gnd", "yorig",
  ]

  /// Training examples and, if there are names for them, test examples.
  func parts() throws(DatasetError) -> RawParts {
    let keys = Dictionary(grouping: names, by: Self.key)
    guard let train = trainPair(keys) else {
      throw .missingVariable(
        path: path,
        wanted:
          "arrays x_train, y_train, x_test, y_test, or X, y with Xval, yval, or X, y, or data, "
          + "target", available: names)
    }
    var trainExamples = try examples(train, keys)
    let test = testPair(keys)
    let unused = names.filter { !takes($0) }
    if !unused.isEmpty {
      trainExamples.notes.append("arrays not used: \(DataReading.list(unused, first: 6))")
    }
    guard let test else { return RawParts(train: trainExamples) }
    return RawParts(train: trainExamples, test: try examples(test, keys))
  }

  /// Whether the array of this name is used.
  func takes(_ name: String) -> Bool {
    let keys = Dictionary(grouping: names, by: Self.key)
    return [trainPair(keys), testPair(keys)].contains { pair in
      pair?.features == Self.key(name) || pair?.labels == Self.key(name)
    }
  }

  private func trainPair(_ keys: [String: [String]]) -> Pair? {
    Self.pair(in: keys, marks: ["train", "training", "trainset", ""]) ?? positional(keys)
  }

  private func testPair(_ keys: [String: [String]]) -> Pair? {
    Self.pair(in: keys, marks: ["test", "testset", "val", "validation", "valid"])
  }

  /// The name in lower case, without separators.
  private static func key(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// The first pair of names that both occur, with the same mark before or after each.
  private static func pair(in keys: [String: [String]], marks: [String]) -> Pair? {
    for mark in marks {
      for features in featureWords {
        for labels in labelWords {
          for pair in [(mark + features, mark + labels), (features + mark, labels + mark)]
          where keys[pair.0] != nil && keys[pair.1] != nil {
            return pair
          }
        }
      }
    }
    return nil
  }

  /// The two arrays that `numpy.savez(file, X, y)` writes.
  private func positional(_ keys: [String: [String]]) -> Pair? {
    keys.count == 2 && keys["arr0"] != nil && keys["arr1"] != nil ? ("arr0", "arr1") : nil
  }

  private func examples(
    _ pair: Pair, _ keys: [String: [String]]
  ) throws(DatasetError) -> RawExamples {
    let (features, labels) = (try name(pair.features, keys), try name(pair.labels, keys))
    let part = ("array '\(features)'", "array '\(labels)'")
    var examples = try RawExamples(
      features: read(features).numbers(path: path, part: part.0), labels: read(labels),
      path: path, names: part, limit: limit)
    // X and y need no note; a choice among other names does.
    if !pair.features.contains("x") || !pair.labels.contains("y") {
      examples.notes.append("arrays \(features) and \(labels)")
    }
    return examples
  }

  /// The one name with this key.
  private func name(_ key: String, _ keys: [String: [String]]) throws(DatasetError) -> String {
    let found = keys[key] ?? []
    guard found.count == 1 else {
      throw .malformed(
        path: path, part: "the arrays", expected: "one called '\(key)' in any spelling",
        found: found.map { "'\($0)'" }.joined(separator: " and "))
    }
    return found[0]
  }
}
