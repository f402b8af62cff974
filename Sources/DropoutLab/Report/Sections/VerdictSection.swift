import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The verdicts in the metric that decides, in words, ordered by question.
struct VerdictSection {
  let context: ReportContext

  var markup: Markup {
    let pairs = PairOrder.deciding(context.content.results.comparisons)
    guard !pairs.isEmpty else {
      return
        "<p>There is only one \(context.side), so nothing is compared; its runs are described below.</p>"
    }
    let groups = PairOrder.Question.allCases.map { question in
      (question, pairs.filter { PairOrder.question(of: $0) == question })
    }.filter { !$0.1.isEmpty }
    let isAllOther = groups.count == 1 && groups[0].0 == .other
    let parts = groups.map { question, pairs -> Markup in
      let isFolded =
        question == .other && context.arms.count > 3 && !(isAllOther && pairs.count <= 6)
      return group(question, pairs, isFolded: isFolded, isAllOther: isAllOther)
    }
    return "\(failureHint)\(smallTest)\(seedsAdded)\(parts.joined())\(lowest)"
  }

  /// The warning that most runs of some arm failed.
  private var failureHint: Markup {
    guard let hint = context.content.results.failureHint else { return .empty }
    return "<p class=\"caution warn\"><strong>\(hint)</strong></p>\n"
  }

  /// A warning if the test set is too small to represent its task.
  private var smallTest: Markup {
    let count = context.content.results.testExampleCount
    guard count < 500 else { return .empty }
    return """
      <p class="caution">The test set has only \(NumberText.count(count)) examples: one of them is \
      \(NumberText.percent(1 / Double(count))) points. \(context.isFixed ? "Intervals and p" : "Intervals") speak of \
      other seeds on these examples, not of other examples.</p>
      """
  }

  /// How seeds were added, if their number was not fixed.
  private var seedsAdded: Markup {
    let results = context.content.results
    guard let added = results.judgement.seedsAdded else { return .empty }
    let sentences = added.sentences(results.comparisons).joined(separator: " ")
    return "<p class=\"lead\">\(sentences)</p>\n"
  }

  /// Steps before the end at which arms had clearly lower test errors.
  private var lowest: Markup {
    let sentence = context.content.results.lowestMeansSentence(
      mostExamples: PreparedData.curveExampleCount)
    guard let sentence else { return .empty }
    return """
      <p class="lead">\(sentence) A description, not a verdict: the step was chosen by its result.</p>\n
      """
  }

  private func group(
    _ question: PairOrder.Question, _ pairs: [PairComparison], isFolded: Bool, isAllOther: Bool
  ) -> Markup {
    if !isFolded {
      let heading: Markup = isAllOther ? "" : "<h3>\(question.heading)</h3>\n"
      return "\(heading)<div class=\"verdicts\">\(pairs.map(card))</div>\n"
    }
    // If no pair stands out, the first few are shown anyway.
    let shown = isAllOther ? Array(pairs.prefix(3)) : []
    let first: Markup = shown.isEmpty ? "" : "<div class=\"verdicts\">\(shown.map(card))</div>\n"
    let folded = pairs.dropFirst(shown.count)
    return """
      \(first)<details class="more"><summary>\(folded.count) more \(folded.count == 1 ? "pair" : "pairs"): \(tally(Array(folded)))</summary>
      <div class="verdicts">\(folded.map(card))</div></details>\n
      """
  }

  /// The folded verdicts, counted: "4 with a better policy, 6 cannot tell".
  private func tally(_ pairs: [PairComparison]) -> String {
    let better = pairs.count { $0.winner != nil }
    let open = pairs.count { $0.verdict == .cannotTell }
    let near = pairs.count { $0.verdict == .noRelevantDifference }
    let parts = [
      (better, "with a better \(context.side)"), (open, "cannot tell"),
      (near, "without a difference that matters"),
      (pairs.count - better - open - near, "identical"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private func card(_ pair: PairComparison) -> Markup {
    """
    <article class="verdict \(Self.className(pair.verdict))"><p class="badge">\
    \(badge(pair))</p><div><h4>\(context.name(pair.a)) \
    <span class="against">against</span> \(context.name(pair.b))</h4>\
    <p class="sentence">\(pair.sentence)</p><p class="figures">\(figures(pair))</p></div></article>\n
    """
  }

  static func className(_ verdict: Verdict) -> String {
    switch verdict {
    case .aBetter, .bBetter: "better"
    case .cannotTell: "open"
    case .identical, .noRelevantDifference: "same"
    }
  }

  /// The verdict as a sign and a few words.
  private func badge(_ pair: PairComparison) -> Markup {
    "<span aria-hidden=\"true\">\(pair.verdict.short.sign)</span> \(words(pair))"
  }

  private func words(_ pair: PairComparison) -> Markup {
    pair.winner.map { "\(context.breakable($0)) better" } ?? "\(pair.verdict.short.words ?? "")"
  }

  /// The verdicts on the same pair in the other metrics, which may be the opposite.
  private func others(of pair: PairComparison) -> [Markup] {
    context.content.results.comparisons.filter {
      $0.metric != pair.metric && $0.a == pair.a && $0.b == pair.b
    }.map { other in
      let verdict = other.winner == nil ? words(other) : "<b>\(words(other))</b>"
      return "in \(other.metric.shortName): \(verdict)"
    }
  }

  /// The verdicts on the same pair at the runs' other moment.
  private func atOtherMoments(_ pair: PairComparison) -> [Markup] {
    context.content.results.otherMoments.flatMap { results in
      results.comparisons.filter {
        $0.metric == pair.metric && $0.a == pair.a && $0.b == pair.b
      }.map { other in
        let verdict = other.winner == nil ? words(other) : "<b>\(words(other))</b>"
        return "\(results.momentText): \(verdict)"
      }
    }
  }

  /// The figures to compare at a glance; the sentence has the others.
  private func figures(_ pair: PairComparison) -> Markup {
    var parts: [Markup] = [
      "difference <b>\(pair.metric.signed(pair.meanDifference))</b> \(pair.metric.unit)"
    ]
    if let interval = pair.interval {
      let (low, high) = (pair.metric.signed(interval.low), pair.metric.signed(interval.high))
      parts.append("\(context.intervalName) <b>\(low)</b> to <b>\(high)</b>")
    }
    parts.append(
      """
      \(context.breakable(pair.a)) lower on \(pair.wins) \(pair.wins == 1 ? "seed" : "seeds"), higher \
      on \(pair.losses), equal on\u{A0}\(pair.ties)
      """)
    parts += others(of: pair) + atOtherMoments(pair)
    return parts.map { "<span>\($0)</span>" as Markup }.joined(separator: " ")
  }
}
