package import DropoutTraining
package import Foundation

/// Which comparisons or runs of a store are wanted; those that meet every condition given.
package struct RunFilter: Hashable, Sendable {
  /// The data's name, or the last part of its path, with or without its ending.
  package var dataName: String?
  /// A mask policy; a comparison has it if one of its arms does.
  package var policy: MaskPolicy?
  /// When the run, or the last of a comparison, was finished at the earliest.
  package var since: Date?

  /// A filter that lets everything through.
  package init() {}

  /// Whether there is no condition.
  package var isEmpty: Bool { self == RunFilter() }

  /// Whether a comparison is wanted.
  package func matches(_ entry: ComparisonEntry) -> Bool {
    matches(data: entry.dataName) && entry.finishedAt >= since ?? .distantPast
      && (policy == nil || entry.arms.contains { $0.arm.policy == policy })
  }

  /// Whether a run is wanted.
  package func matches(_ run: StoredRun) -> Bool {
    matches(data: run.dataName) && run.finishedAt >= since ?? .distantPast
      && (policy == nil || MaskPolicy(run.policy) == policy)
  }

  private func matches(data name: String) -> Bool {
    guard let dataName else { return true }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    return [name, last, stem].contains(dataName)
  }

  /// The start of a time that is given as an age, "2d", "3h" or "1w", or as a date in universal time,
  /// "2026-11-30" or "2026-11-30T18:00"; nil for another text.
  package static func date(_ text: String, now: Date) -> Date? {
    let hours: [Character: Double] = ["h": 1, "d": 24, "w": 168]
    if let unit = text.last.flatMap({ hours[$0] }) {
      guard let count = Double(text.dropLast()), count >= 0, count <= 1e6 else { return nil }
      return now - count * unit * 3600
    }
    let whole = ["", "T00:00:00Z", ":00Z", "Z"].map { text.replacing(" ", with: "T") + $0 }
    return whole.lazy.compactMap { try? Date($0, strategy: .iso8601) }.first
  }
}

extension [ComparisonEntry] {
  /// What there is to ask for, for a filter that lets nothing through: "data football (3), moons (1); policies
  /// none, per-example; the last finished 2026-11-30 18:00".
  package var contents: String {
    let data = Dictionary(grouping: self, by: \.dataName).sorted { $0.key < $1.key }
      .map { "\($0.key) (\($0.value.count))" }
    let policies = Set(flatMap { $0.arms.compactMap(\.arm.policy) })
    let order = Array<MaskPolicy>(policies).inUsualOrder.map(\.description)
    let last = map(\.finishedAt).max().map { "; the last finished \($0.shortText)" } ?? ""
    return "data \(data.joined(separator: ", ")); policies \(order.joined(separator: ", "))\(last)"
  }
}

extension Date {
  /// The date and the minute in universal time: "2026-11-30 18:00".
  package var shortText: String {
    String(formatted(.iso8601).replacing("T", with: " ").prefix(16))
  }
}
