import DropoutStatistics
import DropoutTraining

/// A stored comparison in words.
extension ComparisonEntry {
  /// Its hash, and its name if it has one: "3f2a91bc (course net, keep .8)".
  package var shortTitle: String { label.name.map { "\(shortHash) (\($0))" } ?? shortHash }

  /// Data, network and training: "football: 2-20-3-1, keep 0.86, …".
  package var settingsLine: String { "\(dataName): \(training.shortLine)" }

  /// The arms with the seeds that are done: "none, per-batch: 32 seeds (1–32)"; arms with the same seeds together.
  package var armsLine: String {
    var groups: [(names: [String], seeds: [UInt64])] = []
    for arm in arms {
      let own = plan?.arms.first { $0.name == arm.arm.name }
      let name = own.map { "\($0.name) (\($0.words))" } ?? arm.arm.name
      if let last = groups.last, last.seeds == arm.seeds {
        groups[groups.count - 1].names.append(name)
      } else {
        groups.append(([name], arm.seeds))
      }
    }
    return groups.map { "\($0.names.joined(separator: ", ")): \(Self.text(seeds: $0.seeds))" }
      .joined(separator: "; ")
  }

  /// Seeds in words: "32 seeds (1–32)", "1 seed (7)", "30 seeds between 1 and 32".
  package static func text(seeds: [UInt64]) -> String {
    guard let first = seeds.first, let last = seeds.last else { return "no seeds" }
    let count = NumberText.seeds(seeds.count)
    if seeds.count == 1 { return "\(count) (\(first))" }
    return last - first == UInt64(seeds.count - 1)
      ? "\(count) (\(first)–\(last))" : "\(count) between \(first) and \(last)"
  }
}
