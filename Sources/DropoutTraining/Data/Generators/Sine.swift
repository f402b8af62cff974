/// `sine`: one period of a sine, to predict from one feature.
///
/// y = sin 2πx with normal noise, x uniform in [0, 1).
struct Sine: TargetSource {
  static let traits = GeneratorTraits(
    summary: "regression: a sine of one feature",
    trainCount: 60, testCount: 2000, noise: 0.2,
    noiseMeaning: "the standard deviation of what is added to the target", classes: 0, features: 1)

  let noise: Double

  func appendExample(to features: inout [Float], from numbers: inout RandomSequence) -> Float {
    let x = numbers.uniform()
    features.append(Float(x))
    return Float(PortableMath.sin(2 * Double.pi * x) + noise * numbers.normal())
  }
}
