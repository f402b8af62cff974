import DropoutStatistics
import DropoutTraining

/// A comparison's results as terminal and page show them.
extension ComparisonResults {
  /// When the runs were judged: "after 30,000 steps".
  package var momentText: String { moment.text(steps: steps) }

  /// "Test error in % after 30,000 steps over 32 paired seeds, 2,000 test examples".
  package var heading: String {
    let (seeds, examples) = (arms.first?.runs.count ?? 0, testExampleCount)
    return
      "\(metric.title.capitalisedFirst) \(momentText) over \(NumberText.count(seeds)) "
      + "paired \(seeds == 1 ? "seed" : "seeds"), \(NumberText.count(examples)) test "
      + (examples == 1 ? "example" : "examples")
  }

  /// What a side of the comparison is called: "policy", or "arm" if one differs in more than its policy.
  package var side: String { arms.allSatisfy(\.arm.isItsPolicy) ? "policy" : "arm" }

  /// The difference along training of a pair, in the pair's metric; nil if there is no band.
  package func curve(of pair: PairComparison) -> DifferenceCurve? {
    differenceCurves.first { $0.a == pair.a && $0.b == pair.b && $0.metric == pair.metric }
  }

  /// The verdicts pair by pair, and what the reader must know about them.
  package func sentences(allPairs: Bool) -> [String] {
    let told = PairOrder.told(
      comparisons, armCount: arms.count, all: allPairs)
    let others = told.others == 1 ? "1 other pair" : "\(told.others) other pairs"
    return told.shown.map(\.sentence)
      + (told.others == 0 ? [] : ["(\(others): --all-pairs)"])
      + [DifferenceCurve.sentence(told.shown.compactMap(curve))].compactMap(\.self)
      + (judgement.seedsAdded?.sentences(comparisons) ?? [])
      + [lowestMeansSentence(mostExamples: PreparedData.curveExampleCount)].compactMap(
        \.self)
      + otherMoments.flatMap { other in
        // How seeds were added has been said.
        PairOrder.told(other.comparisons, armCount: arms.count, all: allPairs).shown.map(\.sentence)
          + [other.lowestMeansSentence(mostExamples: PreparedData.curveExampleCount)]
          .compactMap(\.self)
      }
  }

  /// Each arm's mean in the metric that decides at every moment, and when the best moment was; nil without a best moment.
  package var momentTable: TextTable? {
    let moments = ([self] + otherMoments).sorted { $0.moment == .last && $1.moment != .last }
    guard moments.count > 1 else { return nil }
    var table = TextTable([side, "last", "best", "best after", "trained for"])
    for (place, summary) in arms.enumerated() {
      func steps(_ step: (RunRecord) -> Int?) -> String {
        let steps = summary.runs.compactMap(step)
        guard let least = steps.min(), let most = steps.max() else { return "–" }
        return least == most
          ? NumberText.counted(least, "step")
          : "\(NumberText.count(least))–\(NumberText.count(most)) steps"
      }
      table.add(
        [summary.arm.name] + moments.map { metric.fixed($0.arms[place].mean) }
          + [steps { $0.best?.step }, steps(\.lastStep)])
    }
    return table
  }

  /// Explanations of the table's columns, one line each.
  package var legend: [String] {
    let missing = arms.contains { $0.noInterval == .fewerThanThreeSeeds }
    return ["\(beside): mean over seeds; masked and clean loss: medians over seeds"]
      + (missing ? ["–: no interval \(MissingInterval.fewerThanThreeSeeds)"] : [])
  }

  /// What ``momentTable`` shows.
  package var momentLegend: String {
    "Mean \(metric.title) after the last step, and at each run's best moment: where its validation score was lowest."
  }

  private var beside: String { arms.first?.beside(metric).first?.name ?? "" }

  /// The arms in the metric that decides.
  package var table: TextTable {
    // The interval of a mean is valid only for a number of seeds fixed beforehand.
    let isFixed = judgement == .fixed
    var table = TextTable(
      [side, "mean", "± sd"] + (isFixed ? ["95 % interval"] : [])
        + ["IQM", "min–max"] + (arms.first?.beside(metric) ?? []).map(\.name) + ["failed"])
    for summary in arms {
      table.add(
        [
          summary.arm.name, metric.fixed(summary.mean), summary.sd.map { metric.fixed($0) } ?? "–",
        ] + (isFixed ? [summary.interval?.shown { metric.fixed($0) } ?? "–"] : []) + [
          metric.fixed(summary.iqm), summary.range(in: metric),
        ] + summary.beside(metric).map(\.text) + [
          summary.failedCount == 0 ? "–" : "\(summary.failedCount)"
        ])
    }
    return table
  }
}

extension Study {
  /// The study of a comparison: `report.html`, `README.md` and its figures, `results.json`, `runs.csv`,
  /// `plan.toml`.
  package init(_ content: ReportContent, plan: Plan) throws {
    let results = content.results
    let document = try JSONText.of(
      ResultsDocument(plan: plan, results: results, label: content.label))
    var parts: [Part] = results.failureHint.map { [.warning($0)] } ?? []
    parts += [content.subtitle, content.label.note].compactMap {
      $0.map { .paragraph(Self.text($0)) }
    }
    parts += [
      .paragraph(results.heading + "."), .sentences(results.sentences(allPairs: true)),
      .table(results.table), .paragraph(results.legend.joined(separator: "; ") + "."),
    ]
    if let moments = results.momentTable {
      parts += [.table(moments), .paragraph(results.momentLegend)]
    }
    parts += ComparisonFigures(results).all.map { .picture(Picture($0)) }
    parts.append(
      .sentences([Self.text(content.dataDescription) + ".", content.trainingDescription + "."]))
    self.init(
      content.title, parts: parts,
      command: content.command,
      note:
        "`runs.csv` has every run, `plan.toml` is the whole plan. The command also writes `report.html`, which "
        + "shows more, and `results.json`. \(Engine.madeWith)",
      files: [
        ("plan.toml", content.planText),
        ("runs.csv", RunsCSV.text(of: results.arms(at: .last) ?? results.arms)),
        ("results.json", document + "\n"),
      ], ownPage: HTMLReport.text(of: content))
  }
}
