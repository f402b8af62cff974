import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// What every part of a report needs: the content, and the look and name of each policy.
struct ReportContext {
  /// The content of the report.
  let content: ReportContent
  /// The look of each policy.
  let styles: PolicyStyle

  init(_ content: ReportContent) {
    self.content = content
    styles = PolicyStyle(
      content.results.policies.map(\.policy) + content.maskPictures.map(\.policy)
        + content.boundaries.map(\.policy))
  }

  var policies: [PolicySummary] { content.results.policies }
  var runs: [RunRecord] { policies.flatMap(\.runs) }
  /// The most runs that any policy has.
  var seedCount: Int { policies.map(\.runs.count).max() ?? 0 }

  /// Whether the number of seeds was fixed beforehand.
  var isFixed: Bool { content.results.judgement == .fixed }
  /// When the runs were judged, as in "after 30,000 steps".
  var moment: String { NumberText.moment(steps: content.results.steps) }

  /// The name of the intervals of mean differences, kept on one line.
  var intervalName: String {
    content.results.judgement.intervalName.replacing(" ", with: "\u{A0}")
  }

  /// A policy's name with its mark, breakable after its slash.
  func name(_ policy: MaskPolicy) -> Markup {
    """
    <span class="policy s\(styles.slot(of: policy))">\
    \(MarkSymbols.inline(slot: styles.slot(of: policy)))\
    <span class="name">\(breakable(policy))</span></span>
    """
  }

  /// A policy's name alone, breakable after its slash.
  func breakable(_ policy: MaskPolicy) -> Markup {
    policy.description.split(separator: "/").map { part -> Markup in
      "<span class=\"part\">\(String(part))</span>"
    }
    .joined(separator: "/<wbr/>")
  }

  /// The pair as a difference: "a − b".
  func difference(_ pair: PairComparison) -> Markup {
    "\(name(pair.a)) <span class=\"minus\">−</span> \(name(pair.b))"
  }

  /// The policies as a legend whose entries the script turns into switches.
  func legend(_ policies: [MaskPolicy]) -> Markup {
    let keys = policies.map { policy -> Markup in
      "<li data-key=\"\(styles.slot(of: policy))\">\(name(policy))</li>"
    }
    return "<ul class=\"legend\">\(keys)</ul>"
  }

  /// The runs of both policies of a pair, seed by seed, for the seeds that both have.
  func paired(_ pair: PairComparison) -> [(seed: UInt64, a: RunRecord, b: RunRecord)] {
    guard let a = policies.first(where: { $0.policy == pair.a }),
      let b = policies.first(where: { $0.policy == pair.b })
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
