package import DropoutTraining
package import Foundation

/// A comparison as a store has it: its finished runs by arms, and what is kept of it besides.
package struct ComparisonEntry: Hashable, Sendable {
  /// The SHA-256 that names it; see ``KeptComparison/hash(_:)``.
  package let hash: String
  /// Its name and note.
  package let label: ComparisonLabel
  /// The plan that was asked for last, written out in full; nil if no `compare` asked for it.
  package let plan: PlanSettings?
  /// The arms that have finished runs, at least one.
  package let arms: [StoredArm]

  /// The hash's first digits, as lists show it.
  package var shortHash: String { String(hash.prefix(8)) }
  /// The name of the data in the plan.
  package var dataName: String { arms[0].runs[0].dataName }
  /// The version of the engine that trained.
  package var engineVersion: String { arms[0].runs[0].engineVersion }
  /// SHA-256 of the data, as the runs have it.
  package let dataChecksum: String
  /// When the last run was finished.
  package var finishedAt: Date {
    arms.flatMap(\.runs).map(\.finishedAt).max() ?? .distantPast
  }
  /// Network and training of all arms, but for what an arm changes.
  package var training: TrainingConfiguration {
    plan.flatMap { try? TrainingConfiguration($0) } ?? arms[0].training
  }

  /// The seeds that every arm has, ascending.
  package var commonSeeds: [UInt64] {
    arms.dropFirst().reduce(Set(arms[0].seeds)) { $0.intersection($1.seeds) }.sorted()
  }
}

/// An arm with its finished runs.
package struct StoredArm: Hashable, Sendable {
  /// The arm.
  package let arm: Arm
  /// Network and training of the runs.
  package let training: TrainingConfiguration
  /// The runs by seed, at least one.
  package let runs: [StoredRun]

  /// The seeds, ascending.
  package var seeds: [UInt64] { runs.map { UInt64(bitPattern: $0.seed) } }
}

extension RunStore {
  /// The comparisons that runs of this store belong to, the latest first.
  ///
  /// Runs of which no plan is kept are one comparison if they share everything but policy and seed. A run may be
  /// in several comparisons.
  package func comparisonEntries(of runs: [StoredRun]) throws(StoreError) -> [ComparisonEntry] {
    var groups = RunGroups(runs)
    let kept = try keptComparisons()
    var entries: [ComparisonEntry] = []
    // Comparisons of named arms first: what they hold needs no entry of its own.
    for one in kept where !one.arms.isEmpty && groups.byDigest[one.hash] == nil {
      let arms = one.arms.compactMap { groups.arm(named: $0.name, $0.runs, $0.policy) }
      if let entry = groups.entry(one, hash: one.hash, arms: arms) { entries.append(entry) }
    }
    let labels = Dictionary(kept.map { ($0.hash, $0) }) { first, _ in first }
    for (digest, policies) in groups.byDigest {
      let own = labels[digest]
      guard own != nil || !policies.keys.allSatisfy({ groups.isTaken(digest, $0) }) else {
        continue
      }
      let asked = own?.arms.map(\.policy) ?? []
      let others = policies.keys.compactMap { MaskPolicy($0) }.inUsualOrder.map(\.description)
      let order = asked + others.filter { !asked.contains($0) }
      let arms = order.compactMap { groups.arm(named: $0, digest, $0) }
      if let entry = groups.entry(own, hash: digest, arms: arms) { entries.append(entry) }
    }
    return entries.sorted { ($1.finishedAt, $0.hash) < ($0.finishedAt, $1.hash) }
  }

  /// The comparison whose hash begins with a text, or whose name it is.
  ///
  /// - Throws: ``StoreError/noSuchComparison(path:text:known:)`` or
  ///   ``StoreError/ambiguousComparison(path:text:candidates:)``.
  package func comparisonEntry(_ text: String) throws(StoreError) -> ComparisonEntry {
    let entries = try comparisonEntries(of: readable().runs)
    let found = entries.filter {
      $0.label.name == text || (!text.isEmpty && $0.hash.hasPrefix(text.lowercased()))
    }
    func shown(_ entries: [ComparisonEntry]) -> [String] { entries.map(\.shortTitle) }
    guard let entry = found.first else {
      throw .noSuchComparison(path: path, text: text, known: shown(entries))
    }
    guard found.count == 1 else {
      throw .ambiguousComparison(path: path, text: text, candidates: shown(found))
    }
    return entry
  }
}

/// The runs of a store by what they share.
private struct RunGroups {
  /// Runs by ``PlannedRun/comparison`` and policy.
  private(set) var byDigest: [String: [String: [StoredRun]]] = [:]
  private var first: [String: PlannedRun] = [:]
  private var taken: Set<[String]> = []

  /// Runs whose plan entry cannot be read are left out.
  init(_ runs: [StoredRun]) {
    for run in runs {
      if first[run.comparison] == nil { first[run.comparison] = PlannedRun(json: run.plan) }
      guard first[run.comparison] != nil else { continue }
      byDigest[run.comparison, default: [:]][run.policy, default: []].append(run)
    }
  }

  func isTaken(_ digest: String, _ policy: String) -> Bool { taken.contains([digest, policy]) }

  /// An arm's runs; nil if there are none.
  mutating func arm(
    named name: String, _ digest: String, _ policy: String
  ) -> StoredArm? {
    guard let runs = byDigest[digest]?[policy], let training = first[digest]?.training,
      let mask = MaskPolicy(policy)
    else { return nil }
    taken.insert([digest, policy])
    return StoredArm(
      arm: Arm(name, mask), training: training,
      runs: runs.sorted { UInt64(bitPattern: $0.seed) < UInt64(bitPattern: $1.seed) })
  }

  /// A comparison; nil if none of its arms has runs.
  func entry(
    _ kept: KeptComparison?, hash: String, arms: [StoredArm]
  ) -> ComparisonEntry? {
    guard let run = arms.first?.runs.first, let planned = first[run.comparison] else { return nil }
    return ComparisonEntry(
      hash: hash, label: kept?.label ?? ComparisonLabel(), plan: kept?.plan, arms: arms,
      dataChecksum: planned.dataChecksum)
  }
}
