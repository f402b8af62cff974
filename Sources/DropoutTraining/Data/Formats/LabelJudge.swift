/// Says whether a table's labels are classes: few, and no measurements.
struct LabelJudge {
  private let table: Table
  private let labels: RawLabels
  private let classCount: Int

  /// Up to this many classes there is no warning.
  private static let usualClasses = 10
  /// Up to this many classes nothing is refused.
  private static let certainClasses = 20

  init(_ table: Table, _ labels: RawLabels) {
    self.table = table
    self.labels = labels
    switch labels {
    case .integers(let values): classCount = Set(values).count
    case .names(let values): classCount = Set(values).count
    }
  }

  /// Refuses labels that are a regression target.
  ///
  /// That is: numbers with fractions; a label of its own for nearly every row; or whole numbers with gaps
  /// of which fewer than three rows share one.
  func check() throws(DatasetError) {
    if let row = labels.firstFraction {
      throw .table(
        path: table.path,
        .regression(
          column: table.labelPlace, example: labels.texts[row], line: table.lines[row],
          hint: table.labelHint))
    }
    let rows = table.rowCount
    guard classCount > Self.certainClasses else { return }
    if classCount * 10 > rows * 9 || (hasGaps && classCount * 3 > rows) {
      throw .table(
        path: table.path,
        .manyLabels(
          column: table.labelPlace, labels: classCount, rows: rows, hint: table.labelHint))
    }
  }

  /// A warning about classes that are as many as a tenth of the rows.
  var notes: [String] {
    guard classCount > Self.usualClasses, classCount * 10 >= table.rowCount else { return [] }
    return ["\(classCount) classes for \(table.rowCount) rows: is \(table.labelName) the class?"]
  }

  /// Whether the labels are whole numbers that do not follow one another.
  private var hasGaps: Bool {
    guard case .integers(let values) = labels, let least = values.min(), let most = values.max()
    else { return false }
    return Double(most) - Double(least) >= 2 * Double(classCount)
  }
}

extension Table {
  /// The column of labels, for a message: its name or number, and how it was come by.
  var labelPlace: String {
    let column = columns.label
    let place = "column \(column + 1)" + (name(column).map { " (\($0))" } ?? "")
    return options.labelColumn == nil && column == columnCount - 1 ? "\(place), the last" : place
  }
}
