extension Dataset {
  /// Reads a data set from a file or a folder.
  ///
  /// The content decides on the format (``FileKind``): a table (CSV, ARFF), LIBSVM text, `.npz`, `.npy`
  /// and `.mat` with features and labels under their usual names (``NamedArrays``), a folder of `.npy`
  /// files or of MNIST's four IDX files; each gzipped or not, a single one also in a zip archive. A file
  /// of another known kind is refused by its name, with what to do.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - options: columns, split and scaling.
  ///   - name: what the data set is called; nil: its path.
  /// - Throws: ``DatasetError``.
  public static func load(
    path: String, options: DatasetOptions = DatasetOptions(), name: String? = nil
  ) throws(DatasetError) -> Dataset {
    var parts = try DatasetFile.parts(path: path, options: options)
    try parts.refuseSettingsWithoutEffect(options)
    if let testPath = options.testPath {
      guard parts.test == nil else {
        throw .badOption(
          name: "data.test-file", expected: "no second file, for \(path) has test examples",
          found: testPath)
      }
      var other = try DatasetFile.parts(
        path: testPath, options: options, like: parts.train.scheme)
      guard other.test == nil else {
        throw .badOption(
          name: "data.test-file",
          expected: "a file that holds one part, not training and test examples", found: testPath)
      }
      try LIBSVMFile.align(&parts.train, &other.train)
      parts.test = other.train
    }
    return try parts.dataset(name: name ?? path, options: options)
  }

  /// Reads a data set from the content of a file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - name: The file's name, for messages, and what the data set is called.
  ///   - options: columns, split and scaling; their `testPath` is not read.
  /// - Throws: ``DatasetError``.
  public static func load(
    bytes: [UInt8], name: String, options: DatasetOptions = DatasetOptions()
  ) throws(DatasetError) -> Dataset {
    let parts = try DatasetFile.parts(bytes, path: name, options: options)
    try parts.refuseSettingsWithoutEffect(options)
    return try parts.dataset(name: name, options: options)
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
