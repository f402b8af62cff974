/// `spirals`: one arm of a spiral per class, one and a half turns from radius 0.1 to 1.
///
/// Class c of k is r = 0.1 + 0.9·t at angle 2πc/k + 3πt, t uniform in [0, 1); then each coordinate
/// gets normal noise. Neighbouring arms are 0.6/k apart.
struct SpiralArms: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "arms of a spiral",
    trainCount: 400, testCount: 2000, noise: 0.05, classRange: 2...100)

  let noise: Double
  let classes: Int

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let label = index % classes
    let t = numbers.uniform()
    let radius = 0.1 + 0.9 * t
    let angle = 2 * Double.pi * Double(label) / Double(classes) + 3 * Double.pi * t
    numbers.appendPoint(
      radius * PortableMath.cos(angle), radius * PortableMath.sin(angle), noise: noise,
      to: &features)
    return Int32(label)
  }
}
