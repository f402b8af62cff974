extension Dataset {
  /// Reads a data set from a file or a folder.
  ///
  /// The content, not the name, selects the format: a table (CSV, ARFF), LIBSVM text, `.npz`, `.npy` and
  /// `.mat` files with features and labels under usual names such as `X` and `y`, a folder of `.npy` files or
  /// of MNIST's four IDX files. Each may be gzipped, and a single file may be in a zip archive. If a file is of
  /// another kind that is known (Excel, HDF5, …), the error names the kind and says how to convert it.
  ///
  /// - Parameters:
  ///   - path: The file or folder.
  ///   - options: Columns, split and scaling.
  ///   - name: The name of the data set; nil: its path.
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
  ///   - name: The file's name, for messages; also the name of the data set.
  ///   - options: Columns, split and scaling; their `testPath` is ignored.
  /// - Throws: ``DatasetError``.
  public static func load(
    bytes: [UInt8], name: String, options: DatasetOptions = DatasetOptions()
  ) throws(DatasetError) -> Dataset {
    let parts = try DatasetFile.parts(bytes, path: name, options: options)
    try parts.refuseSettingsWithoutEffect(options)
    return try parts.dataset(name: name, options: options)
  }

  /// Reads one of the well-known data sets from the place where `locator` finds it.
  ///
  /// - Throws: ``DatasetError/notFound(dataset:searched:command:)`` if it is nowhere.
  public static func load(
    _ known: KnownDataset, locator: DataLocator = DataLocator()
  ) throws(DatasetError) -> Dataset {
    try load(path: locator.locate(known), name: known.rawValue)
  }
}
