import DropoutLab
import DropoutTraining
import FlyingFox
import Foundation

/// Lists the comparisons of the store and opens their reports.
struct StoredRuns: Sendable {
  let store: RunStore
  let shelf: DataShelf

  private struct Entry: Encodable {
    let comparison: String
    let data: String
    let network: String
    /// The training in words.
    let training: String
    let policies: [String]
    let seeds: Int
    let finished: Date
    @NullWhereNil var report: String?
    @NullWhereNil var why: String?

    /// - Parameters:
    ///   - link: The report of what can be compared, if anything.
    ///   - why: Why the report cannot be opened; nil if it can.
    init(_ stored: StoredComparison, link: ReportLink? = nil, why: String?) {
      comparison = stored.comparison
      data = stored.dataName
      network = stored.run.training.network.layers.map(String.init).joined(separator: "-")
      training = stored.run.training.summaryLine
      policies = (link?.policies ?? stored.policies.map(\.policy).inUsualOrder).map(
        \.description)
      seeds = link?.seedCount ?? 0
      finished = stored.finishedAt
      report = why == nil ? link?.path : nil
      self.why = why
    }
  }

  /// `GET /api/runs`.
  func list() async throws -> HTTPResponse {
    var entries: [Entry] = []
    for stored in try store.comparisons() {
      let links = Self.links(to: stored)
      guard !links.isEmpty else {
        entries.append(Entry(stored, why: "its policies have no unbroken row of seeds in common"))
        continue
      }
      let canOpen = await shelf.hasData(
        checksum: stored.run.dataChecksum, name: stored.dataName)
      let why =
        canOpen
        ? nil
        : "its data (\(stored.dataName)) are not at hand; dropout report opens it from its plan"
      entries += links.map { Entry(stored, link: $0, why: why) }
    }
    return .json(.ok, entries)
  }

  /// The possible reports: all policies over their common seeds, then fewer policies that have more seeds in
  /// common. A policy whose seeds have gaps is left out.
  static func links(to stored: StoredComparison) -> [ReportLink] {
    let policies = stored.policies.filter(\.isWithoutGaps)
    var links: Set<ReportLink> = []
    for start in policies.map(\.firstSeed) {
      for end in policies.map(\.lastSeed) where start <= end {
        let reaching = policies.filter { $0.firstSeed <= start && $0.lastSeed >= end }
        guard reaching.count >= min(2, stored.policies.count),
          let first = reaching.map(\.firstSeed).max(), let last = reaching.map(\.lastSeed).min()
        else { continue }
        links.insert(
          ReportLink(
            comparison: stored.comparison, policies: reaching.map(\.policy).inUsualOrder,
            firstSeed: first,
            seedCount: Int(min(last - first, 99_999)) + 1))
      }
    }
    return links.sorted {
      ($0.policies.count, $0.seedCount, $0.path) > ($1.policies.count, $1.seedCount, $1.path)
    }
  }

  /// Whether each policy of a link has runs for all of the link's seeds.
  private static func holds(_ stored: StoredComparison, _ link: ReportLink) -> Bool {
    link.policies.allSatisfy { policy in
      stored.policies.contains {
        $0.policy == policy && $0.firstSeed <= link.firstSeed && $0.lastSeed >= link.lastSeed
      }
    }
  }

  /// `GET /report`.
  func report(_ request: HTTPRequest) async throws -> HTTPResponse {
    let query = request.query
    guard let link = ReportLink(query: { name in query.first { $0.name == name }?.value }) else {
      return .text(.badRequest, "this is not a link to a report\n")
    }
    // Checked against the stored comparisons first: a link may name any number of policies and seeds.
    guard
      let stored = try store.comparisons().first(where: {
        $0.comparison == link.comparison && Self.holds($0, link)
      }),
      let (dataset, specification) = try await shelf.dataset(
        checksum: stored.run.dataChecksum, name: stored.dataName)
    else { return .text(.notFound, "the store has no such runs, or their data are not at hand\n") }
    let seeds = (0..<UInt64(link.seedCount)).map { link.firstSeed + $0 }
    var plan = Plan(
      data: specification, training: stored.run.training, policies: link.policies, seeds: seeds)
    let runs = plan.runs(dataset: dataset)
    let records: [String: RunRecord]
    do {
      records = try store.records(identities: runs.map(\.identity))
    } catch {
      guard case .damagedRun = error else { throw error }
      return .text(.notFound, "\(error)\n")
    }
    let found = runs.compactMap { records[$0.identity] }
    guard found.count == runs.count else {
      return .text(
        .notFound, "\(runs.count - found.count) of its \(runs.count) runs are not in the store\n")
    }
    let results = try ComparisonResults(
      &plan, dataset: dataset, records: found, store: store)
    let content = try ReportContent(
      plan: plan, dataset: dataset, results: results, store: store,
      command: plan.command(dataset: dataset))
    return HTTPResponse(
      statusCode: .ok,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: HTMLReport.securityPolicy + "; frame-ancestors 'none'",
      ], body: Data(HTMLReport.text(of: content).utf8))
  }
}
