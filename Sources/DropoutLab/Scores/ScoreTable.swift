import DropoutStatistics
import DropoutTraining

/// The scores of a file, and a line that says how it was read.
struct ScoreReading {
  var rows: [ScoreRow]
  /// What was taken for what.
  var summary: String
}

/// Reads the scores of a table by the roles of its columns.
struct ScoreTable {
  private let table: NamedTable
  private let path: String
  private let options: ScoreReadingOptions
  private let columns: ScoreColumns

  /// - Throws: ``ScoreError`` if the roles of the columns are not clear.
  init(
    _ table: NamedTable, path: String, options: ScoreReadingOptions
  ) throws(ScoreError) {
    (self.table, self.path, self.options) = (table, path, options)
    columns = try ScoreColumns(table, path: path, options: options)
  }

  /// Every score of the table.
  ///
  /// An empty field is the score of a run that has none, such as one that failed, for a run has its row. It is left
  /// out where that is not so: in a table with a column for each arm, and of scores at several steps.
  func reading() throws(ScoreError) -> ScoreReading {
    var rows: [ScoreRow] = []
    var unfinished = 0
    for (index, row) in table.rows.enumerated() where !row.fields.allSatisfy(\.isEmpty) {
      let place = ScoreRow.Place(path: path, line: row.line)
      let isFinished =
        columns.state.map { row.fields[$0].lowercased() == ScoreColumns.finished } ?? true
      if !isFinished { unfinished += 1 }
      for column in columns.scores {
        let text = row.fields[column]
        if isFinished, ScoreNumber.isMissing(text),
          columns.layout == .arms || columns.layout == .metrics && columns.step != nil
        {
          continue
        }
        let score = try isFinished ? number(text, column, place, isScore: true) : .nan
        rows.append(try self.score(score, of: row, index, column, place))
      }
    }
    var summary = columns.summary
    for note in table.notes { summary += "; \(note)" }
    if columns.seed == nil, options.rowsAreSeeds { summary += "; each row is one seed" }
    if unfinished > 0 {
      summary += "; \(NumberText.counted(unfinished, "run")) not finished, so without a score"
    }
    return ScoreReading(rows: rows, summary: summary)
  }

  private func score(
    _ value: Double, of row: NamedTable.Row, _ number: Int, _ column: Int, _ place: ScoreRow.Place
  ) throws(ScoreError) -> ScoreRow {
    let arm =
      try columns.layout == .arms
      ? columns.name(column)
      : columns.arm.map { column throws(ScoreError) in
        try text(row, column, place)
      }.joined(separator: ", ")
    var seed = try columns.seed.map { column throws(ScoreError) in
      ScoreNumber.seed(try text(row, column, place))
    }
    if seed == nil, options.rowsAreSeeds { seed = "row \(number + 1)" }
    return ScoreRow(
      dataset: try columns.dataset.map { column throws(ScoreError) in
        try text(row, column, place)
      },
      arm: arm, seed: seed,
      metric: try columns.metric.map { column throws(ScoreError) in
        try text(row, column, place)
      } ?? columns.metricName(of: column, options: options),
      step: try columns.step.map { column throws(ScoreError) in
        try self.number(row.fields[column], column, place, isScore: false)
      },
      value: value, place: place)
  }

  private func text(
    _ row: NamedTable.Row, _ column: Int, _ place: ScoreRow.Place
  ) throws(ScoreError) -> String {
    guard !row.fields[column].isEmpty else {
      throw .empty(place: place, column: table.names[column])
    }
    return row.fields[column]
  }

  private func number(
    _ text: String, _ column: Int, _ place: ScoreRow.Place, isScore: Bool
  ) throws(ScoreError) -> Double {
    if let value = ScoreNumber.value(text, decimal: table.decimal) { return value }
    if isScore, ScoreNumber.isMissing(text) { return .nan }
    if text.isEmpty { throw .empty(place: place, column: table.names[column]) }
    if columns.layout == .arms {
      throw .words(
        path: path, column: table.names[column], line: place.line ?? 0, found: text)
    }
    throw .notANumber(place: place, column: table.names[column], found: text)
  }
}
