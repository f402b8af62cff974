import DropoutTraining
import Testing

/// The generators of points in the plane, against their formulas.
struct PlaneGeneratorTests {
  private struct Point {
    let x: Double
    let y: Double
    let label: Int32
    var radius: Double { (x * x + y * y).squareRoot() }
  }

  private func points(
    _ generator: DataGenerator, count: Int = 300, noise: Double? = 0, classes: Int? = nil
  ) throws -> [Point] {
    let examples = try generator.makeDataset(
      GeneratorOptions(seed: 5, trainCount: count, testCount: 1, noise: noise, classes: classes)
    ).train
    return (0..<examples.count).map { index in
      Point(
        x: Double(examples.features[2 * index]), y: Double(examples.features[2 * index + 1]),
        label: examples.labels[index])
    }
  }

  @Test func footballWithoutNoiseIsPartedByItsCurve() throws {
    let points = try points(.football)
    for point in points {
      #expect((-0.8000001...0.6000001).contains(point.x))
      #expect((-0.8000001...0.6000001).contains(point.y))
      let gap = point.y - FootballField.boundary(point.x)
      #expect(abs(gap) < 1e-6 || (gap > 0) == (point.label == 1))
    }
    // The four quarters of the field are all used.
    let quarters = Set(points.map { [$0.x > -0.1, $0.y > -0.1] })
    #expect(quarters.count == 4)
  }

  /// The share beyond the curve is 5.95 % (counted on 4·10⁶ points with NumPy); the band is 4 σ of
  /// 8,000 points and fails wrongly 1 time in 16,000.
  @Test func footballOverlapsAsDocumented() throws {
    let points = try points(.football, count: 8000, noise: nil)
    let wrong = points.filter { ($0.y > FootballField.boundary($0.x)) != ($0.label == 1) }
    let share = Double(wrong.count) / Double(points.count)
    #expect((0.0489...0.0701).contains(share), "share \(share)")
  }

  @Test func footballHasTheCourseCounts() throws {
    let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    let summary = DatasetSummary(dataset)
    #expect(summary.train.classCounts == [105, 106])
    #expect(summary.test.classCounts == [1000, 1000])
  }

  @Test func moonsWithoutNoiseLieOnTheirHalfCircles() throws {
    for point in try points(.moons) {
      let (x, y) = point.label == 0 ? (point.x, point.y) : (1 - point.x, 0.5 - point.y)
      #expect(abs((x * x + y * y).squareRoot() - 1) < 1e-6)
      #expect(y > -1e-6)
    }
  }

  @Test func circlesWithoutNoiseHaveTheirRadii() throws {
    for point in try points(.circles) {
      #expect(abs(point.radius - (point.label == 1 ? 0.5 : 1)) < 1e-6)
    }
  }

  @Test func xorWithoutNoiseFollowsTheQuadrant() throws {
    let points = try points(.xor)
    for point in points {
      #expect(point.x != 0 && point.y != 0 && abs(point.x) <= 1 && abs(point.y) <= 1)
      #expect(((point.x > 0) != (point.y > 0)) == (point.label == 1))
    }
    #expect(Set(points.map { [$0.x > 0, $0.y > 0] }).count == 4)
  }

  @Test func gaussiansWithoutNoiseAreTheirMeans() throws {
    for point in try points(.gaussians, classes: 4) {
      let means = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)]
      let mean = means[Int(point.label)]
      #expect(abs(point.x - mean.0) < 1e-6 && abs(point.y - mean.1) < 1e-6)
    }
  }

  @Test func gaussianFeaturesBeyondTwoCarryNoiseOnly() throws {
    let examples = try DataGenerator.gaussians.makeDataset(
      GeneratorOptions(seed: 5, trainCount: 600, testCount: 1, noise: 0.5, features: 4)
    ).train
    for feature in 2..<4 {
      let values = (0..<600).map { Double(examples.features[4 * $0 + feature]) }
      let mean = values.reduce(0, +) / 600
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 599
      // 4 σ of a mean and of a variance of 600 normal numbers: fails wrongly 1 time in 16,000.
      let (most, mostOfVariance) = (2 / 600.0.squareRoot(), 4 * (2 / 599.0).squareRoot())
      #expect(abs(mean) < most)
      #expect(abs(variance / 0.25 - 1) < mostOfVariance)
    }
  }

  @Test(arguments: [2, 3])
  func spiralsWithoutNoiseLieOnTheirArms(classes: Int) throws {
    for point in try points(.spirals, classes: classes) {
      let t = (point.radius - 0.1) / 0.9
      #expect((-1e-6...1.000001).contains(t))
      let angle = 2 * Double.pi * Double(point.label) / Double(classes) + 3 * Double.pi * t
      #expect(abs(point.x - point.radius * PortableMath.cos(angle)) < 1e-5)
      #expect(abs(point.y - point.radius * PortableMath.sin(angle)) < 1e-5)
    }
  }

  /// One point in ten is moved five times as far: the mean square is 0.9 + 0.1·25 = 3.4 of the
  /// usual one.
  @Test func footballNoiseStraysForOnePointInTen() throws {
    let clean = try points(.football, count: 2000)
    let noisy = try points(.football, count: 2000, noise: 0.1)
    let squares = zip(clean, noisy).map { first, second in
      let shift = (x: second.x - first.x, y: second.y - first.y)
      return shift.x * shift.x + shift.y * shift.y
    }
    // |shift|² / 2 is exponential: σ² with chance 0.9, 25·σ² with 0.1; its variance is 115 σ⁴.
    // 4 σ of the mean of 2,000: fails wrongly 1 time in 16,000.
    let mean = squares.reduce(0, +) / 4000
    let most: Double = 4 * (115.24 / 2000).squareRoot()
    #expect(abs(mean / 0.01 - 3.4) < most)
    // Beyond 5 σ lie e^(−12.5) of the usual points and e^(−0.5) of the strays: 6.1 % in all.
    let far = Double(squares.count { $0 > 25 * 0.01 }) / 2000
    let variance: Double = 0.0607 * 0.9393 / 2000
    #expect(abs(far - 0.0607) < 4 * variance.squareRoot())
  }

  /// Position noise moves the clean points by normal numbers of the standard deviation asked for.
  @Test(arguments: [DataGenerator.moons, .circles, .xor, .gaussians, .spirals])
  func noiseIsTheStandardDeviationOfTheShift(generator: DataGenerator) throws {
    let clean = try points(generator, count: 500)
    let noisy = try points(generator, count: 500, noise: 0.3)
    let shifts = zip(clean, noisy).flatMap { [$1.x - $0.x, $1.y - $0.y] }
    let variance = shifts.reduce(0) { $0 + $1 * $1 } / 1000
    // 4 σ of a mean square of 1,000 normal numbers: fails wrongly 1 time in 16,000.
    let most: Double = 4 * (2 / 1000.0).squareRoot()
    #expect(abs(variance / 0.09 - 1) < most)
    #expect(clean.map(\.label) == noisy.map(\.label))
  }
}
