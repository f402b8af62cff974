/// A directory with the four files of MNIST or a data set made like it, gzipped or not.
struct IDXDirectory {
  /// What the four files are: training images and labels, test images and labels.
  static let stems = [
    ("train-images", "idx3-ubyte"), ("train-labels", "idx1-ubyte"), ("t10k-images", "idx3-ubyte"),
    ("t10k-labels", "idx1-ubyte"),
  ]

  let path: String

  /// Whether all four files are there.
  var isComplete: Bool { Self.stems.allSatisfy { file($0) != nil } }

  /// Training and test examples.
  func parts() throws(DatasetError) -> RawParts {
    var files: [String] = []
    for stem in Self.stems {
      guard let file = file(stem) else {
        throw .missing(
          path: "\(path)/\(stem.0)-\(stem.1).gz", expected: "MNIST's four IDX files, gzipped or not"
        )
      }
      files.append(file)
    }
    return RawParts(
      train: try examples(images: files[0], labels: files[1]),
      test: try examples(images: files[2], labels: files[3]))
  }

  /// The file of a stem under any of its names: as published, or with a dot, gzipped or not.
  private func file(_ stem: (String, String)) -> String? {
    ["-", "."].lazy.flatMap { separator in
      ["", ".gz"].map { "\(path)/\(stem.0)\(separator)\(stem.1)\($0)" }
    }.first(where: DataFile.isFile)
  }

  private func examples(images: String, labels: String) throws(DatasetError) -> RawExamples {
    let pixels = try IDXFile.read(path: images)
    guard pixels.shape.count >= 2 else {
      throw .malformed(
        path: images, part: "the IDX data", expected: "images: count by rows by columns",
        found: "shape \(pixels.shape), which looks like labels")
    }
    let classes = try IDXFile.read(path: labels)
    guard classes.shape.count == 1 else {
      throw .malformed(
        path: labels, part: "the IDX data", expected: "labels in one axis",
        found: "shape \(classes.shape), which looks like images")
    }
    guard pixels.shape[0] == classes.count else {
      throw .countMismatch(path: labels, examples: pixels.shape[0], labels: classes.count)
    }
    return try RawExamples(
      features: pixels, labels: classes, path: images, names: ("images", "labels"))
  }
}
