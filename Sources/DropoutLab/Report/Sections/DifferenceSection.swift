import DropoutFigures
import DropoutTraining

/// The paired differences, one chart per question, so that each has the axis it needs.
struct DifferenceSection {
  let context: ReportContext

  private static let shownCount = 15

  private struct Part {
    var heading: Markup
    var chart: DifferenceChart
    var isFolded = false
  }

  /// The charts; empty without pairs.
  var markup: Markup {
    let parts = parts
    guard !parts.isEmpty else { return .empty }
    let isCrowded = parts.contains(where: \.chart.isCrowded)
    return "<p class=\"lead\">\(lead(parts))</p>\n\(parts.map { markup($0, isCrowded: isCrowded) })"
  }

  private var parts: [Part] {
    let pairs = PairOrder.deciding(context.content.results.comparisons)
    let groups = PairOrder.Question.allCases.map { question in
      (question, pairs.filter { PairOrder.question(of: $0) == question })
    }.filter { !$0.1.isEmpty }
    return groups.flatMap { question, pairs -> [Part] in
      let heading: Markup = groups.count == 1 && question == .other ? "" : "\(question.heading)"
      let (shown, more) = (pairs.prefix(Self.shownCount), pairs.dropFirst(Self.shownCount))
      let first = Part(
        heading: heading, chart: DifferenceChart(context: context, pairs: Array(shown)))
      if more.isEmpty { return [first] }
      let folded = Part(
        heading: "\(more.count) more \(more.count == 1 ? "pair" : "pairs")",
        chart: DifferenceChart(context: context, pairs: Array(more)), isFolded: true)
      return [first, folded]
    }
  }

  private func lead(_ parts: [Part]) -> Markup {
    let far = parts.reduce(0) { $0 + $1.chart.farCount }
    let zones: Markup =
      far == 0
      ? ""
      : """
       Each chart has its own axis; in a shaded zone beyond <span class="cut">//</span>, where \
      seeds lie far from all others, its scale is coarser.
      """
    let pairing =
      context.content.unpaired == nil ? ", same weights, same order of data" : ""
    return """
      One mark is one seed: the first \(context.side)’s \(context.metric.name) less the second’s\(pairing). \
      Left of the line of no difference the first \(context.side) is better. \(bar)\(zones)
      """
  }

  private var bar: Markup {
    context.isFixed
      ? """
      The bar is the mean with its 95\u{A0}% interval. With this many seeds a true difference inside \
      the grey band around zero would be missed in more than one comparison of five.
      """
      : """
      The bar is the mean with its anytime interval, both of the seeds that decided the pair; later \
      seeds are shown all the same.
      """
  }

  private func markup(_ part: Part, isCrowded: Bool) -> Markup {
    let drawing = part.chart.markup(isCrowded: isCrowded)
    if part.isFolded {
      return
        "<details><summary>\(part.heading)</summary><figure>\(drawing)</figure></details>\n"
    }
    let caption: Markup =
      part.heading.isEmpty ? "" : "<figcaption><h3>\(part.heading)</h3></figcaption>\n"
    return "<figure>\(caption)\(drawing)</figure>\n"
  }
}
