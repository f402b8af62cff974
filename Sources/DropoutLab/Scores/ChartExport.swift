import DropoutTraining

/// A chart that Weights & Biases exports as comma-separated text: a column of steps, then for each run the columns
/// `RUN - METRIC`, `RUN - METRIC__MIN` and `RUN - METRIC__MAX`.
enum ChartExport {
  /// The scores of such a table; nil if the table is not one.
  ///
  /// - Throws: ``ScoreError`` if the chart shows groups of runs.
  static func reading(
    _ table: NamedTable, path: String, options: ScoreReadingOptions
  ) throws(ScoreError) -> ScoreReading? {
    let columns = table.names.indices.compactMap {
      column -> (column: Int, run: String, metric: String)? in
      guard let dash = table.names[column].ranges(of: " - ").last else { return nil }
      return (
        column, String(table.names[column][..<dash.lowerBound]),
        String(table.names[column][dash.upperBound...])
      )
    }
    let others = table.names.count - columns.count
    guard others == 1, columns.contains(where: { $0.metric.hasSuffix("__MIN") }),
      columns.allSatisfy({ $0.column > 0 })
    else { return nil }
    let scores = columns.filter {
      !$0.metric.hasSuffix("__MIN") && !$0.metric.hasSuffix("__MAX") && !$0.metric.hasPrefix("_")
    }
    var rows: [ScoreRow] = []
    for score in scores {
      if score.run.lowercased().hasPrefix("group:") {
        throw .groupedChart(path: path, column: table.names[score.column])
      }
      for row in table.rows where !row.fields[score.column].isEmpty {
        let place = ScoreRow.Place(path: path, line: row.line)
        func number(_ column: Int) throws(ScoreError) -> Double {
          guard let value = ScoreNumber.value(row.fields[column], decimal: table.decimal) else {
            throw .notANumber(place: place, column: table.names[column], found: row.fields[column])
          }
          return value
        }
        rows.append(
          ScoreRow(
            dataset: nil, arm: score.run, seed: nil, metric: score.metric, step: try number(0),
            value: try number(score.column), place: place))
      }
    }
    return try ScoreReading(
      rows: rows, summary: "a chart exported by W&B, steps from '\(table.names[0])'"
    ).namingRuns(path: path, options: options)
  }
}

extension ScoreReading {
  /// The reading in which what is called the arm so far, a run's name, is taken apart into arm, seed and data set.
  ///
  /// - Throws: ``ScoreError`` if a name does not fit the pattern, or, without one, does not end in a seed.
  func namingRuns(path: String, options: ScoreReadingOptions) throws(ScoreError) -> ScoreReading {
    var meanings: [String: RunNamePattern.Meaning] = [:]
    for row in rows where meanings[row.arm] == nil {
      let meaning =
        if let pattern = options.runNames {
          pattern.meaning(of: row.arm)
        } else {
          RunNamePattern.usual(row.arm)
        }
      guard let meaning else {
        throw .runName(path: path, name: row.arm, pattern: options.runNames?.text)
      }
      meanings[row.arm] = meaning
    }
    var reading = self
    for index in reading.rows.indices {
      guard let meaning = meanings[reading.rows[index].arm] else { continue }
      reading.rows[index].arm = meaning.arm
      if let seed = meaning.seed { reading.rows[index].seed = ScoreNumber.seed(seed) }
      if let dataset = meaning.dataset { reading.rows[index].dataset = dataset }
    }
    reading.summary +=
      "; names of runs as "
      + (options.runNames.map { "'\($0.text)'" } ?? "ARM, the word seed and its number")
    return reading
  }
}
