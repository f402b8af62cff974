/// p-values adjusted for the number of tests, in the order given.
///
/// Ten tests at level .05 find a difference by luck far more often than one; compare the adjusted p with .05
/// instead. Take ``holm(_:)`` unless you have a reason: it bounds the chance of even one false finding however
/// the tests depend on each other. ``benjaminiHochberg(_:)`` bounds the expected share of false findings.
public enum MultipleTesting {
  /// Bonferroni's adjustment, min(1, m·p): simple, and never better than ``holm(_:)``.
  public static func bonferroni(_ p: [Double]) -> [Double] {
    p.map { min(1, Double(p.count) * $0) }
  }

  /// Holm's adjustment: p₍ᵢ₎ becomes max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎) (Holm 1979).
  public static func holm(_ p: [Double]) -> [Double] {
    var largest = 0.0
    return inAscendingOrder(p) { i, value in
      largest = max(largest, min(1, Double(p.count - i) * value))
      return largest
    }
  }

  /// Hochberg's adjustment: Holm's factors with the running minimum from the largest p (Hochberg 1988). For
  /// independent or positively dependent tests.
  public static func hochberg(_ p: [Double]) -> [Double] {
    var smallest = 1.0
    return inDescendingOrder(p) { i, value in
      smallest = min(smallest, Double(p.count - i) * value)
      return smallest
    }
  }

  /// Benjamini and Hochberg's adjustment: p₍ᵢ₎ becomes the least m·p₍ⱼ₎/j over j ≥ i (1995). For many tests of
  /// which some false findings may be borne.
  public static func benjaminiHochberg(_ p: [Double]) -> [Double] {
    var smallest = 1.0
    return inDescendingOrder(p) { i, value in
      smallest = min(smallest, Double(p.count) / Double(i + 1) * value)
      return smallest
    }
  }

  /// Hommel's adjustment (Hommel 1988, by the algorithm of Wright 1992): never worse than
  /// ``hochberg(_:)``, under the same condition.
  ///
  /// For each m from the number of tests down to 2, the m largest p are raised to at least their Simes p, and
  /// every other p to at least min(m·p, that).
  public static func hommel(_ p: [Double]) -> [Double] {
    let n = p.count
    let sorted = p.sorted()
    var adjusted = sorted
    for m in stride(from: n, through: 2, by: -1) {
      let weighted = (1...m).map { j in Double(m) * sorted[n - m + j - 1] / Double(j) }
      let simes = weighted.reduce(1, min)
      // Without the smallest of the m, it bounds the tests outside them.
      let rest = weighted.dropFirst().reduce(1, min)
      for i in 0..<n {
        let bound = i >= n - m ? simes : min(Double(m) * sorted[i], rest)
        adjusted[i] = max(adjusted[i], bound)
      }
    }
    return inAscendingOrder(p) { i, _ in min(1, adjusted[i]) }
  }

  private static func inAscendingOrder(
    _ p: [Double], _ adjust: (Int, Double) -> Double
  ) -> [Double] {
    var result = p
    for (i, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
      result[index] = adjust(i, p[index])
    }
    return result
  }

  private static func inDescendingOrder(
    _ p: [Double], _ adjust: (Int, Double) -> Double
  ) -> [Double] {
    var result = p
    for (i, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated().reversed() {
      result[index] = adjust(i, p[index])
    }
    return result
  }
}
