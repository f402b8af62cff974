import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Which classes are answered wrongly, and what they are taken for, over the seeds of each arm.
struct ConfusionSection {
  let context: ReportContext

  /// More classes are told by their worst, and by the most frequent confusions.
  private static let mostRows = 12

  /// The tables; empty unless every run has its confusions.
  var markup: Markup {
    let arms = context.arms.compactMap { ArmConfusion($0) }
    guard !arms.isEmpty, arms.count == context.arms.count,
      Set(arms.map(\.classCount)).count == 1
    else { return .empty }
    return """
      <p class="lead">The test examples of each class, and the answers they got \(context.moment): means over \
      the seeds.</p>
      \(errors(arms))
      \(arms.map(confusions))
      """
  }

  private func name(_ number: Int) -> String {
    let names = context.content.classNames ?? []
    return names.indices.contains(number) ? names[number] : "\(number)"
  }

  /// The share of each class that is answered wrongly: a row a class, a column an arm.
  private func errors(_ arms: [ArmConfusion]) -> Markup {
    let all = arms[0].counts.indices.filter { arms[0].counts[$0] > 0 }
    func worst(_ number: Int) -> Double { arms.map { $0.error(of: number) }.max() ?? 0 }
    let isCut = all.count > Self.mostRows
    let shown =
      isCut ? Array(all.sorted { (worst($0), $1) > (worst($1), $0) }.prefix(Self.mostRows)) : all
    return DataTable(
      label: "errors by class",
      caption: "Error of each class in % ± sd over seeds"
        + (isCut ? "; the \(Self.mostRows) worst of \(all.count) classes" : ""),
      columns: ["class", "test examples"] + arms.map { context.name($0.arm) }
    ).markup(
      shown.map { number in
        .init(
          name: "\(name(number))",
          cells: ["\(NumberText.count(arms[0].counts[number]))"]
            + arms.map { arm in
              let sd = arm.sd(of: number).map { " ± " + NumberText.percent($0) } ?? ""
              return "<b>\(NumberText.percent(arm.error(of: number)))</b>\(sd)"
            })
      })
  }

  /// An arm's confusion matrix, or its most frequent confusions.
  private func confusions(_ arm: ArmConfusion) -> Markup {
    let classes = arm.counts.indices.filter { number in
      arm.counts[number] > 0 || arm.shares.contains { $0[number] > 0 }
    }
    let table: Markup =
      classes.count <= Self.mostRows ? matrix(arm, classes) : frequent(arm)
    return "<details><summary>What \(arm.arm.name) confuses</summary>\(table)</details>\n"
  }

  private func matrix(_ arm: ArmConfusion, _ classes: [Int]) -> Markup {
    DataTable(
      label: "confusion matrix of \(arm.arm.name)",
      caption: "\(arm.arm.name): share of each class (row) that got each answer (column), in %",
      columns: ["class"] + classes.map { "\(name($0))" as Markup }, className: "confusion"
    ).markup(
      classes.map { row in
        .init(
          name: "\(name(row))",
          cells: classes.map { column in
            let share = arm.shares[row][column]
            // Mistakes are far rarer than right answers: their shade has its own scale.
            let shade = Int((100 * (row == column ? 0 : min(1, 4 * share))).rounded())
            return """
              <span class="\(row == column ? "right" : "share")" style="--shade:\(shade)%">\
              \(NumberText.percent(share))</span>
              """
          })
      })
  }

  private func frequent(_ arm: ArmConfusion) -> Markup {
    let all = arm.shares.indices.flatMap { row in
      arm.shares[row].indices.filter { $0 != row }.map { (row, $0, arm.shares[row][$0]) }
    }
    let most = all.filter { $0.2 > 0 }.sorted { ($0.2, $1.0, $1.1) > ($1.2, $0.0, $0.1) }
    return DataTable(
      label: "confusions of \(arm.arm.name)",
      caption: "\(arm.arm.name): the most frequent confusions",
      columns: ["class", "taken for", "share of the class in %"]
    ).markup(
      most.prefix(Self.mostRows).map { row, column, share in
        .init(name: "\(name(row))", cells: ["\(name(column))", "\(NumberText.percent(share))"])
      })
  }
}

/// The confusions of an arm's runs.
private struct ArmConfusion {
  let arm: Arm
  /// Test examples of each class.
  let counts: [Int]
  /// `[class][answer]`: the mean share over the runs; 0 for a class without examples.
  let shares: [[Double]]
  /// `[class][run]`: the share answered wrongly.
  private let errors: [[Double]]

  var classCount: Int { counts.count }

  /// Nil unless every run has its confusions.
  init?(_ summary: ArmSummary) {
    let runs = summary.runs.compactMap { $0.details?.confusion }
    guard runs.count == summary.runs.count, let first = runs.first else { return nil }
    arm = summary.arm
    let counts = first.map { $0.reduce(0, +) }
    self.counts = counts
    func share(_ run: [[Int]], _ row: Int, _ column: Int) -> Double {
      counts[row] == 0 ? 0 : Double(run[row][column]) / Double(counts[row])
    }
    shares = counts.indices.map { row in
      counts.indices.map { column in Descriptive.mean(runs.map { share($0, row, column) }) }
    }
    errors = counts.indices.map { row in runs.map { 1 - share($0, row, row) } }
  }

  /// Mean share of a class that is answered wrongly.
  func error(of number: Int) -> Double { Descriptive.mean(errors[number]) }

  /// Its standard deviation over the runs; nil for one run.
  func sd(of number: Int) -> Double? { Descriptive.standardDeviation(errors[number]) }
}
