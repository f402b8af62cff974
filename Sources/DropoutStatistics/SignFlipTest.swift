public import DropoutTraining

/// The two-sided sign-flip permutation test of the mean paired difference, which assumes no distribution.
///
/// If two policies did not differ, each difference might as well have the other sign. p is the share
/// of the 2ⁿ sign patterns, the observed one included, whose mean is at least as far from 0 as the observed
/// mean; with n differences it cannot be below 2^(1 − n), so that five seeds can never reach .05.
public struct SignFlipTest: Hashable, Sendable {
  /// The largest number of non-zero differences for which all patterns are counted.
  public static let exactLimit = 36

  /// The number of patterns at least as extreme as the observed one.
  public let count: Int
  /// The number of patterns looked at; a difference of 0 has no sign to flip and does not double it.
  public let patterns: Int
  /// Whether every pattern was counted.
  public let isExact: Bool

  /// Counts every pattern up to ``exactLimit`` differences other than 0. With more it looks at
  /// `randomPatterns` random ones and the observed one.
  ///
  /// - Parameters:
  ///   - differences: The paired differences.
  ///   - randomPatterns: The number of random patterns if not all are counted.
  ///   - key: Decides the random patterns; unused if the test is exact.
  /// - Complexity: O(2^(n/2)) when exact, O(n·`randomPatterns`) otherwise.
  public init(_ differences: PairedDifferences, randomPatterns: Int = 131_071, key: RandomKey) {
    precondition(randomPatterns > 0, "\(randomPatterns) random patterns")
    // Sorted magnitudes: neither the order of the seeds nor the names of a and b can matter.
    let sizes = differences.steps.lazy.filter { $0 != 0 }.map(abs).sorted()
    // Rounding leaves a tie up to a step apart per difference; doubles may add their own noise where
    // a huge outlier drives sums beyond 2⁵³ steps.
    let threshold =
      abs(differences.stepSum) - differences.slack - 1e-12 * sizes.reduce(0, +)
    isExact = sizes.count <= Self.exactLimit
    if isExact {
      patterns = 1 << sizes.count
      count = threshold <= 0 ? patterns : 2 * Self.patternsReaching(threshold, sizes: sizes)
    } else {
      patterns = randomPatterns + 1
      count =
        1 + Self.randomPatternsReaching(threshold, sizes: sizes, count: randomPatterns, key: key)
    }
  }

  /// The two-sided p; 1 if all differences are 0.
  public var p: Double { Double(count) / Double(patterns) }

  /// The smallest p that this number of non-zero differences can give.
  public static func smallestP(nonZeroDifferences n: Int) -> Double {
    n == 0 ? 1 : Double(sign: .plus, exponent: 1 - n, significand: 1)
  }

  /// The number of sign patterns whose sum is at least `threshold` > 0.
  ///
  /// The sums of each half of the sizes are sorted, and one walk along both lists counts the pairs.
  private static func patternsReaching(_ threshold: Double, sizes: [Double]) -> Int {
    let half = sizes.count / 2
    let lower = sortedSums(sizes[..<half])
    let upper = sortedSums(sizes[half...])
    var count = 0
    var reaching = 0
    for sum in lower {
      while reaching < upper.count && sum + upper[upper.count - 1 - reaching] >= threshold {
        reaching += 1
      }
      count += reaching
    }
    return count
  }

  /// The sums of all sign patterns, ascending: each size merges the list moved up with the list moved down.
  private static func sortedSums(_ sizes: ArraySlice<Double>) -> [Double] {
    var sums = [0.0]
    for size in sizes {
      var merged: [Double] = []
      merged.reserveCapacity(2 * sums.count)
      var behind = 0
      for sum in sums {
        while behind < sums.count && sums[behind] + size < sum - size {
          merged.append(sums[behind] + size)
          behind += 1
        }
        merged.append(sum - size)
      }
      while behind < sums.count {
        merged.append(sums[behind] + size)
        behind += 1
      }
      sums = merged
    }
    return sums
  }

  /// Random patterns, thirty-two signs a word, summed through tables of eight signs each.
  private static func randomPatternsReaching(
    _ threshold: Double, sizes: [Double], count: Int, key: RandomKey
  ) -> Int {
    let tables = stride(from: 0, to: sizes.count, by: 8).map { start in
      let part = sizes[start..<min(start + 8, sizes.count)]
      return (0..<256).map { bits in
        part.enumerated().reduce(0.0) {
          bits >> $1.offset & 1 == 0 ? $0 + $1.element : $0 - $1.element
        }
      }
    }
    var random = RandomSequence(key)
    var word: UInt32 = 0
    var reached = 0
    for _ in 0..<count {
      var sum = 0.0
      for (i, table) in tables.enumerated() {
        if i % 4 == 0 { word = random.nextWord() }
        sum += table[Int(word >> UInt32(8 * (i % 4)) & 255)]
      }
      if abs(sum) >= threshold { reached += 1 }
    }
    return reached
  }
}
