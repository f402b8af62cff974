/// `moons`: two interlocking half circles of radius 1.
///
/// Class 0 is (cos θ, sin θ), class 1 is (1 − cos θ, ½ − sin θ), θ uniform in [0, π); then each
/// coordinate gets normal noise.
struct Moons: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "two half circles that reach into each other",
    trainCount: 200, testCount: 2000, noise: 0.2)

  let noise: Double

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let angle = Double.pi * numbers.uniform()
    let x = PortableMath.cos(angle)
    let y = PortableMath.sin(angle)
    if index.isMultiple(of: 2) {
      numbers.appendPoint(x, y, noise: noise, to: &features)
      return 0
    }
    numbers.appendPoint(1 - x, 0.5 - y, noise: noise, to: &features)
    return 1
  }
}
