import DropoutTraining

/// All figures of all pairs in one metric.
struct PairTable {
  let context: ReportContext
  let metric: Metric

  /// The table; nothing without pairs.
  var markup: Markup {
    let pairs = PairOrder.sorted(context.content.results.comparisons, metric: metric)
    guard !pairs.isEmpty else { return .empty }
    return DataTable(
      label: title, caption: "\(title); negative favours the first policy",
      columns: [
        "pair", "mean difference", "95\u{A0}% interval", "sign-flip\u{A0}p", "Holm\u{A0}p",
        "Wilcoxon\u{A0}p", "t\u{A0}p",
        DataTable.head("won : tied : lost", meaning: "seeds on which the first policy is lower"),
        DataTable.head(
          "P(lower)",
          meaning: "probability that the first policy is lower on a seed, ties counting half"),
        DataTable.head(
          "detectable",
          meaning: "smallest true difference these seeds would show with 80\u{A0}% power"),
        "verdict",
      ], className: "pairs"
    ).markup(pairs.map(row))
  }

  private var title: String {
    switch metric {
    case .testError: "Differences in test error, points"
    case .testLogLoss: "Differences in test log-loss, nats"
    }
  }

  private func row(_ pair: PairComparison) -> DataTable.Row {
    let interval = pair.interval.map { "\(signed($0.low)) to \(signed($0.high))" } ?? "–"
    let least = pair.minimumDetectableDifference.map { "±" + unsigned($0) } ?? "–"
    let tP = pair.pairedTP.map(NumberText.probability) ?? "–"
    return .init(
      name: context.difference(pair),
      cells: [
        "<b>\(signed(pair.meanDifference))</b>", "\(interval)",
        "\(NumberText.probability(pair.signFlipP))", "\(NumberText.probability(pair.holmP))",
        "\(NumberText.probability(pair.wilcoxonP))", "\(tP)",
        "\(pair.wins) : \(pair.ties) : \(pair.losses)",
        "\(NumberText.fixed(pair.probabilityOfSuperiority, decimals: 2))", "\(least)",
        "<span class=\"verdict-text \(VerdictSection.className(pair.verdict))\">\(verdict(pair))</span>",
      ])
  }

  private func verdict(_ pair: PairComparison) -> Markup {
    switch pair.verdict {
    case .aBetter: "✓ \(context.breakable(pair.a))"
    case .bBetter: "✓ \(context.breakable(pair.b))"
    case .cannotTell: "? cannot tell"
    case .identical: "= identical"
    }
  }

  private func signed(_ value: Double) -> String {
    metric == .testError ? NumberText.points(value) : NumberText.signed(value, decimals: 3)
  }

  private func unsigned(_ value: Double) -> String {
    metric == .testError ? NumberText.percent(value) : NumberText.fixed(value, decimals: 3)
  }
}
