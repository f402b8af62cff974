/// Examples as they are read from a file, before classes are numbered.
struct RawExamples: Sendable {
  /// The file, for errors.
  let path: String
  let featureCount: Int
  /// `[count, featureCount]`, row-major.
  let features: Features
  let labels: RawLabels
  var imageShape: Dataset.ImageShape?
  /// Whether the file stores each number as a byte.
  var isBytes = false
  /// The name of the column of labels.
  var labelName: String?
  /// The names of the features; nil if the file does not name them.
  var featureNames: [String]?
  /// Short clauses on what was guessed or changed.
  var notes: [String] = []
  /// The use of each column of a table; nil for a file without columns.
  var scheme: TableScheme?
  /// A hint at another column that looks more like labels.
  var labelHint: String?
  /// The index of the first feature if the file leaves out zeros; nil for every other file.
  var sparseStart: Int?
}

/// Labels as they are read from a file.
enum RawLabels: Hashable, Sendable {
  case integers([Int64])
  case names([String])
  /// Numbers, not all of them whole, of the array or column with this name.
  case fractions([Double], part: String)

  var count: Int {
    switch self {
    case .fractions(let values, _): values.count
    case .integers(let values): values.count
    case .names(let values): values.count
    }
  }

  /// Labels from text: integers if all are integers, else names.
  init(texts: [String]) {
    var integers: [Int64] = []
    integers.reserveCapacity(texts.count)
    for text in texts {
      guard let integer = DecimalNumber.integer(text) else {
        self = .names(texts)
        return
      }
      integers.append(integer)
    }
    self = .integers(integers)
  }

  /// The labels as text.
  var texts: [String] {
    switch self {
    case .fractions(let values, _): values.map { "\($0)" }
    case .integers(let values): values.map(String.init)
    case .names(let values): values
    }
  }
}

extension RawExamples {
  private static let rankLimit = 4

  /// Examples from a feature array and a label array.
  ///
  /// Features: `[n]`, `[n, f]`, or pictures `[n, h, w]`, `[n, h, w, 1]`, `[n, 1, h, w]`; colour pictures
  /// are flattened. Bytes of three axes or more are pixels and are divided by 255; all other numbers are
  /// left unchanged. Labels: `[n]`, `[n, 1]`, `[1, n]`, or one-hot `[n, c]`; numbers or words.
  ///
  /// - Parameter limit: The largest number of bytes that the labels may take; see ``ReadingLimit``.
  init(
    features: NumericArray, labels: ArrayValues, path: String, names: (String, String),
    limit: Int = DataFile.byteLimit
  ) throws(DatasetError) {
    let shape = features.shape
    guard (1...Self.rankLimit).contains(shape.count), features.count > 0 else {
      throw .malformed(
        path: path, part: names.0, expected: "examples by features, or pictures of 1 to 4 axes",
        found: "shape \(shape)")
    }
    self.path = path
    let lengths = shape.dropFirst()
    featureCount = lengths.reduce(1, *)
    let labelCount = try Self.labelCount(labels.shape, path: path, name: names.1)
    guard labelCount == shape[0] else {
      throw shape.count > 1 && shape.last == labelCount
        ? .transposed(path: path, part: names.0, shape: shape, labels: labelCount)
        : .countMismatch(path: path, examples: shape[0], labels: labelCount)
    }
    // Each label takes a 64-bit integer from the file, a 32-bit class number, and room to number the classes.
    guard labelCount <= limit / 16 else {
      throw .inflates(path: path, part: names.1, size: labelCount * 16, limit: limit)
    }
    self.labels = try Self.labels(labels, path: path, name: names.1)
    let isPixels = features.elementType == .uint8 && shape.count > 2
    isBytes = features.elementType == .uint8
    self.features = isPixels ? Features(pixels: features.bytes) : Features(features.floats)
    imageShape = Self.imageShape(Array(lengths))
    if isBytes { return }
    if let bad = self.features.firstIndex(where: { !$0.isFinite }) {
      throw .malformed(
        path: path, part: names.0, expected: "finite numbers",
        found: "\(self.features[bad]) in example \(bad / featureCount + 1)")
    }
  }

  private static func imageShape(_ lengths: [Int]) -> Dataset.ImageShape? {
    switch lengths.count {
    case 2: Dataset.ImageShape(height: lengths[0], width: lengths[1])
    case 3 where lengths[2] == 1: Dataset.ImageShape(height: lengths[0], width: lengths[1])
    case 3 where lengths[0] == 1: Dataset.ImageShape(height: lengths[1], width: lengths[2])
    default: nil
    }
  }

  /// The number of labels in an array of this shape; a one-hot row is one label.
  private static func labelCount(
    _ shape: [Int], path: String, name: String
  ) throws(DatasetError) -> Int {
    guard !shape.contains(0), (1...2).contains(shape.count) else {
      throw .malformed(
        path: path, part: name, expected: "labels in one axis, or one-hot rows",
        found: "shape \(shape)")
    }
    return shape.contains(1) ? shape.reduce(1, *) : shape[0]
  }

  private static func labels(
    _ values: ArrayValues, path: String, name: String
  ) throws(DatasetError) -> RawLabels {
    let array: NumericArray
    switch values {
    case .numbers(let numbers): array = numbers
    case .words(let words, let shape):
      guard shape.count == 1 || shape.contains(1) else {
        throw .malformed(
          path: path, part: name, expected: "one word per example", found: "shape \(shape)")
      }
      // Text that numpy's astype(str) made of numbers or objects has words such as nan for missing values.
      if let gap = words.firstIndex(where: TableField.isMissing) {
        throw .malformed(
          path: path, part: name, expected: "a label for every example",
          found: "\(DatasetError.quoted(words[gap])) in example \(gap + 1), a missing value; leave "
            + "such examples out")
      }
      return RawLabels(texts: words)
    }
    guard let integers = array.integers else {
      guard array.shape.count == 1 || array.shape.contains(1) else {
        throw .malformed(
          path: path, part: name,
          expected: "one label per example, or rows of zeros with a single 1",
          found: "shape \(array.shape) of numbers with fractions")
      }
      return .fractions(array.doubles, part: name)
    }
    guard array.shape.count == 2, !array.shape.contains(1) else { return .integers(integers) }
    return .integers(try classes(ofOneHot: integers, shape: array.shape, path: path, name: name))
  }

  private static func classes(
    ofOneHot values: [Int64], shape: [Int], path: String, name: String
  ) throws(DatasetError) -> [Int64] {
    let width = shape[1]
    return try (0..<shape[0]).map { row throws(DatasetError) in
      let slice = values[(row * width)..<((row + 1) * width)]
      guard slice.allSatisfy({ $0 == 0 || $0 == 1 }), slice.reduce(0, +) == 1,
        let hot = slice.firstIndex(of: 1)
      else {
        throw .malformed(
          path: path, part: name,
          expected: "one label per example, or rows of zeros with a single 1",
          found: "shape \(shape); row \(row + 1) is not one-hot")
      }
      return Int64(hot - row * width)
    }
  }
}
