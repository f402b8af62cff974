/// Judges whether labels are classes, by the same rules for every format: classes are few, and not measurements.
struct LabelJudge {
  private let labels: RawLabels
  let classCount: Int

  /// The largest number of classes that causes no warning.
  private static let usualClasses = 10
  /// The largest number of classes that is never refused.
  private static let certainClasses = 20

  init(_ labels: RawLabels) {
    self.labels = labels
    switch labels {
    case .integers(let values): classCount = Set(values).count
    case .names(let values): classCount = Set(values).count
    case .fractions(let values, _): classCount = Set(values).count
    }
  }

  /// Why labels are not classes.
  enum Fault: Hashable, Sendable {
    /// Most labels are numbers, and the label of this example has a fraction.
    case fraction(example: Int)
    /// Nearly every example has a different label, or the labels are whole numbers with gaps, each shared by few.
    case many
  }

  /// Why the labels are a regression target or an identifier; nil if they may be classes.
  ///
  /// They are not classes if most of them are numbers and some have fractions, if nearly every example has a
  /// different label, or if they are whole numbers with gaps and fewer than three examples share one on average.
  var fault: Fault? {
    if let example = firstFraction { return .fraction(example: example) }
    guard classCount > Self.certainClasses else { return nil }
    let isEachItsOwn = classCount * 10 > labels.count * 9
    return isEachItsOwn || (hasGaps && classCount * 3 > labels.count) ? .many : nil
  }

  /// Whether there are more than ten classes, and at most ten examples per class: allowed, but worth a warning.
  var isWorthAWarning: Bool {
    classCount > Self.usualClasses && classCount * 10 >= labels.count
  }

  /// Whether the labels are whole numbers with gaps between them.
  private var hasGaps: Bool {
    guard case .integers(let values) = labels, let least = values.min(), let most = values.max()
    else { return false }
    return (Double(most) - Double(least) + 1) * 4 > 5 * Double(classCount)
  }

  /// The first example whose label is a number with a fraction; nil if there is none, or if at least half of the
  /// labels are words.
  private var firstFraction: Int? {
    guard case .names(let texts) = labels else { return nil }
    var (first, numbers): (Int?, Int) = (nil, 0)
    for (example, text) in texts.enumerated() {
      guard DecimalNumber.float(Array(text.utf8)[...]) != nil else { continue }
      numbers += 1
      if first == nil, DecimalNumber.integer(text) == nil { first = example }
    }
    return 2 * numbers > texts.count ? first : nil
  }
}

extension Table {
  /// Refuses labels that are a regression target or an identifier.
  func check(_ judge: LabelJudge, _ labels: RawLabels) throws(DatasetError) {
    switch judge.fault {
    case .fraction(let row):
      throw .table(
        path: path,
        .regression(
          column: labelPlace, example: labels.texts[row], line: lines[row], hint: labelHint))
    case .many:
      throw .table(
        path: path,
        .manyLabels(
          column: labelPlace, labels: judge.classCount, rows: rowCount, hint: labelHint))
    case nil: break
    }
  }

  /// The column of labels, for a message: its number and name, and "the last" if it was taken for that reason.
  private var labelPlace: String {
    let isLast = options.labelColumn == nil && columns.label == columnCount - 1
    return "\(column(columns.label))" + (isLast ? ", the last" : "")
  }
}

extension RawExamples {
  /// Refuses labels, of a file without columns, that are a regression target or an identifier.
  func checkLabels() throws(DatasetError) {
    if case .fractions(let values, let part) = labels {
      let odd = values.first { abs($0) > 0x1p53 || $0 != $0.rounded(.towardZero) } ?? 0
      let isFraction = abs(odd) < 0x1p53
      throw .malformed(
        path: path, part: part, expected: "classes: whole numbers or words",
        found: "\(odd)" + (isFraction ? ", \(TableFault.regressionTarget)" : ""))
    }
    guard scheme == nil else { return }
    let judge = LabelJudge(labels)
    let found: String
    switch judge.fault {
    case .fraction(let example):
      found =
        "\(DatasetError.quoted(labels.texts[example])) in example \(example + 1), "
        + TableFault.regressionTarget
    case .many:
      found =
        "\(judge.classCount) different ones in \(labels.count) examples: a regression target or an "
        + "identifier; \(TableFault.toRegression)"
    case nil: return
    }
    throw .malformed(path: path, part: "the labels", expected: "classes", found: found)
  }
}
