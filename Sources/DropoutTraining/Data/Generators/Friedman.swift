/// `friedman`: a function of five features, to predict; further features say nothing (Friedman 1991).
///
/// y = 10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ with normal noise, all features uniform in [0, 1): as
/// `make_friedman1` of scikit-learn.
struct Friedman: TargetSource {
  static let traits = GeneratorTraits(
    summary: "regression: Friedman's function of five of its features",
    trainCount: 200, testCount: 2000, noise: 1,
    noiseMeaning: "the standard deviation of what is added to the target", classes: 0,
    features: 10, featureRange: 5...1000)

  let noise: Double
  let features: Int

  func appendExample(to features: inout [Float], from numbers: inout RandomSequence) -> Float {
    let x = (0..<self.features).map { _ in numbers.uniform() }
    for value in x { features.append(Float(value)) }
    let smooth = 10 * PortableMath.sin(Double.pi * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5)
    return Float(smooth + 10 * x[3] + 5 * x[4] + noise * numbers.normal())
  }
}
