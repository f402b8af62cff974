import DropoutStatistics

/// Scores and pairs as comma-separated text.
enum ScoreCSV {
  /// Every score that was compared: columns `dataset` (if there are several), `arm`, `seed` (if there are any),
  /// `metric`, `value`. `dropout verdict` reads it again.
  static func scores(_ sheets: [ScoreSheet]) -> String {
    let hasDatasets = sheets.contains { $0.dataset != nil }
    let hasSeeds = sheets.contains { $0.arms.contains { $0.seeds != nil } }
    let names =
      (hasDatasets ? ["dataset"] : []) + ["arm"] + (hasSeeds ? ["seed"] : []) + ["metric", "value"]
    var text = names.joined(separator: ",") + "\n"
    for sheet in sheets {
      for arm in sheet.arms {
        for (index, score) in arm.scores.enumerated() {
          let fields =
            (hasDatasets ? [sheet.dataset ?? ""] : []) + [arm.arm]
            + (hasSeeds ? [arm.seeds?[index] ?? ""] : []) + [sheet.metric.name, number(score)]
          text += fields.map(CSVText.quoted).joined(separator: ",") + "\n"
        }
      }
    }
    return text
  }

  /// Every pair: columns `dataset`, `metric`, `a`, `b`, `paired`, `runsOfA`, `runsOfB`, `difference` (a − b), `low`,
  /// `high`, `p`, `holmP`, `verdict`; a figure without a value is empty.
  static func pairs(_ pairs: [ScorePair]) -> String {
    var text =
      "dataset,metric,a,b,paired,runsOfA,runsOfB,difference,low,high,p,holmP,verdict\n"
    for pair in pairs {
      let fields: [String] = [
        pair.dataset ?? "", pair.metric, pair.a, pair.b, "\(pair.isPaired)", "\(pair.runsOfA)",
        "\(pair.runsOfB)", number(pair.meanDifference), number(pair.interval?.low),
        number(pair.interval?.high), number(pair.p), number(pair.holmP), pair.verdict.rawValue,
      ]
      text += fields.map(CSVText.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  private static func number(_ value: Double?) -> String {
    value.map { $0.isNaN ? "nan" : "\($0)" } ?? ""
  }
}
