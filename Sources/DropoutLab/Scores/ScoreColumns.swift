import DropoutStatistics
import DropoutTraining

/// What each column of a table of scores means, found by names or named by flags.
struct ScoreColumns {
  /// The columns of the arms, whose texts are joined; empty if the columns themselves are arms.
  private(set) var arm: [Int] = []
  private(set) var seed: Int?
  private(set) var metric: Int?
  private(set) var step: Int?
  private(set) var dataset: Int?
  /// Columns of run states, in which a run that is not finished has no score.
  private(set) var state: Int?
  /// The columns of scores: the one of values, one for each metric, or one for each arm.
  private(set) var scores: [Int] = []
  /// What the columns of scores are.
  private(set) var layout = Layout.values
  /// Columns that are not taken.
  private(set) var left: [Int] = []

  /// What the columns of scores are.
  enum Layout: Hashable {
    /// One column has all scores.
    case values
    /// Each column is a metric.
    case metrics
    /// Each column is an arm.
    case arms
  }

  private let table: NamedTable
  private let path: String

  /// - Throws: ``ScoreError`` if the roles of the columns are not clear.
  init(
    _ table: NamedTable, path: String, options: ScoreReadingOptions
  ) throws(ScoreError) {
    (self.table, self.path) = (table, path)
    guard table.names.contains(where: { ScoreNumber.value($0) == nil && !$0.isEmpty }) else {
      throw .noHeader(path: path)
    }
    guard !table.rows.isEmpty else { throw .noRows(path: path) }
    arm = try columns(.arm, options)
    seed = try columns(.seed, options).first
    metric = try columns(.metric, options).first
    step = try columns(.step, options).first
    dataset = try columns(.dataset, options).first
    state = table.names.indices.first(where: isState)
    let value = try columns(.value, options).first
    let taken = Set(arm + [seed, metric, step, dataset, state, value].compactMap(\.self))
    let rest = table.names.indices.filter { !taken.contains($0) }
    if let value {
      (scores, left, layout) = ([value], rest, .values)
      if arm.isEmpty, options.eachFile != .arm {
        throw .noArms(path: path, metrics: [], available: rest.map(name))
      }
      return
    }
    let metrics = rest.filter { isMetric($0, options) }
    if !arm.isEmpty || options.eachFile == .arm {
      guard !metrics.isEmpty else {
        throw .noScores(path: path, available: rest.map(name))
      }
      (scores, layout) = (metrics, .metrics)
      left = rest.filter { !metrics.contains($0) }
      return
    }
    let arms = rest.filter { !isRowNumber($0) }
    guard metrics.isEmpty else {
      throw .noArms(
        path: path, metrics: metrics.map(name),
        available: rest.filter { !metrics.contains($0) }.map(name))
    }
    guard !arms.isEmpty else { throw .noScores(path: path, available: table.names) }
    (scores, layout) = (arms, .arms)
    left = rest.filter(isRowNumber)
  }

  /// A column's name, without the prefix of its tracker.
  func name(_ column: Int) -> String { Self.stripped(table.names[column]) }

  /// The metric that a column of scores names itself; nil if it does not.
  func metricName(of column: Int, options: ScoreReadingOptions) -> String? {
    switch layout {
    case .metrics: name(column)
    case .arms: nil
    case .values:
      ScoreRole.value.synonyms.contains(Self.plain(table.names[column]))
        || options.namedMetrics.count == 1 ? nil : name(column)
    }
  }

  /// The columns of a role: those that a flag names, or the one known by its name.
  private func columns(
    _ role: ScoreRole, _ options: ScoreReadingOptions
  ) throws(ScoreError) -> [Int] {
    if let names = options.columns[role] {
      return try names.map { name throws(ScoreError) -> Int in
        guard
          let column = table.names.firstIndex(of: name)
            ?? table.names.firstIndex(where: { Self.stripped($0) == name })
        else {
          throw .noSuchColumn(path: path, flag: role.flag, name: name, available: table.names)
        }
        return column
      }
    }
    let named = Set(options.columns.values.joined())
    let found = table.names.indices.filter { column in
      let name = table.names[column]
      return !named.contains(name) && !named.contains(Self.stripped(name))
        && !name.hasPrefix("metrics.") && !options.namedMetrics.contains(self.name(column))
        && role.synonyms.contains(Self.plain(name))
    }
    // A column with the exact word of a role goes before one that only could have it.
    let exact = found.filter { Self.plain(table.names[$0]) == role.rawValue }
    if exact.count == 1 { return exact }
    guard found.count <= 1 else {
      throw .severalColumns(path: path, role, found.map { table.names[$0] })
    }
    return found
  }

  /// Whether a column is of a metric: its direction is known or given, and its fields are numbers.
  private func isMetric(_ column: Int, _ options: ScoreReadingOptions) -> Bool {
    let name = name(column)
    if options.namedMetrics.contains(name) || options.namedMetrics.contains(table.names[column]) {
      return true
    }
    if Self.settings.contains(where: { table.names[column].hasPrefix($0) }) { return false }
    return ScoreMetric.kind(of: name) != nil
      && table.rows.contains { ScoreNumber.value($0.fields[column], decimal: table.decimal) != nil }
  }

  /// Whether a column holds the states of runs, as trackers write them.
  private func isState(_ column: Int) -> Bool {
    ["state", "status"].contains(Self.plain(table.names[column]))
      && table.rows.allSatisfy {
        Self.states.contains($0.fields[column].lowercased())
      }
  }

  /// Whether a column without a name only counts the rows.
  private func isRowNumber(_ column: Int) -> Bool {
    guard table.names[column].isEmpty || table.names[column].hasPrefix("Unnamed:") else {
      return false
    }
    return [0, 1].contains { start in
      table.rows.enumerated().allSatisfy { $1.fields[column] == String($0 + start) }
    }
  }

  /// The state of a finished run.
  static let finished = "finished"
  private static let states: Set = [
    finished, "failed", "killed", "running", "scheduled", "crashed", "pending",
  ]
  private static let settings = ["params.", "tags.", "config.", "config/", "tags/"]
  private static let prefixes = settings + ["metrics.", "summary.", "summary/", "hparams/"]

  private static func stripped(_ name: String) -> String {
    prefixes.first { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) } ?? name
  }

  private static func plain(_ name: String) -> String {
    stripped(name).lowercased().filter { !" _-".contains($0) }
  }
}

extension ScoreColumns {
  /// What was taken for what: "arm from 'model', seed from 'seed', metrics 'accuracy', 'loss'; not taken: 'lr'".
  var summary: String {
    func quoted(_ columns: [Int]) -> String {
      let names = columns.prefix(8).map {
        table.names[$0].isEmpty ? "column \($0 + 1)" : "'\(table.names[$0])'"
      }.joined(separator: ", ")
      return names + (columns.count > 8 ? " and \(columns.count - 8) more" : "")
    }
    var parts: [String] = []
    if !arm.isEmpty { parts.append("arms from \(quoted(arm))") }
    switch layout {
    case .values: parts.append("scores from \(quoted(scores))")
    case .metrics: parts.append("\(scores.count == 1 ? "metric" : "metrics") \(quoted(scores))")
    case .arms: parts.append("each column an arm: \(quoted(scores))")
    }
    for (name, column) in [
      ("seeds", seed), ("metrics", metric), ("steps", step), ("data sets", dataset),
      ("states of runs", state),
    ] {
      if let column { parts.append("\(name) from \(quoted([column]))") }
    }
    let text = parts.joined(separator: ", ")
    return text + (left.isEmpty ? "" : "; not taken: \(quoted(left))")
  }
}
