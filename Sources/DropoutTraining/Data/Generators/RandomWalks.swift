/// `random-walks`: noisy points of random walks on the corners of a hypercube, one walk per class.
///
/// The walk of a class starts at a random corner of {0, 1}ⁿ and takes 1,000 steps; a step flips one coordinate,
/// all being equally likely. An example is the point after the first *t* steps of its class, *t* uniform in
/// 0 ..< 1000; then each coordinate is flipped once more with probability `flipShare`, the noise.
/// At the default 0.4 a single coordinate says almost nothing.
///
/// This is the artificial benchmark of Graham, Reizenstein and Robinson 2015 (arXiv 1502.02478) as we understand
/// its short description: 100 classes, 1,000 features, 100,000 training and 10,000 test examples. The default is
/// a tenth of the former and a fifth of the latter (48 MB); the full size takes 440 MB.
struct RandomWalks: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "noisy points of random walks on a hypercube (Graham et al. 2015)",
    trainCount: 10_000, testCount: 2000, noise: 0.4,
    noiseRange: 0...0.5, noiseMeaning: "the probability that an input is flipped",
    classes: 100, classRange: 2...1000, features: 1000, featureRange: 1...10_000)

  /// Steps of each walk.
  static let stepCount = 1000

  private let flipThreshold: UInt32
  private let walks: [Walk]

  /// A corner and the coordinates to flip, in order.
  private struct Walk {
    let start: [UInt8]
    let steps: [Int32]

    init(_ key: RandomKey, features: Int) {
      var numbers = RandomSequence(key)
      start = (0..<features).map { _ in UInt8(numbers.nextWord() >> 31) }
      steps = (0..<RandomWalks.stepCount).map { _ in Int32(numbers.below(features)) }
    }

    func point(after count: Int) -> [UInt8] {
      var point = start
      for step in steps[..<count] { point[Int(step)] ^= 1 }
      return point
    }
  }

  init(_ task: RandomKey, flipShare: Double, classes: Int, features: Int) {
    flipThreshold = UInt32(flipShare * 0x1p32)
    walks = (0..<classes).map { Walk(task.folding(.data, layer: $0), features: features) }
  }

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let label = index % walks.count
    let point = walks[label].point(after: numbers.below(Self.stepCount))
    for bit in point {
      let flip: UInt8 = numbers.nextWord() < flipThreshold ? 1 : 0
      features.append(Float(bit ^ flip))
    }
    return Int32(label)
  }
}
