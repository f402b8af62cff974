/// `xor`: class 1 if exactly one of two coordinates is positive.
///
/// Clean points are uniform on [−1, 1]² and never on an axis; then each coordinate gets normal
/// noise.
struct ExclusiveOr: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "the four quadrants, opposite ones alike",
    trainCount: 400, testCount: 2000, noise: 0.1)

  let noise: Double

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let differ = !index.isMultiple(of: 2)
    let right = numbers.below(2) == 1
    let above = right != differ
    let x = 1 - numbers.uniform()
    let y = 1 - numbers.uniform()
    numbers.appendPoint(right ? x : -x, above ? y : -y, noise: noise, to: &features)
    return differ ? 1 : 0
  }
}
