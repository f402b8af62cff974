/// `football`: points on a field at which our players (class 1) or the other team's headed the ball.
///
/// A clean point is uniform on the square [−0.8, 0.6]², and of class 1 above the curve
/// y = 0.75·x + 0.35·exp(−((x + 0.15)/0.22)²): a tilted line with a bump. Then each coordinate gets
/// normal noise, five times as much for one point in ten: balls headed deep in the others' half,
/// which a network must not learn. At the default 0.055 the best classifier errs on about 5.8 % of
/// the points. Example *i* is of class 1 if *i* is even.
///
/// The task behaves like the "French football" field of the deeplearning.ai course (2 features, 211 training
/// points) under the course's net. The formula is our own, and there are ten times as many test points: with the
/// course's 200, one example is half a point of accuracy.
package struct FootballField: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "two overlapping classes on a field, parted by a tilted line with a bump",
    trainCount: 211, testCount: 2000, noise: 0.055,
    noiseMeaning: "the standard deviation added to each coordinate of nine points in ten")

  /// The range of both coordinates of a clean point.
  static let side = -0.8...0.6

  /// The share of points with more noise.
  static let strayShare = 0.1
  /// The factor of their noise.
  static let strayFactor = 5.0

  let noise: Double

  /// The curve that separates the classes.
  package static func boundary(_ x: Double) -> Double {
    let bump = (x + 0.15) / 0.22
    return 0.75 * x + 0.35 * PortableMath.exp(-bump * bump)
  }

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let above = index.isMultiple(of: 2)
    while true {
      let x = numbers.uniform(in: Self.side)
      let y = numbers.uniform(in: Self.side)
      if (y > Self.boundary(x)) == above {
        let strays = numbers.uniform() < Self.strayShare
        numbers.appendPoint(
          x, y, noise: strays ? Self.strayFactor * noise : noise, to: &features)
        return above ? 1 : 0
      }
    }
  }
}
