/// `circles`: a circle of radius ½ (class 1) within one of radius 1 (class 0).
///
/// Angles are uniform; then each coordinate gets normal noise.
struct ConcentricCircles: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "a small circle within a large one",
    trainCount: 200, testCount: 2000, noise: 0.15)

  let noise: Double

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let angle = 2 * Double.pi * numbers.uniform()
    let inner = !index.isMultiple(of: 2)
    let radius = inner ? 0.5 : 1
    numbers.appendPoint(
      radius * PortableMath.cos(angle), radius * PortableMath.sin(angle), noise: noise,
      to: &features)
    return inner ? 1 : 0
  }
}
