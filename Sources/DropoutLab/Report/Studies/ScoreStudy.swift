import DropoutStatistics

/// A comparison of scores that were made elsewhere, as terminal and page show it.
extension ScoreComparison {
  /// The largest number of pairs with a sentence each; more stand in a table.
  private static let mostSentences = 10

  /// The parts to be read: for each metric its tables and verdicts, and how they came about.
  ///
  /// - Parameter pictures: Whether figures stand among them.
  package func parts(notes: [String], pictures: Bool) -> [Study.Part] {
    var parts: [Study.Part] = notes.isEmpty ? [] : [.sentences(notes)]
    for (place, metric) in sheets.map(\.metric).inOrder.enumerated() {
      parts.append(.heading(metric.description))
      parts += verdicts(metric)
      for sheet in sheets where sheet.metric == metric {
        if let dataset = sheet.dataset { parts.append(.paragraph("On \(dataset):")) }
        parts.append(.table(table(sheet)))
      }
      if pictures {
        parts += ScoreFigures(self).figures(metric, place: place).map {
          .picture(Study.Picture($0))
        }
      }
    }
    return parts + [.heading("How it was judged"), .sentences(method)]
  }

  private func verdicts(_ metric: ScoreMetric) -> [Study.Part] {
    let ranks = overall.filter { $0.metric == metric.name }
    var pairs = self.pairs.filter { $0.metric == metric.name }
    // One run of each arm on each of several data sets: only the data sets together say anything.
    if !ranks.isEmpty, pairs.allSatisfy({ max($0.runsOfA, $0.runsOfB) == 1 }) { pairs = [] }
    var parts: [Study.Part] = ranks.map { .sentences($0.sentences) }
    guard pairs.count > Self.mostSentences else {
      return parts + (pairs.isEmpty ? [] : [.sentences(pairs.map(\.sentence))])
    }
    parts.append(.table(Self.table(pairs)))
    return parts
  }

  private static func table(_ pairs: [ScorePair]) -> TextTable {
    let hasDatasets = pairs.contains { $0.dataset != nil }
    var table = TextTable(
      ["pair"] + (hasDatasets ? ["data set"] : [])
        + ["difference", "interval", "Holm p", "runs", "verdict"], leftColumns: [0])
    for pair in pairs {
      let text = ScoreText(pair)
      let short = pair.verdict.short
      table.add(
        ["\(pair.a) − \(pair.b)"] + (hasDatasets ? [pair.dataset ?? "–"] : []) + [
          pair.meanDifference.map(text.number) ?? "–",
          pair.interval?.shown(text.number) ?? "–",
          pair.holmP.map(NumberText.probability) ?? "–",
          pair.isPaired ? "\(pair.runsOfA)" : "\(pair.runsOfA) and \(pair.runsOfB), unpaired",
          pair.winner.map { "\($0) is better" } ?? short.words ?? "",
        ])
    }
    return table
  }

  private func table(_ sheet: ScoreSheet) -> TextTable {
    let isFixed = question.anytime == nil
    var table = TextTable(
      ["arm", "runs", "mean", "± sd"] + (isFixed ? ["95 % interval"] : [])
        + ["IQM", "min–max", "no score"])
    let spread = sheet.arms.flatMap(\.finite)
    let text = ScoreText(size: (spread.max() ?? 0) - (spread.min() ?? 0))
    for arm in sheet.arms {
      let (summary, finite) = (ScoreSummary(arm, sheet.metric), arm.finite)
      let missing = arm.scores.count - finite.count
      table.add(
        [
          arm.arm, "\(arm.scores.count)", summary.mean.map(text.number) ?? "–",
          summary.sd.map(text.number) ?? "–",
        ] + (isFixed ? [summary.interval?.shown(text.number) ?? "–"] : []) + [
          summary.iqm.map(text.number) ?? "–",
          finite.isEmpty
            ? "–" : "\(text.number(finite.min() ?? 0))–\(text.number(finite.max() ?? 0))",
          missing == 0 ? "–" : "\(missing)",
        ])
    }
    return table
  }

  /// Sentences on the tests that the verdicts rest on.
  private var method: [String] {
    if let anytime = question.anytime {
      return [
        "Seeds were looked at one after the other, in the order in which the file has them for both arms; a "
          + "decided pair keeps its verdict.",
        "The anytime intervals allow for looking after every seed and for all "
          + "\(NumberText.counted(pairs.count, "pair")): together they hold with 95 %, "
          + (anytime == .none
            ? "whatever the distribution of the scores within their range."
            : "if there are no rare extreme runs that these seeds have not shown (--assume-nothing allows for "
              + "them)."),
        "That holds if arms, data sets and range are the same at every look.",
      ]
    }
    let family = Dictionary(grouping: pairs, by: \.metric).mapValues(\.count).values.max() ?? 1
    var sentences = [
      "An arm is better only if p is below 0.05"
        + (family > 1 ? " after Holm's correction over all \(family) pairs of the metric" : "")
        + " and the 95 % interval leaves out 0; everything else is \"cannot tell\"."
    ]
    if pairs.contains(where: \.isPaired) {
      sentences.append(
        "Paired: sign-flip test of the differences seed by seed; Student's interval, corrected for skewness."
      )
    }
    if pairs.contains(where: { !$0.isPaired }) {
      sentences.append(
        "Unpaired, as "
          + (question.unpaired ? "was asked for" : "the arms have no common seeds")
          + ": permutation test of Welch's t; Welch's interval. Common seeds would show smaller differences."
      )
    }
    sentences.append(
      "The number of runs must have been fixed before the first look; if runs are added until the answer is "
        + "clear, use --anytime.")
    return sentences
  }
}

extension Study {
  /// The study of scores that were made elsewhere: its pages with figures, `results.json`, `scores.csv`, `pairs.csv`.
  ///
  /// - Parameters:
  ///   - readings: How each file was read.
  ///   - notes: What was taken and what was not.
  package init(
    _ comparison: ScoreComparison, readings: [String], notes: [String], command: String
  ) throws {
    let arms = comparison.sheets.flatMap { $0.arms.map(\.arm) }.inOrder
    self.init(
      arms.prefix(5).joined(separator: ", ")
        + (arms.count > 5 ? " and \(arms.count - 5) more" : ""),
      parts: [.sentences(readings)]
        + comparison.parts(notes: notes, pictures: true),
      command: command,
      note:
        "`scores.csv` has every score that was compared, `pairs.csv` every pair, `results.json` everything.",
      files: [
        (
          "results.json",
          try JSONText.of(ScoreDocument(comparison, readings: readings, notes: notes)) + "\n"
        ), ("scores.csv", ScoreCSV.scores(comparison.sheets)),
        ("pairs.csv", ScoreCSV.pairs(comparison.pairs)),
      ])
  }
}
