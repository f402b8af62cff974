import DropoutStatistics
public import DropoutFigures

/// What a reproduction found.
public struct ReproductionResults: Codable, Hashable, Sendable {
  /// Which reproduction it is.
  public var identity: ReproductionIdentity
  /// What was found, in plain sentences, the most important first; "no difference" and "not
  /// reproduced" are findings.
  public var findings: [String]
  /// How it was made: data, network, what differs from the source.
  public var settings: [String]
  /// Published figures beside ours.
  public var tables: [ReproductionTable]
  /// What the figures show.
  public var figures: [Figure]
  /// Parts of the work that are done.
  public var done: Int
  /// Parts that it has.
  public var planned: Int
  /// The command that makes it again.
  public var command = ""

  /// Results.
  ///
  /// - Parameters:
  ///   - done: Runs, or other parts, that were finished within the budget.
  ///   - planned: Those that the whole has.
  public init(
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
  public var isComplete: Bool { done == planned }

  /// A sentence on how far the budget went; nil where all is done.
  public var incompleteness: String? {
    isComplete
      ? nil
      : "The budget ended after \(NumberText.count(done)) of \(NumberText.count(planned)) runs: what "
        + "stands here rests on these."
  }
}
