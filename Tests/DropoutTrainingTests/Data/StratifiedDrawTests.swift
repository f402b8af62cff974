import Testing

@testable import DropoutTraining

struct StratifiedDrawTests {
  /// Sizes of classes, size of the part, and how many of each class: by hand.
  @Test(arguments: [
    ([5, 3, 2], 4, [2, 1, 1], [2, 1, 1]), ([1, 1, 1], 2, [1, 1, 0], [1, 1, 0]),
    ([97, 2, 1], 10, [10, 0, 0], [8, 1, 1]), ([50, 50, 50], 30, [10, 10, 10], [10, 10, 10]),
    ([40, 0, 40], 3, [2, 0, 1], [2, 0, 1]), ([4, 4], 0, [0, 0], [0, 0]),
    ([3, 2], 5, [3, 2], [3, 2]),
    ([8, 8, 1], 3, [2, 1, 0], [1, 1, 1]),
  ])
  func sharesAreRoundedByTheLargestRemainders(
    classes: [Int], count: Int, counts: [Int], covering: [Int]
  ) {
    #expect(StratifiedDraw.counts(count, of: classes, covers: false) == counts)
    #expect(StratifiedDraw.counts(count, of: classes, covers: true) == covering)
  }

  @Test func everySizeOfPartIsExact() {
    let classes = [61, 1, 17, 0, 300, 2]
    for count in 0...381 {
      let counts = StratifiedDraw.counts(count, of: classes, covers: false)
      #expect(counts.reduce(0, +) == count)
      for (taken, all) in zip(counts, classes) {
        #expect(abs(Double(taken) - Double(count * all) / 381) < 1)
      }
      let covering = StratifiedDraw.counts(count, of: classes, covers: true)
      #expect(covering.reduce(0, +) == count)
      for (taken, all) in zip(covering, classes) {
        #expect(taken <= all && (count < 5 || all == 0 || taken > 0))
      }
    }
  }

  private let sorted = (0..<150).map { Int32($0 / 50) }

  @Test func theKeyDecidesAndNothingElse() {
    func rows(_ seed: UInt64) -> [Int] {
      StratifiedDraw.rows(30, of: sorted, key: RandomKey(seed: seed), covers: true)
    }
    #expect(rows(1) == rows(1))
    #expect(rows(1) == rows(1).sorted() && Set(rows(1)).count == 30)
    for seed in [2, 1 + 1 << 32] as [UInt64] { #expect(rows(seed) != rows(1)) }
    #expect(rows(1).map { sorted[$0] }.classCounts == [10, 10, 10])
  }

  @Test func partsTogetherAreTheWholeInItsOrder() {
    let examples = Examples(featureCount: 1, features: (0..<150).map { Float($0) }, labels: sorted)
    let (taken, others) = examples.split(45, key: RandomKey(seed: 3), coversClasses: true)
    #expect(taken.labels.classCounts == [15, 15, 15] && others.labels.classCounts == [35, 35, 35])
    for part in [taken, others] { #expect(part.features.numbers == part.features.numbers.sorted()) }
    #expect(Set(taken.features).union(others.features).count == 150)
    #expect(examples.sample(150, key: RandomKey(seed: 3)) == examples)
    #expect(examples.sample(999, key: RandomKey(seed: 3)) == examples)
  }

  /// 2,000 of 60,000 examples: as many of each remainder as chance gives (hypergeometric), within five
  /// standard deviations; false alarms with another seed: at most 1 in 50,000.
  @Test(arguments: [2, 30]) func noPeriodOfTheDataIsMet(period: Int) {
    let labels = [Int32](repeating: 0, count: 60_000)
    let rows = StratifiedDraw.rows(2_000, of: labels, key: RandomKey(seed: 0), covers: false)
    let share = 1 / Double(period)
    let deviation = (2_000 * share * (1 - share) * 58 / 60).squareRoot()
    for remainder in 0..<period {
      let count = rows.count { $0 % period == remainder }
      #expect(abs(Double(count) - 2_000 * share) < 5 * deviation)
    }
  }

  @Test func validationPartsHaveEachClassesShare() {
    let examples = Examples(featureCount: 1, features: (0..<150).map { Float($0) }, labels: sorted)
    let split = Dataset(name: "sorted", classCount: 3, train: examples, test: examples)
      .validationSplit(share: 0.2, seed: 1)
    #expect(split.train.labels.classCounts == [40, 40, 40])
    #expect(split.test.labels.classCounts == [10, 10, 10])
  }
}
