/// `gaussians`: one normal cluster per class, with the means evenly spaced on the unit circle.
///
/// Class c of k has its mean at angle 2πc/k in the plane of the first two features; every further
/// feature has mean 0 for all classes and carries no information. Each feature has the standard
/// deviation `noise`.
struct GaussianClusters: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "normal clusters around a circle; features beyond two carry noise only",
    trainCount: 300, testCount: 3000, noise: 0.5,
    noiseMeaning: "the standard deviation of a cluster in each feature",
    classes: 3, classRange: 2...1000, featureRange: 2...10_000)

  let noise: Double
  let features: Int
  private let means: [(x: Double, y: Double)]

  init(noise: Double, classes: Int, features: Int) {
    self.noise = noise
    self.features = features
    means = (0..<classes).map { label in
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      return (PortableMath.cos(angle), PortableMath.sin(angle))
    }
  }

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let label = index % means.count
    numbers.appendPoint(means[label].x, means[label].y, noise: noise, to: &features)
    for _ in 2..<self.features { features.append(Float(noise * numbers.normal())) }
    return Int32(label)
  }
}
