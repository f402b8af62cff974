extension ZipArchive {
  /// The content of an archive, by the names in it.
  enum Content: Hashable {
    /// Arrays of NumPy, or nothing: an `.npz` file.
    case arrays
    /// One file, whatever it is.
    case one(Entry)
    /// A document of another program.
    case foreign(ForeignFormat)
    /// Several files.
    case files([String])
  }

  /// The content of the archive; folders and the files that macOS adds are ignored.
  var holding: Content {
    let files = entries.filter { entry in
      !entry.name.hasSuffix("/") && !entry.name.hasPrefix("__MACOSX/")
        && !entry.name.hasSuffix(".DS_Store")
    }
    let names = Set(files.map(\.name))
    if names.contains(where: { $0.hasPrefix("xl/") }) { return .foreign(.excel) }
    if names.contains("mimetype"), names.contains("content.xml") { return .foreign(.openDocument) }
    if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) {
      return .foreign(.pyTorch)
    }
    if files.isEmpty
      || files.contains(where: { $0.name.hasSuffix(".npy") && !$0.name.contains("/") })
    {
      return .arrays
    }
    return files.count == 1 ? .one(files[0]) : .files(files.map(\.name))
  }
}
