import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// What every part of a report needs: the content, and the look and name of each arm.
struct ReportContext {
  /// The content of the report.
  let content: ReportContent
  /// The look of each arm.
  let styles: ArmStyle

  init(_ content: ReportContent) {
    self.content = content
    styles = ArmStyle(
      (content.results.arms.map(\.arm) + content.maskPictures.map(\.arm)
        + content.boundaries.map(\.arm)).map(\.name))
  }

  var arms: [ArmSummary] { content.results.arms }
  var runs: [RunRecord] { arms.flatMap(\.runs) }
  /// The most runs that any arm has.
  var seedCount: Int { arms.map(\.runs.count).max() ?? 0 }

  /// Whether an arm differs from others in more than its policy.
  var isOfArms: Bool { content.results.side == "arm" }
  /// What a side of the comparison is called: "policy" or "arm".
  var side: String { isOfArms ? "arm" : "policy" }
  /// What the sides of the comparison are called.
  var sides: String { isOfArms ? "arms" : "policies" }

  /// Whether the number of seeds was fixed beforehand.
  var isFixed: Bool { content.results.judgement == .fixed }
  /// The metric that decides.
  var metric: Metric { content.results.metric }
  /// When the runs were judged, as in "after 30,000 steps".
  var moment: String { content.results.momentText }

  /// The name of the intervals of mean differences, kept on one line.
  var intervalName: String {
    content.results.judgement.intervalName.replacing(" ", with: "\u{A0}")
  }

  /// The slot of an arm in the palette.
  func slot(of arm: Arm) -> Int { styles.slot(of: arm.name) }

  /// An arm's name with its mark, breakable after its slash.
  func name(_ arm: Arm) -> Markup {
    """
    <span class="policy s\(slot(of: arm))">\(MarkSymbols.inline(slot: slot(of: arm)))\
    <span class="name">\(breakable(arm))</span></span>
    """
  }

  /// An arm's name alone, breakable after its slash.
  func breakable(_ arm: Arm) -> Markup {
    arm.name.split(separator: "/").map { part -> Markup in
      "<span class=\"part\">\(String(part))</span>"
    }
    .joined(separator: "/<wbr/>")
  }

  /// The pair as a difference: "a − b".
  func difference(_ pair: PairComparison) -> Markup {
    "\(name(pair.a)) <span class=\"minus\">−</span> \(name(pair.b))"
  }

  /// The arms as a legend whose entries the script turns into switches.
  func legend(_ arms: [Arm]) -> Markup {
    let keys = arms.map { arm -> Markup in
      "<li data-key=\"\(slot(of: arm))\">\(name(arm))</li>"
    }
    return "<ul class=\"legend\">\(keys)</ul>"
  }

  /// The runs of both arms of a pair, seed by seed, for the seeds that both have.
  func paired(_ pair: PairComparison) -> [(seed: UInt64, a: RunRecord, b: RunRecord)] {
    guard let a = arms.first(where: { $0.arm == pair.a }),
      let b = arms.first(where: { $0.arm == pair.b })
    else { return [] }
    let ofSeed = Dictionary(b.runs.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
    return a.runs.compactMap { run in ofSeed[run.seed].map { (run.seed, run, $0) } }
  }
}

extension Markup {
  /// A place on an axis, 0…1, as a percentage of the drawing's width.
  ///
  /// Drawings stretch with the page while text and marks keep their size, so a chart can be read
  /// on a telephone.
  static func across(_ fraction: Double) -> Markup {
    Markup(raw: NumberText.coordinate(min(max(fraction, -0.5), 1.5) * 100) + "%")
  }
}
