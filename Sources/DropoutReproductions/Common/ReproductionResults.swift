import DropoutStatistics
package import DropoutFigures

/// The results of a reproduction.
package struct ReproductionResults: Codable, Hashable, Sendable {
  /// The reproduction.
  package var identity: ReproductionIdentity
  /// The findings in plain sentences, the most important first; "no difference" and "not reproduced" are
  /// findings, too.
  package var findings: [String]
  /// Data and network, and the differences from the source.
  package var settings: [String]
  /// Published figures beside ours.
  package var tables: [ReproductionTable]
  /// The figures.
  package var figures: [Figure]
  /// The number of finished runs, or other parts of the work.
  package var done: Int
  /// The number of all parts of the work.
  package var planned: Int
  /// The command that reproduces it.
  package var command = ""

  /// Results.
  ///
  /// - Parameters:
  ///   - done: Runs, or other parts, that were finished within the budget.
  ///   - planned: The number of all runs, or other parts.
  package init(
    _ identity: ReproductionIdentity, findings: [String], settings: [String] = [],
    tables: [ReproductionTable] = [], figures: [Figure] = [], done: Int = 1,
    planned: Int = 1
  ) {
    precondition(done <= planned, "\(done) of \(planned) parts")
    self.identity = identity
    self.findings = findings
    self.settings = settings
    self.tables = tables
    self.figures = figures
    self.done = done
    self.planned = planned
  }

  /// Whether the budget was enough for all parts.
  package var isComplete: Bool { done == planned }

  /// A sentence on the parts for which the budget was enough; nil if all are done.
  package var incompleteness: String? {
    isComplete
      ? nil
      : "The budget ended after \(NumberText.count(done)) of \(NumberText.count(planned)) runs: what "
        + "stands here rests on these."
  }
}
