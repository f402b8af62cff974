import DropoutTraining
import Foundation
import Testing

struct GeneratorErrorTests {
  private func failure(
    _ generator: DataGenerator, train: Int? = nil, test: Int? = nil, noise: Double? = nil,
    classes: Int? = nil, features: Int? = nil
  ) -> GeneratorError? {
    let options = GeneratorOptions(
      seed: 1, trainCount: train, testCount: test, noise: noise, classes: classes,
      features: features)
    do throws(GeneratorError) {
      _ = try generator.makeDataset(options)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [-1, 0, 100_000_001, .min, .max])
  func senselessCountsAreRefused(count: Int) {
    let allowed = 1...100_000_000
    #expect(
      failure(.moons, train: count)
        == .optionOutOfRange(
          generator: .moons, option: .trainCount, value: count, allowed: allowed))
    #expect(
      failure(.moons, test: count)
        == .optionOutOfRange(generator: .moons, option: .testCount, value: count, allowed: allowed))
  }

  @Test(arguments: DataGenerator.allCases)
  func noiseOutsideItsRangeIsRefused(generator: DataGenerator) {
    let range = generator.traits.noiseRange
    for noise in [range.lowerBound - 0.001, range.upperBound + 0.001, .infinity, .nan] {
      guard case .noiseOutOfRange(generator, _, range, _) = failure(generator, noise: noise) else {
        Issue.record("\(generator.name) took noise \(noise)")
        continue
      }
    }
  }

  @Test(arguments: DataGenerator.allCases)
  func classesAndFeaturesOutsideTheirRangesAreRefused(generator: DataGenerator) {
    let traits = generator.traits
    for classes in [1, -3, traits.classRange.upperBound + 1] {
      #expect(
        failure(generator, classes: classes)
          == .optionOutOfRange(
            generator: generator, option: .classes, value: classes, allowed: traits.classRange))
    }
    for features in [0, traits.featureRange.upperBound + 1] {
      #expect(
        failure(generator, features: features)
          == .optionOutOfRange(
            generator: generator, option: .features, value: features, allowed: traits.featureRange))
    }
  }

  @Test func moreNumbersThanMemoryIsMeantForAreRefused() {
    #expect(
      failure(.glyphs, train: 2_000_000, test: 1)
        == .tooLarge(generator: .glyphs, examples: 2_000_001, features: 784, limit: 1 << 30))
  }

  @Test func descriptionsSayWhatIsAllowedOnOneLine() throws {
    let cases: [(GeneratorError?, String)] = [
      (
        failure(.moons, train: -5),
        "data generator moons: train count cannot be -5; give 1 to 100000000"
      ),
      (
        failure(.moons, classes: 3),
        "data generator moons: classes cannot be 3; it is always 2 here, so leave it out"
      ),
      (
        failure(.teacher, noise: 1.5),
        "data generator teacher: noise cannot be 1.5; it is the share of labels replaced by "
          + "another class, so give 0.0 to 1.0"
      ),
      (
        failure(.randomWalks, train: 2_000_000, test: 1000),
        "data generator random-walks: 2001000 examples of 1000 features are more than "
          + "1073741824 numbers; ask for 1073741 examples at most, train and test together"
      ),
    ]
    for (error, text) in cases { #expect(error?.description == text) }
  }

  @Test func optionsAndNamesAreCodable() throws {
    let options = GeneratorOptions(seed: .max, trainCount: 3, noise: 0.25)
    let text = try JSONEncoder().encode(options)
    #expect(try JSONDecoder().decode(GeneratorOptions.self, from: text) == options)
    let names = try JSONEncoder().encode(DataGenerator.allCases)
    #expect(String(decoding: names, as: UTF8.self).contains("\"random-walks\""))
  }
}
