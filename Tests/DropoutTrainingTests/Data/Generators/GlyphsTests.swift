import DropoutTraining
import Testing

struct GlyphsTests {
  private func dataset(train: Int, test: Int = 1, noise: Double? = nil) throws -> Dataset {
    try DataGenerator.glyphs.makeDataset(
      GeneratorOptions(seed: 11, trainCount: train, testCount: test, noise: noise))
  }

  private func pictures(_ examples: Examples) -> [[Float]] {
    (0..<examples.count).map { Array(examples.features[784 * $0..<784 * ($0 + 1)]) }
  }

  @Test func picturesAreBytesOfMostlyPaper() throws {
    let dataset = try dataset(train: 200)
    #expect(dataset.imageShape == Dataset.ImageShape(height: 28, width: 28))
    let steps = dataset.train.features.map { $0 * 255 }
    #expect(steps.allSatisfy { abs($0 - $0.rounded()) < 1e-4 && (0...255).contains($0) })
    #expect(dataset.train.features.numbers == steps.map { $0.rounded() / 255 })
    let zeroShare = try #require(DatasetSummary(dataset).train.zeroShare)
    #expect((0.75...0.85).contains(zeroShare), "share of zeros \(zeroShare)")
  }

  @Test func withoutNoiseADigitHasOnePicturePerStyle() throws {
    let train = try dataset(train: 200, noise: 0).train
    let pictures = pictures(train)
    for digit in 0..<10 {
      let distinct = Set((0..<200).filter { $0 % 10 == digit }.map { pictures[$0] })
      #expect(distinct.count == GlyphStroke.styles[digit].count)
    }
    #expect(Set(pictures).count == GlyphStroke.styles.map(\.count).reduce(0, +))
  }

  @Test func withNoiseNoTwoPicturesAreEqual() throws {
    let train = try dataset(train: 100).train
    #expect(Set(pictures(train)).count == 100)
  }

  /// Digits can be told apart, but not by the distance to each class's mean picture alone: 75 %
  /// with 10,000 pictures to train on, less with 500.
  @Test func meanPicturesTellMostDigits() throws {
    let dataset = try dataset(train: 500, test: 200)
    var means = [[Float]](repeating: [Float](repeating: 0, count: 784), count: 10)
    for (index, picture) in pictures(dataset.train).enumerated() {
      for pixel in picture.indices where picture[pixel] != 0 {
        means[index % 10][pixel] += picture[pixel] / 50
      }
    }
    let right = pictures(dataset.test).enumerated().count { index, picture in
      let distances = means.map { mean in
        zip(mean, picture).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return distances.indices.min { distances[$0] < distances[$1] } == index % 10
    }
    #expect((120...180).contains(right), "\(right) of 200 right")
  }

  @Test func aLineCoversPixelsByTheirDistance() {
    var canvas = GlyphCanvas()
    canvas.draw(from: SIMD2(5.5, 10.5), to: SIMD2(20.5, 10.5), radius: 1)
    func coverage(_ row: Int, _ column: Int) -> Double {
      canvas.coverage[row * GlyphCanvas.side + column]
    }
    #expect(coverage(10, 12) == 1)
    #expect(coverage(9, 12) == 0.5)
    #expect(coverage(11, 12) == 0.5)
    #expect(coverage(12, 12) == 0)
    #expect(coverage(10, 4) == 0.5)
    #expect(coverage(10, 21) == 0.5)
    #expect(coverage(10, 22) == 0)
    #expect(abs(coverage(9, 4) - (1.5 - 2.0.squareRoot())) < 1e-15)
    // Two rows of sixteen halves, the row between them, two half ends, four corners.
    let inked = canvas.coverage.count { $0 > 0 }
    #expect(inked == 3 * 18)
  }

  @Test func whatLiesOffTheCanvasIsCut() {
    var canvas = GlyphCanvas()
    canvas.draw(from: SIMD2(-50, -40), to: SIMD2(-30, 90), radius: 2)
    canvas.draw(from: SIMD2(60, 60), to: SIMD2(61, 61), radius: 2)
    #expect(canvas.coverage.allSatisfy { $0 == 0 })
    canvas.draw(from: SIMD2(-5, 0.5), to: SIMD2(40, 0.5), radius: 0.5)
    #expect(canvas.coverage.prefix(28).allSatisfy { $0 > 0.999_999 })
    // A point of no length is a dot.
    canvas.draw(from: SIMD2(14.5, 14.5), to: SIMD2(14.5, 14.5), radius: 0.5)
    #expect(canvas.coverage[14 * 28 + 14] == 1)
  }

  @Test func curvesGoThroughTheirPoints() {
    let points: [SIMD2<Double>] = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(1, 1), SIMD2(0, 1)]
    let open = GlyphStroke(.curved, points).flattened
    #expect(open.count == 16)
    for point in points { #expect(open.contains { near($0, point) }) }
    let closed = GlyphStroke(.closed, points).flattened
    #expect(closed.count == 21)
    #expect(near(closed[0], closed[20]))
    let even = GlyphStroke(.curved, [SIMD2(0, 0), SIMD2(1, 0), SIMD2(2, 0)]).flattened
    #expect(even.allSatisfy { $0.y == 0 })
    #expect(GlyphStroke(.straight, points).flattened == points)
  }

  private func near(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Bool {
    abs(a.x - b.x) < 1e-12 && abs(a.y - b.y) < 1e-12
  }
}
