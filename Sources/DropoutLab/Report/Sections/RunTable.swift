import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Every run's value in the metric that decides: one row per seed, one column per arm.
struct RunTable {
  let context: ReportContext

  /// The folded table; empty without runs.
  var markup: Markup {
    let seeds = Set(context.runs.map(\.seed)).sorted()
    guard !seeds.isEmpty else { return .empty }
    let ofSeed = context.arms.map { summary in
      Dictionary(summary.runs.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let table = DataTable(
      label: "every run", caption: "\(context.metric.title.capitalisedFirst); † failed",
      columns: ["seed"] + context.arms.map { context.name($0.arm) }
    ).markup(
      seeds.map { seed in
        .init(name: "\(seed)", cells: ofSeed.map { cell($0[seed]) })
      })
    return "<details><summary>Every run as a table</summary>\(table)</details>"
  }

  private func cell(_ run: RunRecord?) -> Markup {
    guard let run else { return "–" }
    let dagger: Markup = run.failed ? "<span class=\"warn\">†</span>" : ""
    return "\(context.metric.fixed(context.metric.value(of: run)))\(dagger)"
  }
}
