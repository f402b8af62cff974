import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// All figures of all pairs in one metric.
struct PairTable {
  let context: ReportContext
  let metric: Metric

  /// The table; empty without pairs.
  var markup: Markup {
    let pairs = PairOrder.sorted(context.content.results.comparisons, metric: metric)
    guard !pairs.isEmpty else { return .empty }
    let tests: [Markup] = ["sign-flip\u{A0}p", "Holm\u{A0}p", "Wilcoxon\u{A0}p", "t\u{A0}p"]
    let detectable = DataTable.head(
      "detectable",
      meaning: "smallest true difference these seeds would show with 80\u{A0}% power")
    return DataTable(
      label: title, caption: "\(caption(pairs))",
      columns: ["pair", "seeds", "mean difference", "\(context.intervalName)"]
        + (context.isFixed ? tests : []) + [
          DataTable.head(
            "won : tied : lost", meaning: "seeds on which the first \(context.side) is lower"),
          DataTable.head(
            "P(lower)",
            meaning:
              "probability that the first \(context.side) is lower on a seed, ties counting half"),
        ] + (context.isFixed ? [detectable] : []) + ["verdict"], className: "pairs"
    ).markup(pairs.map(row))
  }

  /// The title, the moment, and why intervals are missing.
  private func caption(_ pairs: [PairComparison]) -> String {
    let reasons = pairs.reduce(into: [String]()) { reasons, pair in
      guard let reason = pair.noInterval, !reasons.contains(reason.description) else { return }
      reasons.append(reason.description)
    }
    let missing = reasons.map { "; –: no interval, \($0)" }.joined()
    return "\(title), \(context.moment); negative favours "
      + "the first \(context.side)\(missing)"
  }

  private var title: String {
    "Differences in \(metric.name)\(metric.unit.isEmpty ? "" : ", \(metric.unit)")"
  }

  private func row(_ pair: PairComparison) -> DataTable.Row {
    let interval =
      pair.interval.map { "\(metric.signed($0.low)) to \(metric.signed($0.high))" } ?? "–"
    let least = pair.minimumDetectableDifference.map { "±" + metric.fixed($0) } ?? "–"
    let tests = [pair.signFlipP, pair.holmP, pair.wilcoxonP, pair.pairedTP].map { p -> Markup in
      "\(p.map(NumberText.probability) ?? "–")"
    }
    return .init(
      name: context.difference(pair),
      cells: [
        "\(NumberText.count(pair.seeds))", "<b>\(metric.signed(pair.meanDifference))</b>",
        "\(interval)",
      ] + (context.isFixed ? tests : []) + [
        "\(pair.wins) : \(pair.ties) : \(pair.losses)",
        "\(NumberText.fixed(pair.probabilityOfSuperiority, decimals: 2))",
      ] + (context.isFixed ? ["\(least)"] : []) + [
        "<span class=\"verdict-text \(VerdictSection.className(pair.verdict))\">\(verdict(pair))</span>"
      ])
  }

  private func verdict(_ pair: PairComparison) -> Markup {
    let (sign, words) = pair.verdict.short
    return "\(sign) \(pair.winner.map { context.breakable($0) } ?? "\(words ?? "")")"
  }
}
