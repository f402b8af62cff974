extension Examples {
  /// One example as a picture of terminal characters: two characters per pixel, one line per row of pixels.
  ///
  /// The example's smallest value is a blank, its largest `@`; lines end without blanks.
  ///
  /// - Precondition: `index` is in 0 ..< `count` and `shape` has `featureCount` pixels.
  public func textArt(of index: Int, shape: Dataset.ImageShape) -> String {
    precondition((0..<count).contains(index), "example \(index) is not in 0 ..< \(count)")
    precondition(
      shape.height * shape.width == featureCount,
      "\(shape.height) × \(shape.width) pixels are not \(featureCount) features")
    let shades: [Character] = Array(" .:-=+*#%@")
    let pixels = features[index * featureCount..<(index + 1) * featureCount]
    let least = pixels.min() ?? 0
    let range = (pixels.max() ?? 0) - least
    let lines = (0..<shape.height).map { row in
      let start = pixels.startIndex + row * shape.width
      var line = ""
      for value in pixels[start..<start + shape.width] {
        let level = range > 0 ? (value - least) / range * Float(shades.count - 1) : 0
        let shade = shades[Int(level.rounded())]
        line += [shade, shade]
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return lines.joined(separator: "\n")
  }
}
