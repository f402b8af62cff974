/// A folder of data: MNIST's four IDX files, or `.npy` files with the names that arrays in an `.npz` file have.
struct DataFolder {
  let path: String

  /// Training examples and, if the folder has them, test examples.
  func parts() throws(DatasetError) -> RawParts {
    let names = arrayNames
    let idx = IDXDirectory(path: path)
    // If the folder has neither, the message is about IDX files, the usual content of a folder.
    return names.isEmpty || idx.isComplete ? try idx.parts() : try arrays(names).parts()
  }

  /// The examples of the folder of a single `.npy` file, which holds only the features or the labels.
  static func parts(beside file: String) throws(DatasetError) -> RawParts {
    var pieces = file.split(separator: "/", omittingEmptySubsequences: false)
    let name = pieces.removeLast()
    let path = pieces.isEmpty ? "." : pieces.joined(separator: "/")
    let folder = DataFolder(path: path.isEmpty ? "/" : path)
    let arrays = folder.arrays(folder.arrayNames)
    guard name.hasSuffix(".npy"), arrays.takes(String(name.dropLast(4))) else {
      throw .missingVariable(
        path: file,
        wanted:
          "labels beside a single .npy array: X.npy and y.npy (or x_train.npy, y_train.npy, ...) in "
          + "one folder, or numpy.savez('data.npz', X=..., y=...)",
        available: folder.arrayNames.map { $0 + ".npy" })
    }
    return try arrays.parts()
  }

  /// The names of the `.npy` files without the ending, in order.
  private var arrayNames: [String] {
    DataFile.names(in: path).filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
  }

  private func arrays(_ names: [String]) -> NamedArrays {
    let folder = path
    return NamedArrays(path: folder, names: names, limit: DataFile.byteLimit) {
      name throws(DatasetError) in
      let file = "\(folder)/\(name).npy"
      let bytes = try DataFile.read(file, expected: "an .npy file")
      try FileKind.refuseForeign(bytes, path: file)
      return try NPYFile.values(bytes, range: 0..<bytes.count, path: file)
    }
  }
}
