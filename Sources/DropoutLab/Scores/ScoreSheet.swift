import DropoutStatistics

/// The scores of one arm on one data set, in one metric.
package struct ArmScores: Hashable, Sendable {
  /// The arm.
  package let arm: String
  /// The seed of each run, in the order of the file; nil if the file has none.
  package let seeds: [String]?
  /// The score of each run; not finite if the run has none.
  package let scores: [Double]

  /// The scores that are finite.
  var finite: [Double] { scores.filter(\.isFinite) }
}

/// The scores of all arms on one data set, in one metric.
package struct ScoreSheet: Hashable, Sendable {
  /// The data set; nil if the files name none.
  package let dataset: String?
  /// The metric.
  package let metric: ScoreMetric
  /// The arms, in the order of the files.
  package let arms: [ArmScores]
}

/// Scores chosen and arranged: one score for each run, by metric, data set and arm.
package struct ScoreSheets: Sendable {
  /// All sheets: by metric, then by data set, in the order of the files.
  package let sheets: [ScoreSheet]
  /// Which step was taken, and which metrics and runs were not; one sentence each.
  package let notes: [String]

  /// Chooses the scores that are compared.
  ///
  /// - Parameters:
  ///   - range: The least and the greatest possible score, if the command line gives them.
  /// - Throws: ``ScoreError`` if it is not clear which score of a run counts, or what a metric means.
  package init(
    _ files: ScoreFiles, options: ScoreReadingOptions, range: ClosedRange<Double>? = nil
  ) throws(ScoreError) {
    let rows = try Self.named(files.rows, options: options)
    let names = rows.compactMap(\.metric).inOrder
    let chosen = try Self.chosenMetrics(names, options: options)
    var notes: [String] = []
    let left = names.filter { !chosen.contains($0) }
    if !left.isEmpty {
      notes.append(
        "Metrics not taken: \(left.prefix(8).joined(separator: ", "))"
          + (left.count > 8 ? " and \(left.count - 8) more." : "."))
    }
    var sheets: [ScoreSheet] = []
    for name in chosen {
      let ofMetric = rows.filter { $0.metric == name }
      let runs = try Self.atOneStep(ofMetric, metric: name, options: options, notes: &notes)
      try Self.checkArms(runs)
      let metric = try Self.metric(name, of: runs, options: options, range: range)
      for dataset in runs.map(\.dataset).inOrder {
        let ofDataset = runs.filter { $0.dataset == dataset }
        let arms = ofDataset.map(\.arm).inOrder.map { arm in
          Self.scores(arm, ofDataset.filter { $0.arm == arm })
        }
        sheets.append(ScoreSheet(dataset: dataset, metric: metric, arms: arms))
      }
    }
    (self.sheets, self.notes) = (sheets, notes.inOrder)
  }

  /// The rows with the metric's name in each.
  private static func named(
    _ rows: [ScoreRow], options: ScoreReadingOptions
  ) throws(ScoreError) -> [ScoreRow] {
    guard let nameless = rows.first(where: { $0.metric == nil }) else { return rows }
    let names = Array(options.namedMetrics)
    guard names.count == 1 else { throw .noMetricName(path: nameless.place.path) }
    return rows.map { row in
      var row = row
      row.metric = row.metric ?? names[0]
      return row
    }
  }

  /// The metrics to judge: those of `--metric`, or else all, whose directions must be known.
  private static func chosenMetrics(
    _ names: [String], options: ScoreReadingOptions
  ) throws(ScoreError) -> [String] {
    for (flag, wanted) in [
      ("--metric", options.metrics), ("--higher-is-better", options.higherIsBetter),
      ("--lower-is-better", options.lowerIsBetter),
    ] {
      if let unknown = wanted.first(where: { !names.contains($0) }) {
        throw .noSuchMetric(unknown, flag: flag, available: names)
      }
    }
    let chosen = options.metrics.isEmpty ? names : options.metrics.inOrder
    for name in chosen { _ = try direction(name, options: options) }
    return chosen
  }

  /// Whether a higher score is better.
  private static func direction(
    _ name: String, options: ScoreReadingOptions
  ) throws(ScoreError) -> Bool {
    let (up, down) = (
      options.higherIsBetter.contains(name), options.lowerIsBetter.contains(name)
    )
    if up, down { throw .bothDirections(metric: name) }
    if up || down { return up }
    guard let kind = ScoreMetric.kind(of: name) else { throw .direction(metric: name) }
    return kind.higherIsBetter
  }

  /// One row for each run: its score at the step that counts.
  private static func atOneStep(
    _ rows: [ScoreRow], metric: String, options: ScoreReadingOptions, notes: inout [String]
  ) throws(ScoreError) -> [ScoreRow] {
    // Without a seed each row is a run of its own, but rows at different steps may be one run.
    let hasSteps = rows.contains { $0.step != nil }
    if case .at = options.step, !hasSteps { throw .noSteps }
    let withSeeds = rows.filter { $0.seed != nil }
    if let odd = rows.first(where: { $0.seed == nil }), !withSeeds.isEmpty,
      withSeeds.contains(where: { $0.arm == odd.arm && $0.dataset == odd.dataset })
    {
      throw .someSeeds(arm: odd.arm, place: odd.place)
    }
    let nameless = rows.filter { $0.seed == nil }
    let groups = Dictionary(grouping: withSeeds) { [$0.dataset, $0.arm, $0.seed] }
    let order = withSeeds.map { [$0.dataset, $0.arm, $0.seed] }.inOrder
    var chosen: [ScoreRow] = []
    for key in order {
      chosen.append(try score(of: groups[key] ?? [], metric: metric, options: options))
    }
    chosen += try ofNamelessRuns(nameless, metric: metric, options: options)
    guard hasSteps, options.step == .common else {
      if hasSteps {
        notes.append(
          options.step == .last
            ? "Of each run its own last step was taken." : "Step taken: \(stepText(options.step)).")
      }
      return chosen
    }
    if let first = chosen.first(where: { $0.step != nil }), let step = first.step {
      if let other = chosen.first(where: { $0.step != step }), let otherStep = other.step {
        throw .endsDiffer(
          metric: metric, run: first.run, step: step, other: other.run, otherStep: otherStep)
      }
      notes.append("Step taken: \(ScoreError.step(step)), the last one.")
    }
    return chosen
  }

  private static func stepText(_ step: ScoreReadingOptions.Step) -> String {
    if case .at(let step) = step { ScoreError.step(step) } else { "the last one" }
  }

  /// The scores of runs without seeds: each row is a run, all at the step that counts.
  private static func ofNamelessRuns(
    _ rows: [ScoreRow], metric: String, options: ScoreReadingOptions
  ) throws(ScoreError) -> [ScoreRow] {
    guard let first = rows.first, let other = rows.first(where: { $0.step != first.step }) else {
      return rows
    }
    guard case .at(let step) = options.step else {
      // Which rows belong to one run cannot be known.
      throw .endsDiffer(
        metric: metric, run: first.run, step: first.step ?? 0, other: other.run,
        otherStep: other.step ?? 0)
    }
    let found = rows.filter { $0.step == step }
    guard !found.isEmpty else {
      throw .noSuchStep(
        run: first.run, metric: metric, step: step, steps: rows.compactMap(\.step).inOrder)
    }
    return found
  }

  /// The row of a run that counts.
  private static func score(
    of rows: [ScoreRow], metric: String, options: ScoreReadingOptions
  ) throws(ScoreError) -> ScoreRow {
    var bySteps: [Double?: ScoreRow] = [:]
    for row in rows {
      if let earlier = bySteps[row.step] {
        // A run's event files are several, too: only lines are said to be of files that say the same.
        guard
          earlier.place.path == row.place.path || options.eachFile != nil || row.place.line == nil
        else {
          throw .whatIsAFile(paths: [earlier.place.path, row.place.path])
        }
        guard let step = row.step else {
          throw .repeated(
            run: row.run, metric: metric, first: earlier.place, second: row.place)
        }
        throw .repeatedStep(run: row.run, metric: metric, step: step, place: row.place)
      }
      bySteps[row.step] = row
    }
    let steps = bySteps.keys.compactMap(\.self).sorted()
    switch options.step {
    case .at(let step):
      guard let row = bySteps[step] else {
        throw .noSuchStep(run: rows[0].run, metric: metric, step: step, steps: steps)
      }
      return row
    case .common, .last:
      return steps.last.flatMap { bySteps[$0] } ?? rows[0]
    }
  }

  /// Refuses names of runs in place of arms, and a single arm.
  private static func checkArms(_ rows: [ScoreRow]) throws(ScoreError) {
    let arms = rows.map(\.arm).inOrder
    guard arms.count > 1 else { throw .oneArm(arms.first ?? "none") }
    let isOneDataset = Set(rows.map(\.dataset)).count == 1
    if arms.count > 2, arms.count == rows.count, isOneDataset, rows.allSatisfy({ $0.seed == nil }) {
      throw .everyRunAnArm(path: rows[0].place.path, example: Array(arms.prefix(2)))
    }
  }

  private static func scores(_ arm: String, _ rows: [ScoreRow]) -> ArmScores {
    let seeds = rows.compactMap(\.seed)
    return ArmScores(
      arm: arm, seeds: seeds.count == rows.count ? seeds : nil, scores: rows.map(\.value))
  }

  /// The metric with its direction and unit.
  private static func metric(
    _ name: String, of rows: [ScoreRow], options: ScoreReadingOptions, range: ClosedRange<Double>?
  ) throws(ScoreError) -> ScoreMetric {
    let kind = ScoreMetric.kind(of: name)
    let higher = try direction(name, options: options)
    let finite = rows.filter(\.value.isFinite)
    if let range {
      if let row = finite.first(where: { !range.contains($0.value) }) {
        throw .outOfRange(
          metric: name, run: row.run, value: row.value,
          range:
            "from \(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))")
      }
      return ScoreMetric(name: name, higherIsBetter: higher, range: range)
    }
    guard kind?.isShare == true else { return ScoreMetric(name: name, higherIsBetter: higher) }
    if let row = finite.first(where: { !(0...100).contains($0.value) }) {
      throw .outOfRange(
        metric: name, run: row.run, value: row.value, range: "a share (0 to 1) or a percentage")
    }
    let greatest = finite.map(\.value).max() ?? 0
    guard greatest > 1 else {
      return ScoreMetric(name: name, higherIsBetter: higher, unit: .share)
    }
    // A small error in percent may well be below 1, but an accuracy below 1 % beside one above is no accuracy.
    if higher {
      for arm in finite.map(\.arm).inOrder {
        let scores = finite.filter { $0.arm == arm }.map(\.value)
        if let most = scores.max(), most <= 1 {
          let other = finite.first { $0.value > 1 }?.arm ?? arm
          throw .mixedUnits(metric: name, share: arm, percent: other, greatest: greatest)
        }
      }
    }
    return ScoreMetric(name: name, higherIsBetter: higher, unit: .percent)
  }
}

extension ScoreRow {
  /// The run in a message: "dropout, seed 3 on iris".
  var run: String {
    arm + (seed.map { ", seed \($0)" } ?? "") + (dataset.map { " on \($0)" } ?? "")
  }
}

extension Sequence where Element: Hashable {
  /// Every different element, in the order in which it first comes.
  var inOrder: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
