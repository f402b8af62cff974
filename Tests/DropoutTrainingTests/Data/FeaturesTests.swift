import DropoutTraining
import Testing

/// Pixels and the numbers they stand for are the same features.
struct FeaturesTests {
  private let pixels: [UInt8] = [0, 1, 51, 102, 254, 255]
  private var numbers: [Float] { pixels.map { Float($0) / 255 } }

  @Test func pixelsAreTheir255thParts() {
    let features = Features(pixels: pixels)
    #expect(features.numbers == numbers)
    #expect(Array(features) == numbers)
    #expect(features.numbers(1..<4) == Array(numbers[1..<4]))
    #expect(features == Features(numbers))
    #expect(Features(numbers) == features)
    #expect(features.hashValue == Features(numbers).hashValue)
    #expect(features != Features(pixels: [0, 1, 51, 102, 254, 254]))
    #expect(features != Features(Array(numbers.dropLast())))
  }

  @Test func partsAreKeptAsTheWhole() {
    let labels: [Int32] = [0, 1, 0]
    let kept = Examples(featureCount: 2, features: Features(pixels: pixels), labels: labels)
    let plain = Examples(featureCount: 2, features: numbers, labels: labels)
    let key = RandomKey(seed: 1)
    for count in 0...4 {
      #expect(kept.sample(count, key: key) == plain.sample(count, key: key))
      #expect(kept.sample(count, key: key).features.pixels != nil)
    }
    #expect(plain.sample(1, key: key).features.pixels == nil)
  }

  /// A run does not see how its data are kept, in either layout.
  @Test(arguments: [[3, 20, 2], [3, 70, 2]])
  func runsOnPixelsAreRunsOnTheirNumbers(layers: [Int]) {
    let labels = (0..<40).map { Int32($0 % 2) }
    let pixels = (0..<120).map { UInt8($0 * 37 % 256) }
    let kept = Examples(featureCount: 3, features: Features(pixels: pixels), labels: labels)
    let plain = Examples(featureCount: 3, features: kept.features.numbers, labels: labels)
    let configuration = TrainingConfiguration(
      network: NetworkShape(layers: layers), keepProbabilities: [1, 0.5],
      learningRate: LearningRate(0.1), batchSize: 16, steps: 5)
    let digests = [kept, plain].map { examples in
      var trainer = Trainer(
        configuration, policy: .perExample, seed: 1, examples: ExampleMatrix(examples))
      for _ in 0..<5 { trainer.step() }
      let evaluation = trainer.evaluate(ExampleMatrix(examples))
      return trainer.parameters.digest + "\(evaluation)"
    }
    #expect(digests[0] == digests[1])
    #expect(
      Dataset(name: "a", classCount: 2, train: kept, test: kept).checksum
        == Dataset(name: "a", classCount: 2, train: plain, test: plain).checksum)
  }
}
