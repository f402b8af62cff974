/// Bringing features to a scale on which networks learn.
extension DatasetParts {
  /// The smallest number of columns that are taken for pixels: 8 × 8.
  static let leastPixelCount = 64
  /// The largest number in a table of pixels must exceed this: the 8 × 8 digits whose numbers are counts of up to
  /// 16 are not pixels.
  static let leastGreatestPixel: UInt8 = 63

  /// Turns numbers that are recognised as pixels into pixels, which are divided by 255.
  ///
  /// Byte arrays of three axes or more are pixels already. A table, or a flat array, is taken for pixels if all
  /// its numbers are whole and in 0…255, the largest exceeds ``leastGreatestPixel``, it has at least
  /// ``leastPixelCount`` columns, and it holds bytes or the columns make a square picture.
  ///
  /// - Parameters:
  ///   - isBytes: Whether the file stores bytes.
  ///   - shape: Set to the square if the columns make one and the file gives no shape.
  /// - Returns: Whether the features are pixels.
  mutating func takePixels(isBytes: Bool, shape: inout Dataset.ImageShape?) -> Bool {
    if train.features.pixels != nil, test.features.pixels != nil { return true }
    let columns = train.featureCount
    let side = Int(Double(columns).squareRoot())
    let isSquare = side * side == columns
    guard columns >= Self.leastPixelCount, isBytes || isSquare || shape != nil,
      let pixels = train.features.wholeBytes, let testPixels = test.features.wholeBytes,
      (pixels + testPixels).contains(where: { $0 > Self.leastGreatestPixel })
    else { return false }
    train.features = Features(pixels: pixels)
    test.features = Features(pixels: testPixels)
    if isSquare, shape == nil { shape = Dataset.ImageShape(height: side, width: side) }
    return true
  }

  /// Standardises the features by the training part, if the choice says so.
  ///
  /// - Parameter names: The names of the features, if the file has names.
  /// - Returns: A note on what was done, or on what should perhaps have been done.
  mutating func standardise(_ choice: Standardising, names: [String]?) -> String? {
    guard choice == .always || !train.features.areOnUnitScale else { return nil }
    let scaler = FeatureScaler(train)
    let reason = scaler.farthest.map { far in
      "\(names.map { $0[far.index] } ?? "feature \(far.index + 1)") has mean "
        + "\(far.mean.shortText) and standard deviation \(far.deviation.shortText)"
    }
    switch (choice, reason) {
    case (.never, let reason?): return "features not standardised, though \(reason)"
    case (.never, nil), (.auto, nil): return nil
    case (.auto, _), (.always, _): break
    }
    train.features = scaler.applied(to: train.features)
    test.features = scaler.applied(to: test.features)
    return "all features standardised" + (reason.map { ", for \($0)" } ?? "")
  }
}

extension Features {
  /// The numbers as bytes; nil if one is not a whole number of 0…255.
  fileprivate var wholeBytes: [UInt8]? {
    if let pixels { return pixels }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for value in self {
      guard let byte = UInt8(exactly: value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

extension Double {
  /// The number with few digits, for a sentence.
  fileprivate var shortText: String {
    switch abs(self) {
    case 100..<1e15: "\(Int(rounded()))"
    case 0.01..<100: "\((self * 100).rounded() / 100)"
    default: "\(Float(self))"
    }
  }
}
