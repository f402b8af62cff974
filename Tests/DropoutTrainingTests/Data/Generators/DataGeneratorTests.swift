import Testing

@testable import DropoutTraining

struct DataGeneratorTests {
  /// A small data set whose task is small too, so that a debug build makes it at once.
  static func small(
    _ generator: DataGenerator, seed: UInt64 = 7, train: Int = 20, test: Int = 10,
    noise: Double? = nil
  ) throws -> Dataset {
    try generator.makeDataset(
      GeneratorOptions(
        seed: seed, trainCount: train, testCount: test, noise: noise,
        classes: generator == .randomWalks ? 5 : nil,
        features: generator == .randomWalks ? 50 : nil))
  }

  @Test(arguments: DataGenerator.allCases)
  func sameSeedRepeatsBitForBit(generator: DataGenerator) throws {
    let first = try Self.small(generator)
    let second = try Self.small(generator)
    #expect(first.train == second.train)
    #expect(first.test == second.test)
    #expect(first.checksum == second.checksum)
  }

  @Test(arguments: DataGenerator.allCases)
  func anotherSeedGivesOtherData(generator: DataGenerator) throws {
    let first = try Self.small(generator)
    // A difference in the low word of the seed, and one in its high word.
    for seed in [8, 7 + 1 << 32] as [UInt64] {
      let other = try Self.small(generator, seed: seed)
      #expect(first.train.features != other.train.features)
      #expect(first.test.features != other.test.features)
    }
  }

  @Test(arguments: DataGenerator.allCases)
  func fewerExamplesAreThePrefixOfMore(generator: DataGenerator) throws {
    let many = try Self.small(generator, train: 31, test: 17)
    let few = try Self.small(generator, train: 20, test: 10)
    // Targets are standardised by all that there are.
    #expect(few.train.features == many.train.taking(0..<20).features)
    #expect(few.test.features == many.test.taking(0..<10).features)
    #expect(few.train.labels == many.train.taking(0..<20).labels)
    #expect(few.test.labels == many.test.taking(0..<10).labels)
  }

  @Test(arguments: DataGenerator.allCases)
  func partsAreDifferentExamplesOfOneShape(generator: DataGenerator) throws {
    let dataset = try Self.small(generator)
    #expect(dataset.name == generator.name)
    #expect(dataset.train.count == 20)
    #expect(dataset.test.count == 10)
    #expect(dataset.train.featureCount == dataset.test.featureCount)
    #expect(dataset.train.taking(0..<10).features != dataset.test.features)
    #expect(dataset.imageShape == generator.traits.imageShape)
  }

  @Test(arguments: DataGenerator.allCases)
  func noiseCounts(generator: DataGenerator) throws {
    let traits = generator.traits
    let clean = try Self.small(generator, noise: traits.noiseRange.lowerBound)
    let usual = try Self.small(generator)
    let explicit = try Self.small(generator, noise: traits.noise)
    #expect(usual.checksum == explicit.checksum)
    #expect(clean.checksum != usual.checksum)
  }

  @Test(arguments: DataGenerator.allCases.filter { $0 != .teacher })
  func classesAreBalanced(generator: DataGenerator) throws {
    let dataset = try Self.small(generator, train: 33)
    let counts = DatasetSummary(dataset).train.classCounts
    #expect(counts.count == dataset.classCount)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  @Test(arguments: DataGenerator.allCases)
  func defaultsAreThoseOfTheTraits(generator: DataGenerator) throws {
    let traits = generator.traits
    let resolved = try generator.resolved(GeneratorOptions(seed: 3))
    let expected = GeneratorOptions(
      seed: 3, trainCount: traits.trainCount, testCount: traits.testCount, noise: traits.noise,
      classes: traits.classes, features: traits.features)
    #expect(resolved == expected)
    if let shape = traits.imageShape {
      #expect(shape.height * shape.width == traits.features)
    }
  }

  @Test(arguments: [
    (DataGenerator.gaussians, 5), (.spirals, 4), (.teacher, 3), (.randomWalks, 7), (.glyphs, 6),
  ])
  func classesCount(generator: DataGenerator, classes: Int) throws {
    let dataset = try generator.makeDataset(
      GeneratorOptions(seed: 1, trainCount: 60, testCount: 1, classes: classes))
    #expect(dataset.classCount == classes)
    #expect(Set(dataset.train.labels) == Set(0..<Int32(classes)))
  }

  @Test(arguments: [(DataGenerator.gaussians, 5), (.teacher, 3), (.randomWalks, 77)])
  func featuresCount(generator: DataGenerator, features: Int) throws {
    let dataset = try generator.makeDataset(
      GeneratorOptions(seed: 1, trainCount: 4, testCount: 3, features: features))
    #expect(dataset.train.featureCount == features)
    #expect(dataset.train.features.count == 4 * features)
    #expect(dataset.test.features.count == 3 * features)
  }

  /// Checksums of what `small` makes from seed 7, the same on every machine.
  static let goldenChecksums: [(DataGenerator, String)] = [
    (.football, "70a2c7e6dfdcd90e379401a29b32d5d33123562bb73a981dcf6b2dce560bb1bd"),
    (.moons, "342bcf485e9c3a781a47e18f34578c96102e5f26657f02e95db9ad6abf51e209"),
    (.circles, "71e6e9dc71852b9053c3f996242a82eda5b50e35a8b42916ec750a28c237ab17"),
    (.xor, "3cbe1856e18774012399c24e68b7b80ebbcd074ecf5dc6e6d6db32d728a9fdeb"),
    (.gaussians, "78a2bd623f863ff0424a0b50ccb6e89f36661d9ec9ac30e041b7a6460f3b48ba"),
    (.spirals, "21e129f2aec270c355e5cfbb5aba71fdeca54d20fa3872af58b11d7afd63f804"),
    (.teacher, "130fb31f34970561bafd8c013c1189b19054d47d1e8bf378b11a6086eb8c0c3a"),
    (.randomWalks, "1c4ed2e5b243645f6094bd91557b47550776c82d87b21d167ef27c06820fbb0e"),
    (.glyphs, "24ef3fc76e8e5a59426e3f957e8f5ed4c591f0a5819fec3a7644ae5d6e78b4d4"),
    (.sine, "ecbb01e1f3ffc2f0f95f462d8e513d7b06599cf04e0023b5495c71cd443d0005"),
    (.friedman, "5e0c189c390ebe717c0f73d7908b19f2a32a8bb8db451da55befac3c77958b33"),
  ]

  @Test(arguments: goldenChecksums)
  func bytesAreTheSameOnEveryMachine(generator: DataGenerator, checksum: String) throws {
    #expect(try Self.small(generator).checksum == checksum)
  }

  @Test func everyGeneratorHasAGoldenChecksum() {
    #expect(Self.goldenChecksums.map(\.0) == DataGenerator.allCases)
    #expect(Set(Self.goldenChecksums.map(\.1)).count == DataGenerator.allCases.count)
  }
}
