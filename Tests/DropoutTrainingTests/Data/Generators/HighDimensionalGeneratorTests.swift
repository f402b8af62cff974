import DropoutTraining
import Testing

/// `teacher` and `random-walks`, against their definitions.
struct HighDimensionalGeneratorTests {
  @Test func teacherLabelsFollowTheTeacher() throws {
    let options = GeneratorOptions(seed: 9, trainCount: 100, testCount: 1, noise: 0)
    let examples = try DataGenerator.teacher.makeDataset(options).train
    let teacher = TeacherNetwork(
      RandomKey(seed: 9).folding(.data, layer: 0), flipShare: 0, classes: 4, features: 20)
    let labels = (0..<100).map { index in
      Int32(teacher.label(of: Array(examples.features[20 * index..<20 * (index + 1)])))
    }
    #expect(examples.labels == labels)
    #expect(Set(labels).count == 4)
  }

  @Test func teacherNoiseIsTheShareOfFlippedLabels() throws {
    func examples(_ noise: Double) throws -> Examples {
      try DataGenerator.teacher.makeDataset(
        GeneratorOptions(
          seed: 9, trainCount: 1500, testCount: 1, noise: noise, classes: 3, features: 4)
      ).train
    }
    let clean = try examples(0)
    for noise in [0.1, 0.5, 1] {
      let noisy = try examples(noise)
      #expect(noisy.features == clean.features)
      let flips = zip(clean.labels, noisy.labels).filter { $0 != $1 }
      let share = Double(flips.count) / 1500
      // 4 σ of a share of 1,500: fails wrongly 1 time in 16,000; at 1 every label is another.
      #expect(abs(share - noise) <= 4 * (noise * (1 - noise) / 1500).squareRoot())
      // Both other classes are used, about equally.
      let next = flips.count { ($0 + 1) % 3 == $1 }
      let spread = 4 * (0.25 * Double(flips.count)).squareRoot()
      #expect(abs(Double(next) - Double(flips.count) / 2) < spread)
    }
  }

  /// Two points t and u of a walk differ in n/2·(1 − (1 − 2/n)^|t − u|) of n coordinates on
  /// average: 216 of 1,000 over uniform t and u. Points of different walks differ in 500.
  @Test func pointsOfOneWalkAreNearerThanThoseOfTwo() throws {
    let examples = try DataGenerator.randomWalks.makeDataset(
      GeneratorOptions(seed: 3, trainCount: 80, testCount: 1, noise: 0, classes: 8)
    ).train
    var sums = (same: 0, sameCount: 0, other: 0, otherCount: 0)
    for first in 0..<80 {
      for second in first + 1..<80 {
        let distance = zip(row(first, of: examples), row(second, of: examples))
          .count { $0 != $1 }
        if first % 8 == second % 8 {
          sums.same += distance
          sums.sameCount += 1
        } else {
          sums.other += distance
          sums.otherCount += 1
        }
      }
    }
    let same = Double(sums.same) / Double(sums.sameCount)
    let other = Double(sums.other) / Double(sums.otherCount)
    #expect((170...262).contains(same), "same walk \(same)")
    #expect((485...515).contains(other), "different walks \(other)")
  }

  @Test func walkNoiseIsTheShareOfFlippedInputs() throws {
    func examples(_ noise: Double) throws -> Examples {
      try DataGenerator.randomWalks.makeDataset(
        GeneratorOptions(seed: 3, trainCount: 60, testCount: 1, noise: noise, classes: 2)
      ).train
    }
    let clean = try examples(0)
    #expect(clean.features.allSatisfy { $0 == 0 || $0 == 1 })
    for noise in [0.1, 0.4, 0.5] {
      let noisy = try examples(noise)
      let flips = zip(clean.features, noisy.features).count { $0 != $1 }
      // 4 σ of a share of 60,000: fails wrongly 1 time in 16,000.
      let sigma = (noise * (1 - noise) / 60_000).squareRoot()
      #expect(abs(Double(flips) / 60_000 - noise) < 4 * sigma)
      #expect(noisy.labels == clean.labels)
    }
  }

  @Test func aWalkDoesNotDependOnTheNumberOfClasses() throws {
    func examples(_ classes: Int) throws -> Examples {
      try DataGenerator.randomWalks.makeDataset(
        GeneratorOptions(seed: 3, trainCount: 4, testCount: 1, classes: classes, features: 60)
      ).train
    }
    #expect(try examples(4) == examples(9))
  }

  private func row(_ index: Int, of examples: Examples) -> ArraySlice<Float> {
    let count = examples.featureCount
    return examples.features.numbers[index * count..<(index + 1) * count]
  }
}
