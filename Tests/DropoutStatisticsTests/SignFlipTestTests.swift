@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct SignFlipTestTests {
  let key = RandomKey(seed: 11)

  /// All 2ⁿ patterns, one after the other.
  private func enumeratedP(_ values: [Double]) -> Double {
    let observed = abs(values.reduce(0, +))
    let size = values.reduce(0) { $0 + abs($1) }
    var count = 0
    for pattern in 0..<(1 << values.count) {
      var sum = 0.0
      for (i, value) in values.enumerated() { sum += pattern >> i & 1 == 0 ? value : -value }
      if abs(sum) >= observed - 1e-9 * size { count += 1 }
    }
    return Double(count) / Double(1 << values.count)
  }

  @Test(arguments: 1...13)
  func meetingInTheMiddleFindsWhatEnumerationFinds(n: Int) {
    var random = RandomSequence(RandomKey(seed: UInt64(n)))
    for round in 0..<4 {
      // Errors on 30 examples: full of ties and zeros, and no decimal fraction is exact.
      let a = (0..<n).map { _ in Double(random.below(6)) / 30 }
      let b = (0..<n).map { _ in Double(random.below(6 + round)) / 30 }
      let differences = PairedDifferences(a, b)
      let enumerated = enumeratedP(zip(a, b).map { $0 - $1 })
      #expect(SignFlipTest(differences, key: key).p == enumerated)
    }
  }

  @Test(arguments: [(3, 0.25), (5, 0.0625), (6, 0.03125)])
  func agreementOfAllSeedsGivesTheSmallestP(n: Int, smallest: Double) {
    let test = SignFlipTest(PairedDifferences((1...n).map(Double.init)), key: key)
    #expect(test.p == smallest)
    #expect(SignFlipTest.smallestP(nonZeroDifferences: n) == smallest)
  }

  @Test func withoutDifferencesPIsOne() {
    #expect(SignFlipTest(PairedDifferences([0, 0]), key: key).p == 1)
    #expect(SignFlipTest(PairedDifferences([]), key: key).p == 1)
    #expect(SignFlipTest(PairedDifferences([1, -1]), key: key).p == 1)
  }

  @Test func namesAndOrderOfSeedsDoNotMatter() {
    let a = BostonSplitsTests.a
    let b = BostonSplitsTests.b.reversed().map { $0 + 0.6 }
    let p = SignFlipTest(PairedDifferences(a, b), key: key).p
    #expect(p > 0.01 && p < 0.99)
    #expect(SignFlipTest(PairedDifferences(b, a), key: key).p == p)
    #expect(SignFlipTest(PairedDifferences(a.reversed(), b.reversed()), key: key).p == p)
  }

  /// 37 differences are too many to count; a sum of so many random signs is close to normal. The
  /// estimate must lie within 5 standard errors (false alarms 6·10⁻⁷) and 0.003 for "close to".
  @Test func randomPatternsEstimateTheExactP() {
    var random = RandomSequence(RandomKey(seed: 5))
    let values = (0..<37).map { _ in random.normal() + 0.3 }
    let patterns = 20_000
    let test = SignFlipTest(PairedDifferences(values), randomPatterns: patterns, key: key)
    #expect(!test.isExact)
    #expect(test.patterns == patterns + 1)
    let squares = values.reduce(0) { $0 + $1 * $1 }
    let z = abs(values.reduce(0, +)) / squares.squareRoot()
    let normal = 2 * NormalDistribution.survival(z)
    let standardError = (normal * (1 - normal) / Double(patterns)).squareRoot()
    expectClose(test.p, normal, absolute: 5 * standardError + 0.003, relative: 0)
  }

  @Test func randomPatternsRepeatWithTheirKeyOnly() {
    let values = (0..<40).map { Double($0 % 7) - 2.6 }
    func count(_ seed: UInt64) -> Int {
      SignFlipTest(
        PairedDifferences(values), randomPatterns: 5000, key: RandomKey(seed: seed)
      ).count
    }
    #expect(count(1) == count(1))
    #expect(count(1) != count(2))
    #expect(count(1) > 1)
  }

  @Test func randomPatternsNeverGiveZero() {
    let test = SignFlipTest(
      PairedDifferences((1...60).map(Double.init)), randomPatterns: 999, key: key)
    #expect(test.p == 0.001)
  }
}
