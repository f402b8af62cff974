import DropoutTraining
import Foundation

/// Identifies the stored runs of a report, as a path on the server.
struct ReportLink: Hashable, Sendable {
  /// SHA-256 of everything the runs have in common.
  let comparison: String
  let policies: [MaskPolicy]
  let firstSeed: UInt64
  let seedCount: Int

  var lastSeed: UInt64 { firstSeed + UInt64(seedCount) - 1 }

  var path: String {
    let policies = policies.map(\.description).joined(separator: ",")
    return
      "/report?comparison=\(comparison)&policies=\(policies)&first=\(firstSeed)&seeds=\(seedCount)"
  }
}

extension ReportLink {
  /// Reads a link from the query of a request; nil if it is not a valid one.
  ///
  /// - Parameter value: Returns the value of an item of the query.
  init?(query value: (_ name: String) -> String?) {
    let texts = value("policies")?.split(separator: ",").map(String.init) ?? []
    let policies = texts.compactMap { MaskPolicy($0) }
    guard let comparison = value("comparison"), comparison.count == 64, !policies.isEmpty,
      policies.count == texts.count, Set(policies).count == policies.count,
      let first = value("first").flatMap({ UInt64($0) }), first <= 1 << 62,
      let seeds = value("seeds").flatMap({ Int($0) }), (1...100_000).contains(seeds)
    else { return nil }
    self.init(comparison: comparison, policies: policies, firstSeed: first, seedCount: seeds)
  }
}
