import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The parts of the page, in order; a part without a body is left out.
extension HTMLReport {
  static func sections(_ context: ReportContext) -> [Section] {
    [
      Section(
        id: "verdict", title: "What was found", short: "Verdict",
        body: VerdictSection(context: context).markup),
      Section(
        id: "policies", title: "The \(context.sides)",
        short: context.isOfArms ? "Arms" : "Policies",
        body: PolicyTable(context: context).markup),
      Section(id: "seeds", title: "Every seed", short: "Seeds", body: seeds(context)),
      Section(
        id: "differences", title: "Paired differences", short: "Differences",
        body: DifferenceSection(context: context).markup),
      Section(id: "curves", title: "Along training", short: "Curves", body: curves(context)),
      Section(
        id: "along", title: "Differences along training", short: "When",
        body: alongTraining(context)),
      Section(
        id: "classes", title: "Class by class", short: "Classes",
        body: ConfusionSection(context: context).markup),
      Section(
        id: "losses", title: "Masked against clean loss", short: "Losses", body: losses(context)),
      Section(id: "masks", title: "The masks themselves", short: "Masks", body: masks(context)),
      Section(
        id: "boundaries", title: "Decision boundaries", short: "Boundaries",
        body: boundaries(context)),
      Section(id: "numbers", title: "All numbers", short: "Numbers", body: numbers(context)),
      Section(
        id: "methods", title: "Methods", short: "Methods",
        body: MethodsSection(context: context).markup),
      Section(
        id: "repeat", title: "Repeat this comparison", short: "Repeat",
        body: RepeatSection(context: context).markup),
    ]
  }

  private static func figure(_ drawing: Markup, _ caption: Markup) -> Markup {
    drawing.isEmpty ? .empty : "<figure><figcaption>\(caption)</figcaption>\n\(drawing)</figure>\n"
  }

  private static func seeds(_ context: ReportContext) -> Markup {
    let strips = StripChart(context: context)
    let far = strips.farCount
    let zone: Markup =
      far == 0
      ? ""
      : """
       In the shaded zone beyond <span class="cut">//</span>, where \(NumberText.count(far)) of \
      \(NumberText.count(context.runs.count)) runs lie, the scale is coarser.
      """
    let chart = figure(
      strips.markup,
      """
      One mark is one run, judged \(context.moment). The bar \
      below the marks is the mean\(context.isFixed ? " with its 95\u{A0}% interval" : "").\(zone)
      """)
    return chart.isEmpty ? .empty : "\(chart)\(RunTable(context: context).markup)"
  }

  private static func curves(_ context: ReportContext) -> Markup {
    guard context.runs.contains(where: { $0.curve.count > 1 }) else { return .empty }
    let metric = context.metric
    // Half a test example stands for an error of zero, which a logarithmic axis cannot show.
    let least =
      metric.isShare ? 50 / Double(max(1, context.content.results.testExampleCount)) : 1e-6
    let quantity: CurveSummary.Quantity = { metric.value(of: $0) }
    let summaries = context.arms.map {
      CurveSummary($0, quantity, factor: metric.scale, greatestCount: 100)
    }
    let mean = figure(
      CurveChart(context: context, summaries: summaries, title: metric.title, floor: least)
        .markup,
      """
      \(metric.name.capitalisedFirst) along training: mean over seeds, and the band that holds the middle 80\u{A0}% of \
      them\(Set(context.runs.map(\.lastStep)).count > 1 ? ", up to where the first run stopped" : ""). \
      \(context.content.curveDescription)
      """
    )
    let seeds = figure(
      CurveMultiples(
        context: context, title: metric.title,
        quantities: [.init(value: quantity, factor: metric.scale, name: metric.name)], floor: least
      ).markup, "The same, seed by seed; the strong line is the mean.")
    let losses = figure(
      CurveMultiples(
        context: context, title: "training loss",
        quantities: [
          .init(value: \.cleanTrainLoss, name: "clean loss"),
          .init(value: \.maskedTrainLoss, name: "masked loss"),
        ], floor: 1e-6
      ).markup,
      """
      Training loss: <span class="line-key"></span> clean, without masks (seeds in grey), \
      and <span class="line-key dashed"></span> masked, as training itself sees it (seeds in \
      colour): the mean over the epoch before, while the weights move. Fresh masks usually keep \
      the masked loss above the clean one; frozen masks let it fall below.
      """)
    return "\(mean)\(seeds)\(losses)"
  }

  /// Where in training the pairs differ, in each metric.
  private static func alongTraining(_ context: ReportContext) -> Markup {
    let results = context.content.results
    let figures = ComparisonFigures(results)
    let parts = results.metrics.map { metric -> Markup in
      let drawings = figures.alongTraining(metric: metric, limit: 10)
      guard !drawings.isEmpty else { return .empty }
      let sentences = results.differenceCurves.filter { $0.metric == metric }.map {
        "<li>\($0.sentence)</li>\n" as Markup
      }
      return """
        <h3>\(metric.name)</h3>
        \(drawings.map { Study.image(Study.Picture($0)) })
        <ul>\(sentences)</ul>\n
        """
    }
    guard parts.contains(where: { !$0.isEmpty }) else { return .empty }
    return """
      <p class="lead">The mean difference of each pair after every measured step. The band holds the true \
      difference at all steps at once, with 95\u{A0}% for each pair and metric. \
      \(context.content.curveDescription)</p>
      \(parts)
      """
  }

  private static func losses(_ context: ReportContext) -> Markup {
    let chart = LossScatterChart(context: context)
    let drawing = chart.markup
    guard !drawing.isEmpty else { return .empty }
    return """
      <figure><figcaption>One mark is one run: the masked loss is the mean over the last epoch, the \
      clean loss that of the final weights, so a run that still learns fast lies above the line even \
      where nothing is dropped. A run far below the line has \
      fitted its masks rather than the data: its loss is low only while the same units are dropped, \
      which is the mark of a frozen mask.</figcaption>
      <div class="side"><div>\(drawing)</div><div>\(chart.table)</div></div></figure>
      """
  }

  private static func masks(_ context: ReportContext) -> Markup {
    let drawing = MaskPictureChart(context: context).markup
    guard !drawing.isEmpty else { return .empty }
    let pictures = context.content.maskPictures
    let layers = Set(pictures.map(\.layer)).sorted()
    let layer = layers.map { $0 == 0 ? "the input" : "hidden layer \($0)" }
      .joined(separator: " and ")
    let seeds = Set(pictures.map(\.seed)).sorted().map { "\($0)" }.joined(separator: " and ")
    return """
      <p class="lead">The matrix <i>D</i> of \(layer): a row is a unit, a column an example; \
      coloured is kept, faint is dropped. From left to right, successive steps of seed \(seeds).</p>
      \(drawing)
      """
  }

  private static func boundaries(_ context: ReportContext) -> Markup {
    let chart = BoundaryChart(context: context)
    let drawing = chart.markup
    guard !drawing.isEmpty else { return .empty }
    return """
      <p class="lead">The class each network gives to every point of the plane: hue is the class, \
      strength its confidence, the line where the class changes; marks are training examples. All are of \
      the same seed, the first whose frozen mask drops something, if there is one.</p>
      \(chart.legend)
      \(drawing)
      """
  }

  private static func numbers(_ context: ReportContext) -> Markup {
    let tables = context.content.results.metrics.map {
      PairTable(context: context, metric: $0).markup
    }
    let ranks = RankChart(context: context).markup
    let heading: Markup = ranks.isEmpty ? "" : "<h3>Ranks</h3>"
    return "\(tables.joined(separator: "\n"))\(heading)\(ranks)"
  }
}
