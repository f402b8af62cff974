package import DropoutTraining

/// Counts distinct masks exactly: in a table with one bit per possible mask if there are few enough units,
/// else by sorting keys.
package struct DistinctMasks {
  private var table: [UInt64]
  private var inTable = 0
  private var sorted: [MaskKey] = []
  private var fresh: [MaskKey] = []
  private let usesTable: Bool

  /// A count of no masks.
  ///
  /// - Parameter tabulatedUnits: The largest number of units for which the table is used; 30 take 128 MiB.
  package init(unitCount: Int, tabulatedUnits: Int = 30) {
    usesTable = unitCount <= tabulatedUnits
    table = [UInt64](repeating: 0, count: usesTable ? max(1, (1 << unitCount) / 64) : 0)
  }

  /// Counts a mask.
  package mutating func insert(_ key: MaskKey) {
    guard usesTable else {
      fresh.append(key)
      return
    }
    let (word, bit) = (Int(key.low >> 6), UInt64(1) << (key.low & 63))
    if table[word] & bit == 0 {
      table[word] |= bit
      inTable += 1
    }
  }

  /// The number of distinct masks that were counted.
  package mutating func count() -> Int {
    guard !usesTable else { return inTable }
    merge()
    return sorted.count
  }

  private mutating func merge() {
    guard !fresh.isEmpty else { return }
    fresh.sort()
    var merged: [MaskKey] = []
    merged.reserveCapacity(sorted.count + fresh.count)
    var old = 0
    for key in fresh {
      while old < sorted.count, sorted[old] < key {
        merged.append(sorted[old])
        old += 1
      }
      // Already in `sorted`: it is appended before the next larger key.
      if old < sorted.count, sorted[old] == key { continue }
      if merged.last != key { merged.append(key) }
    }
    merged.append(contentsOf: sorted[old...])
    sorted = merged
    fresh.removeAll(keepingCapacity: true)
  }
}
