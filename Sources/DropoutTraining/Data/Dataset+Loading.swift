extension Dataset {
  /// Reads a data set from a file, or from a directory with MNIST's four files.
  ///
  /// Content decides on the format, then the name: `.npz` and `.mat` with features and labels under
  /// their usual names (see ``DatasetOptions`` and the list below), CSV, or an IDX directory.
  ///
  /// Names of arrays, in any case and with or without underscores: `x_train, y_train, x_test, y_test`;
  /// or `X, y` with `Xtest, ytest` or `Xval, yval`; or `X, y` alone, of which a part is set aside.
  ///
  /// - Parameters:
  ///   - path: the file or directory.
  ///   - options: columns, split and scaling.
  ///   - name: what the data set is called; nil: its path.
  /// - Throws: ``DatasetError``.
  public static func load(
    path: String, options: DatasetOptions = DatasetOptions(), name: String? = nil
  ) throws(DatasetError) -> Dataset {
    var parts = try DatasetFile.parts(path: path, options: options)
    if let testPath = options.testPath {
      guard parts.test == nil else {
        throw .badOption(
          name: "testPath", expected: "no second file, for \(path) has test examples",
          found: testPath)
      }
      let other = try DatasetFile.parts(
        path: testPath, options: options, like: parts.train.scheme)
      guard other.test == nil else {
        throw .badOption(
          name: "testPath", expected: "a file of examples without parts", found: testPath)
      }
      parts.test = other.train
    }
    return try parts.dataset(name: name ?? path, options: options)
  }

  /// Reads a data set from the content of a file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - name: The file's name, for messages, and what the data set is called.
  ///   - options: columns, split and scaling.
  /// - Throws: ``DatasetError``.
  public static func load(
    bytes: [UInt8], name: String, options: DatasetOptions = DatasetOptions()
  ) throws(DatasetError) -> Dataset {
    try DatasetFile.parts(bytes, path: name, options: options)
      .dataset(name: name, options: options)
  }

  /// Reads one of the well-known data sets from where `locator` finds it.
  ///
  /// - Throws: ``DatasetError/notFound(dataset:searched:command:)`` if it is nowhere.
  public static func load(
    _ known: KnownDataset, locator: DataLocator = DataLocator()
  ) throws(DatasetError) -> Dataset {
    try load(path: locator.locate(known), name: known.rawValue)
  }
}

/// Finds out what a file is and takes examples from it.
enum DatasetFile {
  /// - Parameter scheme: The columns of the training examples, if the file has test examples.
  static func parts(
    path: String, options: DatasetOptions, like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawParts {
    if DataFile.isDirectory(path) { return try IDXDirectory(path: path).parts() }
    let bytes = try DataFile.read(path, expected: "a data file or a directory of IDX files")
    return try parts(bytes, path: path, options: options, like: scheme)
  }

  static func parts(
    _ bytes: [UInt8], path: String, options: DatasetOptions, like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawParts {
    guard !bytes.isEmpty else {
      throw .malformed(path: path, part: "the file", expected: "data", found: "an empty file")
    }
    let suffix = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if bytes.starts(with: ZipArchive.magic) || suffix == "npz" {
      let file = try NPZFile(bytes, path: path)
      return try parts(path: path, names: file.names, array: file.array(named:))
    }
    if MATFile.isRecognized(bytes) || suffix == "mat" {
      let file = try MATFile(bytes, path: path)
      return try parts(path: path, names: file.names, array: file.array(named:))
    }
    if bytes.starts(with: NPYFile.magic) || suffix == "npy" {
      throw .unsupported(
        path: path, part: "the file", found: "a single .npy array",
        advice: "save features and labels together: numpy.savez('data.npz', X=..., y=...)")
    }
    if bytes.starts(with: [0x1F, 0x8B]) || isIDX(bytes) {
      throw .unsupported(
        path: path, part: "the file", found: "a single IDX or gzip file",
        advice: "give the directory that holds images and labels")
    }
    return RawParts(
      train: try CSVFile.decode(bytes, path: path, options: options, like: scheme))
  }

  private static func isIDX(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && (8...14).contains(bytes[2])
  }

  private static let pairs = [
    [("xtrain", "ytrain"), ("trainx", "trainy"), ("x", "y")],
    [("xtest", "ytest"), ("testx", "testy"), ("xval", "yval")],
  ]

  /// Takes features and labels from the arrays of a file by their usual names.
  private static func parts(
    path: String, names: [String], array: (String) throws(DatasetError) -> NumericArray
  ) throws(DatasetError) -> RawParts {
    var plain: [String: String] = [:]
    for name in names {
      let key = name.lowercased().filter { $0 != "_" }
      if let other = plain.updateValue(name, forKey: key),
        pairs.joined().contains(where: { $0.0 == key || $0.1 == key })
      {
        throw .malformed(
          path: path, part: "the arrays", expected: "one called '\(key)' in any spelling",
          found: "'\(other)' and '\(name)'")
      }
    }
    func examples(_ names: [(String, String)]) throws(DatasetError) -> RawExamples? {
      for (x, y) in names {
        guard let features = plain[x], let labels = plain[y] else { continue }
        return try RawExamples(
          features: array(features), labels: array(labels), path: path,
          names: ("array '\(features)'", "array '\(labels)'"))
      }
      return nil
    }
    guard let train = try examples(pairs[0]) else {
      throw .missingVariable(
        path: path,
        wanted: "arrays x_train, y_train, x_test, y_test, or X, y with Xval, yval, or X, y",
        available: names)
    }
    return RawParts(train: train, test: try examples(pairs[1]))
  }
}
