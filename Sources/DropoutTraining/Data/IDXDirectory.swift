/// A folder with the four files of MNIST, or of a set in its format, gzipped or not.
///
/// The files are recognised by their names, in upper or lower case: `train-`, or `t10k-` or `test-`; then
/// `images-idx3-ubyte` or `labels-idx1-ubyte`, with `-`, `.` or `_` between the words. Each may be in a folder of its
/// own, as 7-Zip unpacks it, and the name of a set may come first, as in `emnist-letters-train-images-idx3-ubyte`.
struct IDXDirectory {
  /// The names of the four files: training images and labels, test images and labels.
  static let stems = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  let path: String
  /// The sets by their names, which come first in the files' names: the path of each file by its index in ``stems``.
  private let sets: [String: [Int: String]]
  /// The set to read; nil: the only complete one.
  private let wantedSet: String?

  /// The sets of a folder.
  init(path: String) {
    self.path = path
    wantedSet = nil
    sets = Self.sets(in: path)
  }

  /// One of several sets in a folder, as in `gzip/emnist-letters`; nil if the folder has no set of that name.
  init?(prefix: String) {
    let pieces = prefix.split(separator: "/", omittingEmptySubsequences: false)
    guard pieces.count > 1, let name = pieces.last?.lowercased(), !name.isEmpty,
      !DataFile.isFile(prefix)
    else { return nil }
    path = pieces.dropLast().joined(separator: "/")
    wantedSet = name
    sets = Self.sets(in: path)
    if sets[name] == nil { return nil }
  }

  /// Whether all four files of a set are present.
  var isComplete: Bool { (try? chosenSet)?.files.count == Self.stems.count }

  /// Training and test examples.
  func parts() throws(DatasetError) -> RawParts {
    let set = try chosenSet
    let files = try Self.stems.enumerated().map { index, stem throws(DatasetError) in
      if let file = set.files[index] { return file }
      let front = set.name.isEmpty ? "" : set.name + "-"
      throw .missing(
        path: "\(path)/\(front)\(stem).gz",
        expected: "MNIST's four IDX files, gzipped or not")
    }
    let isTurned = set.name.hasPrefix("emnist")
    return RawParts(
      train: try examples(images: files[0], labels: files[1], isTurned: isTurned),
      test: try examples(images: files[2], labels: files[3], isTurned: isTurned))
  }

  private var chosenSet: (name: String, files: [Int: String]) {
    get throws(DatasetError) {
      if let wantedSet { return (wantedSet, sets[wantedSet] ?? [:]) }
      let complete = sets.keys.filter { sets[$0]?.count == Self.stems.count }.sorted()
      guard complete.count < 2 || complete[0].isEmpty else {
        throw .malformed(
          path: path, part: "the folder",
          expected: "one set, or its name as in \(path)/\(complete[0])",
          found: complete.joined(separator: ", "))
      }
      guard let name = complete.first ?? sets.keys.min() else {
        throw .missingVariable(
          path: path,
          wanted:
            "MNIST's four IDX files (train-images-idx3-ubyte, ...), or X.npy and y.npy, or the "
            + "path of one file (test examples: data.test-file)",
          available: DataFile.names(in: path))
      }
      return (name, sets[name] ?? [:])
    }
  }

  private func examples(
    images: String, labels: String, isTurned: Bool
  ) throws(DatasetError) -> RawExamples {
    var pixels = try IDXFile.read(path: images)
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
    if isTurned { pixels = pixels.withPicturesTransposed }
    var examples = try RawExamples(
      features: pixels, labels: .numbers(classes), path: images, names: ("images", "labels"))
    if isTurned { examples.notes.append("pictures turned upright, as EMNIST's lie on their side") }
    return examples
  }
}

extension IDXDirectory {
  /// The files of each set in a folder, and in those of its folders that have the name of one of the four files.
  private static func sets(in path: String) -> [String: [Int: String]] {
    var sets: [String: [Int: String]] = [:]
    func take(_ name: String, _ file: String) {
      guard let (set, stem) = place(of: name), sets[set]?[stem] == nil else { return }
      sets[set, default: [:]][stem] = file
    }
    // Plain files before gzipped ones: "x" sorts before "x.gz".
    for name in DataFile.names(in: path) where place(of: name) != nil {
      let file = "\(path)/\(name)"
      if DataFile.isFile(file) {
        take(name, file)
      } else {
        for inner in DataFile.names(in: file) where DataFile.isFile("\(file)/\(inner)") {
          take(inner, "\(file)/\(inner)")
        }
      }
    }
    return sets
  }

  /// A file's set and its index in ``stems``; nil if its name is not that of one of the four files.
  private static func place(of name: String) -> (set: String, stem: Int)? {
    var words = name.lowercased().split { "-._".contains($0) }.map(String.init)
    for ending in ["gz", "ubyte"] where words.last == ending { words.removeLast() }
    guard words.count >= 3, let rank = words.popLast(), let what = words.popLast(),
      let part = words.popLast(), rank.hasPrefix("idx"), rank.count == 4
    else { return nil }
    let set = words.joined(separator: "-")
    switch (part, what) {
    case ("train", "images"): return (set, 0)
    case ("train", "labels"): return (set, 1)
    case ("t10k", "images"), ("test", "images"): return (set, 2)
    case ("t10k", "labels"), ("test", "labels"): return (set, 3)
    default: return nil
    }
  }
}

extension NumericArray {
  /// Pictures `[n, h, w]` as `[n, w, h]`; other arrays as they are.
  var withPicturesTransposed: NumericArray {
    guard shape.count == 3, elementType.byteCount == 1 else { return self }
    let (height, width) = (shape[1], shape[2])
    var turned: [UInt8] = []
    turned.reserveCapacity(bytes.count)
    for start in stride(from: 0, to: bytes.count, by: max(1, height * width)) {
      for column in 0..<width {
        for row in 0..<height { turned.append(bytes[start + row * width + column]) }
      }
    }
    return NumericArray(shape: [shape[0], width, height], elementType: elementType, bytes: turned)
  }
}
