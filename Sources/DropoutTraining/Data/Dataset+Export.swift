extension Dataset {
  /// Writes the data set for other tools; the ending of `path` selects the format.
  ///
  /// - `.npz`: `x_train` and `x_test`, `float32` of `[n, features]` or `[n, height, width]`; `y_train` and
  ///   `y_test`, `int64` class numbers, or `float32` targets in their unit.
  /// - `.csv`: the training examples under the names of their columns, if known; the test examples go to
  ///   `NAME-test.csv` beside it.
  /// - no ending: a directory of four IDX files like MNIST's, if the features are 8-bit pixels.
  ///
  /// - Returns: the paths of the files written.
  /// - Throws: ``DatasetError/cannotWrite(path:reason:)``; `badOption` for another ending.
  @discardableResult
  public func export(to path: String) throws(DatasetError) -> [String] {
    if path.hasSuffix(".npz") { return try exportNPZ(to: path) }
    if path.hasSuffix(".csv") { return try exportCSV(to: path) }
    let name = path.split(separator: "/").last ?? ""
    guard !name.dropFirst().contains(".") else {
      throw .badOption(
        name: path,
        expected: "a name that ends in .npz or .csv, or has no ending for a folder of IDX files",
        found: "another ending")
    }
    return try exportIDX(to: path)
  }

  private func shape(of part: Examples) -> [Int] {
    guard let imageShape, imageShape.height * imageShape.width == part.featureCount else {
      return [part.count, part.featureCount]
    }
    return [part.count, imageShape.height, imageShape.width]
  }

  private func exportNPZ(to path: String) throws(DatasetError) -> [String] {
    func labels(_ part: Examples) -> NumericArray {
      part.originalTargets.map { NumericArray(shape: [part.count], $0) }
        ?? NumericArray(shape: [part.count], part.labels.map { Int64($0) })
    }
    try NPZFile.write(
      [
        ("x_train", NumericArray(shape: shape(of: train), train.features.numbers)),
        ("y_train", labels(train)),
        ("x_test", NumericArray(shape: shape(of: test), test.features.numbers)),
        ("y_test", labels(test)),
      ], to: path)
    return [path]
  }

  private func exportCSV(to path: String) throws(DatasetError) -> [String] {
    let testPath = path.dropLast(4) + "-test.csv"
    try DataFile.write(CSVFile.encode(train, of: self), to: path)
    try DataFile.write(
      CSVFile.encode(test, of: self), to: String(testPath))
    return [path, String(testPath)]
  }

  private func exportIDX(to path: String) throws(DatasetError) -> [String] {
    guard let imageShape, imageShape.height * imageShape.width == train.featureCount,
      target == nil, classCount <= 256, let trainPixels = Self.pixels(train),
      let testPixels = Self.pixels(test)
    else {
      throw .cannotWrite(
        path: path, reason: "IDX files hold 8-bit pictures; write .npz or .csv instead")
    }
    try DataFile.makeDirectory(path)
    func labels(_ part: Examples) -> NumericArray {
      NumericArray(shape: [part.count], part.labels.map { UInt8($0) })
    }
    let arrays = [
      NumericArray(shape: shape(of: train), trainPixels), labels(train),
      NumericArray(shape: shape(of: test), testPixels), labels(test),
    ]
    let paths = IDXDirectory.stems.map { "\(path)/\($0)" }
    for (path, array) in zip(paths, arrays) { try IDXFile.write(array, to: path) }
    return paths
  }

  /// The pixels from which ``Dataset/load(path:options:name:)`` makes exactly these features; nil if there are none.
  private static func pixels(_ part: Examples) -> [UInt8]? {
    if let pixels = part.features.pixels { return pixels.isEmpty ? nil : pixels }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(part.features.count)
    for value in part.features {
      guard value >= 0, value <= 1 else { return nil }
      let pixel = UInt8((value * 255).rounded())
      guard Float(pixel) / 255 == value else { return nil }
      pixels.append(pixel)
    }
    return pixels.isEmpty ? nil : pixels
  }
}
