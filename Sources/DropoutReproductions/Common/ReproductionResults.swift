import DropoutStatistics
package import DropoutFigures

/// What a reproduction found.
package struct ReproductionResults: Codable, Hashable, Sendable {
  /// Which reproduction it is.
  package var identity: ReproductionIdentity
  /// What was found, in plain sentences, the most important first; "no difference" and "not
  /// reproduced" are findings.
  package var findings: [String]
  /// How it was made: data, network, what differs from the source.
  package var settings: [String]
  /// Published figures beside ours.
  package var tables: [ReproductionTable]
  /// What the figures show.
  package var figures: [Figure]
  /// Parts of the work that are done.
  package var done: Int
  /// Parts that it has.
  package var planned: Int
  /// The command that makes it again.
  package var command = ""

  /// Results.
  ///
  /// - Parameters:
  ///   - done: Runs, or other parts, that were finished within the budget.
  ///   - planned: Those that the whole has.
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

  /// Whether the budget reached to the end.
  package var isComplete: Bool { done == planned }

  /// A sentence on how far the budget went; nil if all is done.
  package var incompleteness: String? {
    isComplete
      ? nil
      : "The budget ended after \(NumberText.count(done)) of \(NumberText.count(planned)) runs: what "
        + "stands here rests on these."
  }
}
