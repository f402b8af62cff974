import DropoutTraining
import Testing

struct RandomKeyTests {
  @Test func sameSeedRepeatsAndAnotherDoesNot() {
    func numbers(_ seed: UInt64) -> [UInt64] {
      var random = RandomSequence(RandomKey(seed: seed).folding(.weights, layer: 1))
      return (0..<8).map { _ in random.next() }
    }
    #expect(numbers(7) == numbers(7))
    #expect(numbers(7) != numbers(8))
    // The upper half of the seed counts too.
    #expect(numbers(7) != numbers(7 | 1 << 40))
  }

  @Test func usesAndLayersHaveKeysOfTheirOwn() {
    let root = RandomKey(seed: 1)
    var keys: Set<RandomKey> = [root]
    for use in [RandomUse.weights, .masks, .order, .data, .bootstrap, .signFlip] {
      for layer in 0..<100 { keys.insert(root.folding(use, layer: layer)) }
    }
    #expect(keys.count == 601)
  }

  @Test func tenThousandSeedsGiveTenThousandKeys() {
    let keys = Set((0..<10_000).map { RandomKey(seed: $0).folding(.masks, layer: 1) })
    #expect(keys.count == 10_000)
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var random = RandomSequence(RandomKey(seed: 5).folding(RandomUse("test")))
    let n = 40_000
    let uniform = (0..<n).map { _ in random.uniform() }
    let normal = (0..<n).map { _ in random.normal() }
    // Four standard errors: a false alarm once in 16,000 seeds; the seed is fixed.
    let mean = uniform.reduce(0, +) / Double(n)
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / Double(n)).squareRoot())
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    let normalMean = normal.reduce(0, +) / Double(n)
    let square = normal.reduce(0) { $0 + $1 * $1 } / Double(n)
    #expect(abs(normalMean) < 4 / Double(n).squareRoot())
    #expect(abs(square - 1) < 4 * (2 / Double(n)).squareRoot())
  }

  @Test func permutationsHoldEveryIndexAndBelowIsUniform() {
    var random = RandomSequence(RandomKey(seed: 9))
    #expect(random.permutation(100).sorted() == (0..<100).map { Int32($0) })
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<12_000 { counts[random.below(6)] += 1 }
    // Four standard deviations of a binomial count of 2,000.
    #expect(counts.allSatisfy { abs(Double($0) - 2_000) < 4 * (2_000.0 * 5 / 6).squareRoot() })
  }
}
