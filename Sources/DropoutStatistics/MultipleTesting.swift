/// p-values adjusted for the number of tests, in the order given.
///
/// Ten tests at level .05 find a difference by luck far more often than one; compare the adjusted p with .05
/// instead.
public enum MultipleTesting {
  /// Holm's adjustment: p₍ᵢ₎ becomes max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎) (Holm 1979).
  ///
  /// It bounds the chance of even one false finding however the tests depend on each other.
  public static func holm(_ p: [Double]) -> [Double] {
    var adjusted = p
    var largest = 0.0
    for (i, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
      largest = max(largest, min(1, Double(p.count - i) * p[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
