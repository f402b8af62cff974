/// A kind of file that cannot be read, but is recognised, so that the error can name it and say how to convert it.
public enum ForeignFormat: String, Hashable, Sendable, CaseIterable {
  /// A placeholder for the file, in a clone made without git-LFS.
  case gitLFSPointer
  /// A web page, from a download that failed.
  case html
  /// Text files of other forms.
  case json, utf16, octaveText
  /// Spreadsheets.
  case excel, oldOffice, openDocument
  /// Array and table files of other programs.
  case hdf5, matlab73, matlab4, parquet, arrow, pickle, pyTorch, safetensors, rData, sqlite
  /// Archives and compressions other than zip and gzip.
  case xz, bzip2, zstandard, sevenZip, rar, tar
  /// Single pictures.
  case png, jpeg
  /// One of the two files of a set in MNIST's format.
  case singleIDX
  /// Bytes that are not text and not of a recognised kind.
  case unknown

  /// The kind in words, with an article.
  var noun: String {
    switch self {
    case .gitLFSPointer: "a git-LFS pointer, not the data"
    case .html: "an HTML or XML page, not data"
    case .json: "JSON"
    case .utf16: "text in UTF-16"
    case .octaveText: "Octave's text format"
    case .excel: "an Excel workbook"
    case .oldOffice: "an Office file of the old kind (.xls)"
    case .openDocument: "an OpenDocument file"
    case .hdf5: "an HDF5 file"
    case .matlab73: "a MATLAB file of level 7.3 (HDF5)"
    case .matlab4: "a MATLAB file of level 4"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow or Feather file"
    case .pickle: "a Python pickle"
    case .pyTorch: "a PyTorch file"
    case .safetensors: "a safetensors file"
    case .rData: "an R data file"
    case .sqlite: "an SQLite database"
    case .xz: "compressed with xz"
    case .bzip2: "compressed with bzip2"
    case .zstandard: "compressed with Zstandard"
    case .sevenZip: "a 7z archive"
    case .rar: "a RAR archive"
    case .tar: "a tar archive"
    case .png: "a PNG picture"
    case .jpeg: "a JPEG picture"
    case .singleIDX: "a single IDX file: pictures or labels"
    case .unknown: "neither text nor a format known here"
    }
  }

  /// The advice for the user: how to convert the file.
  var advice: String {
    let arrays = "numpy.savez('data.npz', X=..., y=...)"
    return switch self {
    case .gitLFSPointer: "fetch the file it stands for: git lfs pull"
    case .html: "the download failed or asked to sign in; download the file itself"
    case .json: "save it as CSV: pandas.read_json(...).to_csv('data.csv', index=False)"
    case .utf16: "save it as UTF-8 (Excel: CSV UTF-8)"
    case .octaveText, .matlab73, .matlab4: "save it with save('-v7', 'data.mat', 'X', 'y')"
    case .excel, .oldOffice, .openDocument: "save the sheet as CSV (Excel: CSV UTF-8)"
    case .hdf5: "read its arrays with h5py and save them with \(arrays)"
    case .parquet: "save it as CSV: pandas.read_parquet(...).to_csv('data.csv', index=False)"
    case .arrow: "save it as CSV: pandas.read_feather(...).to_csv('data.csv', index=False)"
    case .pickle: "a pickle can run any code; load it in Python and save it with \(arrays)"
    case .pyTorch: "load it in Python and save its arrays with \(arrays)"
    case .safetensors: "save features and labels with \(arrays)"
    case .rData: "save it in R with write.csv(data, 'data.csv', row.names = FALSE)"
    case .sqlite: "export the table as CSV: sqlite3 -csv -header FILE 'SELECT ...'"
    case .xz, .bzip2, .zstandard, .sevenZip, .rar, .tar: "unpack it and give what is in it"
    case .png, .jpeg: "pictures are read from a folder of IDX files or as \(arrays)"
    case .singleIDX: "give the folder that holds images and labels"
    case .unknown: "give CSV, ARFF, LIBSVM text, .npz, .mat or a folder of IDX files"
    }
  }
}
