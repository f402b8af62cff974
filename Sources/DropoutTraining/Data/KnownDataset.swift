/// The well-known data sets that can be found by name and fetched.
public enum KnownDataset: String, Hashable, Codable, Sendable, CaseIterable {
  /// Handwritten digits (LeCun, Cortes and Burges; CC BY-SA 3.0).
  case mnist
  /// Articles of clothing (Xiao, Rasul and Vollgraf 2017; MIT).
  case fashionMNIST = "fashion-mnist"

  /// One published file.
  public struct File: Hashable, Sendable {
    /// The file's name, without a directory.
    public let name: String
    /// The file's size in bytes.
    public let byteCount: Int
    /// The file's SHA-256 in hex.
    public let checksum: String
  }

  /// The four files as they were published.
  public var files: [File] {
    zip(IDXDirectory.stems, published).map { stem, content in
      File(name: "\(stem).gz", byteCount: content.byteCount, checksum: content.checksum)
    }
  }

  /// The address of the folder that holds the files, with a slash at the end.
  public var publicMirror: String {
    switch self {
    case .mnist: "https://ossci-datasets.s3.amazonaws.com/mnist/"
    case .fashionMNIST: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
    }
  }

  /// The name of torchvision's directory for the data set.
  var torchvisionName: String {
    switch self {
    case .mnist: "MNIST"
    case .fashionMNIST: "FashionMNIST"
    }
  }

  /// The size in bytes and the SHA-256 of each file, in the order of ``IDXDirectory/stems``.
  private var published: [(byteCount: Int, checksum: String)] {
    switch self {
    case .mnist:
      [
        (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ]
    case .fashionMNIST:
      [
        (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
      ]
    }
  }
}
