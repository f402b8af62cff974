/// Reads examples from a file or folder of any kind that ``FileKind`` recognises.
struct DatasetFile {
  private let options: DatasetOptions
  /// The columns of the training examples, if the file has test examples.
  private let scheme: TableScheme?
  /// The largest number of bytes to which the file's content may inflate, through all its layers.
  private let limit: Int

  /// The examples in a file or folder.
  ///
  /// - Parameter scheme: The columns of the training examples, if the file has test examples.
  static func parts(
    path: String, options: DatasetOptions, like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawParts {
    if DataFile.isDirectory(path) { return try DataFolder(path: path).parts() }
    if let set = IDXDirectory(prefix: path) { return try set.parts() }
    let bytes = try DataFile.read(path, expected: "a data file, or a folder of them")
    if FileKind(bytes, name: path) == .npy { return try DataFolder.parts(beside: path) }
    return try parts(bytes, path: path, options: options, like: scheme)
  }

  /// The examples in a file's content; `path` names it in errors.
  static func parts(
    _ bytes: [UInt8], path: String, options: DatasetOptions, like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawParts {
    let limit = ReadingLimit.bytes(forFileOf: bytes.count)
    return try DatasetFile(options: options, scheme: scheme, limit: limit)
      .parts(bytes, path: path, layers: 2)
  }

  /// - Parameter layers: The number of gzip or zip layers that may still be unpacked.
  private func parts(
    _ bytes: [UInt8], path: String, layers: Int
  ) throws(DatasetError) -> RawParts {
    guard !bytes.isEmpty else {
      throw .malformed(path: path, part: "the file", expected: "data", found: "an empty file")
    }
    switch FileKind(bytes, name: path) {
    case .gzip: return try unpacked(bytes, path: path, layers: layers)
    case .zip: return try archived(bytes, path: path, layers: layers)
    case .npy:
      throw .missingVariable(
        path: path,
        wanted: "labels beside a single .npy array: put X.npy and y.npy into one folder, or "
          + "use numpy.savez('data.npz', X=..., y=...)", available: ["one array"])
    case .mat:
      let file = try MATFile(bytes, path: path)
      return try NamedArrays(
        path: path, names: file.names, limit: limit, read: file.values(named:)
      ).parts()
    case .idx: throw .foreign(path: path, format: .singleIDX)
    case .arff:
      return RawParts(
        train: try ARFFFile.decode(bytes, path: path, options: options, like: scheme))
    case .libsvm: return RawParts(train: try LIBSVMFile.decode(bytes, path: path, limit: limit))
    case .table:
      return RawParts(
        train: try CSVFile.decode(bytes, path: path, options: options, like: scheme))
    case .foreign(let format): throw .foreign(path: path, format: format)
    }
  }

  /// The examples in a gzipped file; its kind is known before all of it is inflated.
  private func unpacked(
    _ bytes: [UInt8], path: String, layers: Int
  ) throws(DatasetError) -> RawParts {
    try checkLayers(layers, path: path)
    let inflater = try Inflater(
      bytes, range: 0..<bytes.count, container: .gzip, limit: limit, path: path,
      part: "the gzipped content")
    let start = try inflater.read(atMost: FileKind.sampleCount)
    let name = path.lowercased().hasSuffix(".gz") ? String(path.dropLast(3)) : path
    switch FileKind(start, name: name) {
    case .idx: throw .foreign(path: path, format: .singleIDX)
    case .foreign(let format): throw .foreign(path: path, format: format)
    default: return try parts(start + inflater.readToEnd(), path: path, layers: layers - 1)
    }
  }

  /// The arrays of an `.npz` file, or the one file of another archive.
  private func archived(
    _ bytes: [UInt8], path: String, layers: Int
  ) throws(DatasetError) -> RawParts {
    let archive = try ZipArchive(bytes, path: path, limit: limit)
    switch archive.holding {
    case .arrays:
      let file = NPZFile(archive, path: path)
      return try NamedArrays(
        path: path, names: file.names, limit: limit, read: file.values(named:)
      ).parts()
    case .one(let entry):
      try checkLayers(layers, path: path)
      var parts = try parts(
        archive.content(of: entry), path: "\(path), entry \(entry.name)", layers: layers - 1)
      parts.train.notes.insert("read from \(entry.name) in the archive", at: 0)
      return parts
    case .foreign(let format): throw .foreign(path: path, format: format)
    case .files(let names): throw .archive(path: path, names: names)
    }
  }

  private func checkLayers(_ layers: Int, path: String) throws(DatasetError) {
    guard layers > 0 else {
      throw .unsupported(
        path: path, part: "the file", found: "a file packed more than twice", advice: "unpack it")
    }
  }
}
