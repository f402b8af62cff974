/// `glyphs`: ten digits drawn with a pen, 28 × 28 grey pixels: a replacement for handwritten digits.
///
/// A class is a digit. An example takes one of the digit's styles (a 7 with or without a bar, an
/// open or a closed 4), bends its strokes by a smooth random warp, scales, slants, turns and
/// shifts them, and draws them with a round anti-aliased pen of random width and ink; then come a few specks
/// of dirt. Values are multiples of 1/255 in 0…1, as from files of bytes; 0 is paper.
///
/// Noise is the strength of every distortion: at 0 all examples of a style are the same picture,
/// at the default 1 they differ like handwriting, at 2 some cannot be read.
struct Glyphs: ExampleSource {
  static let traits = GeneratorTraits(
    summary: "ten digits drawn with strokes, 28 × 28 grey pixels",
    trainCount: 10_000, testCount: 2000, noise: 1, noiseRange: 0...2,
    noiseMeaning: "the strength of every distortion, 0 for none",
    classes: 10, classRange: 2...10, features: GlyphCanvas.side * GlyphCanvas.side,
    imageShape: Dataset.ImageShape(height: GlyphCanvas.side, width: GlyphCanvas.side))

  let strength: Double
  let classes: Int

  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    let digit = index % classes
    let styles = GlyphStroke.styles[digit]
    let strokes = styles[numbers.below(styles.count)]
    let hand = GlyphHand(strength: strength, from: &numbers)
    var canvas = GlyphCanvas()
    for stroke in strokes {
      let points = GlyphStroke(stroke.form, stroke.points.map(hand.warped)).flattened
        .map(hand.placed)
      for (start, end) in zip(points, points.dropFirst()) {
        canvas.draw(from: start, to: end, radius: hand.penRadius)
      }
    }
    let speckCount = Int((3 * strength).rounded(.up))
    for _ in 0..<speckCount {
      canvas.speck(at: numbers.below(canvas.coverage.count), numbers.uniform())
    }
    features += canvas.coverage.map { Float(($0 * hand.ink * 255).rounded()) / 255 }
    return Int32(digit)
  }
}

/// The handwriting of one example: a smooth warp, an affine map to the canvas, and a pen.
struct GlyphHand {
  /// Half the pen's width in pixels.
  let penRadius: Double
  /// The pen's darkness, 0…1.
  let ink: Double
  private let waves: [Wave]
  private let xAxis: SIMD2<Double>
  private let yAxis: SIMD2<Double>
  private let centre: SIMD2<Double>

  /// One sine of the warp: a shift by `amplitude`·sin(`frequency`·p + `phase`).
  private struct Wave {
    let amplitude: SIMD2<Double>
    let frequency: SIMD2<Double>
    let phase: Double
  }

  /// A random handwriting; all its distortions grow with `strength`.
  init(strength: Double, from numbers: inout RandomSequence) {
    func spread(_ reach: Double) -> Double { strength * numbers.uniform(in: -reach...reach) }
    waves = (0..<3).map { _ in
      Wave(
        amplitude: SIMD2(spread(0.2), spread(0.2)),
        frequency: SIMD2(numbers.uniform(in: -3...3), numbers.uniform(in: -3...3)),
        phase: numbers.uniform(in: 0...(2 * Double.pi)))
    }
    let size = 9.2 + spread(1.4)
    let width = size * (1 + spread(0.25))
    let slant = 0.12 * strength + spread(0.28)
    let angle = spread(0.15)
    let cosine = PortableMath.cos(angle)
    let sine = PortableMath.sin(angle)
    xAxis = SIMD2(width * cosine, width * sine)
    // y points down, so a positive slant moves the lower half left: digits lean to the right.
    yAxis = SIMD2(size * (-slant * cosine - sine), size * (cosine - slant * sine))
    centre = SIMD2(
      Double(GlyphCanvas.side) / 2 + spread(1), Double(GlyphCanvas.side) / 2 + spread(1))
    penRadius = 1.3 + spread(0.5)
    ink = 1 - 0.25 * strength * numbers.uniform()
  }

  /// A point of the undistorted digit after the warp.
  func warped(_ point: SIMD2<Double>) -> SIMD2<Double> {
    waves.reduce(point) { bent, wave in
      let angle = point.x * wave.frequency.x + point.y * wave.frequency.y + wave.phase
      return bent + wave.amplitude * PortableMath.sin(angle)
    }
  }

  /// A point after the warp in pixels from the upper left corner.
  func placed(_ point: SIMD2<Double>) -> SIMD2<Double> {
    centre + xAxis * point.x + yAxis * point.y
  }
}
