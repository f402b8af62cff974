/// `teacher`: normal features with labels from a random network with one hidden layer of 32 tanh units.
///
/// Features are independent standard normals x. The label is the largest of V·tanh(W·x), where W is
/// `[32, features]` of normals with standard deviation 1/√features, V is `[classes, 32]` of normals
/// with each row scaled to length 1, so that no class is favoured by a long row; the network has no
/// biases. A share `flipShare` of the labels, the noise, is then replaced by another class, all
/// others being equally likely: this share is the lowest error that a classifier can expect on the test part.
package struct TeacherNetwork: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "normal features labelled by a random tanh network, some labels flipped",
    trainCount: 2000, testCount: 5000, noise: 0.1,
    noiseRange: 0...1, noiseMeaning: "the share of labels replaced by another class",
    classes: 4, classRange: 2...1000, features: 20, featureRange: 1...10_000)

  /// The number of units in the teacher's hidden layer.
  static let hiddenCount = 32

  let flipShare: Double
  let classes: Int
  let features: Int
  private let inputWeights: [Double]
  private let outputWeights: [Double]

  /// The teacher that the key decides.
  package init(_ task: RandomKey, flipShare: Double, classes: Int, features: Int) {
    self.flipShare = flipShare
    self.classes = classes
    self.features = features
    var numbers = RandomSequence(task)
    let scale = 1 / Double(features).squareRoot()
    inputWeights = (0..<Self.hiddenCount * features).map { _ in scale * numbers.normal() }
    var rows: [Double] = []
    for _ in 0..<classes {
      let row = (0..<Self.hiddenCount).map { _ in numbers.normal() }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows += row.map { $0 / length }
    }
    outputWeights = rows
  }

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let inputs = (0..<self.features).map { _ in Float(numbers.normal()) }
    features += inputs
    let label = label(of: inputs)
    let flips = numbers.uniform() < flipShare
    let shift = 1 + numbers.below(classes - 1)
    return Int32(flips ? (label + shift) % classes : label)
  }

  /// The class that the teacher gives to a row of features; the lower one of equal outputs.
  package func label(of inputs: [Float]) -> Int {
    let hidden = (0..<Self.hiddenCount).map { unit in
      var sum = 0.0
      for (feature, input) in inputs.enumerated() {
        sum += inputWeights[unit * features + feature] * Double(input)
      }
      return Self.tanh(sum)
    }
    var best = (label: 0, output: -Double.infinity)
    for label in 0..<classes {
      var output = 0.0
      for unit in 0..<Self.hiddenCount {
        output += outputWeights[label * Self.hiddenCount + unit] * hidden[unit]
      }
      if output > best.output { best = (label, output) }
    }
    return best.label
  }

  /// tanh x = 1 − 2/(e²ˣ + 1), absolute error below 10⁻¹⁵.
  private static func tanh(_ x: Double) -> Double { 1 - 2 / (PortableMath.exp(2 * x) + 1) }
}
