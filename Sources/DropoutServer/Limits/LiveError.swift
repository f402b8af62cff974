/// Why the page cannot have what it asked for.
enum LiveError: Error, CustomStringConvertible {
  case noExperiment
  case comparisonIsRunning
  /// A field's value is not allowed.
  case badField(String, message: String)
  /// Data have more of something than the page takes.
  case tooLarge(data: String, found: String, allowed: String)
  case noSuchData(name: String)
  case uploadIsGone
  case notText(fileName: String)

  /// What is wrong and what to do, in one line.
  var description: String {
    switch self {
    case .noExperiment: "there is no experiment yet; reload the page"
    case .comparisonIsRunning: "a comparison is running; stop it before you start another"
    case .badField(let name, let message): "\(name): \(message)"
    case .tooLarge(let data, let found, let allowed):
      "\(data) has \(found); the page takes \(allowed), dropout compare takes more"
    case .noSuchData(let name): "data: there is no \(name.prefix(40)); choose one of the list"
    case .uploadIsGone: "data: that upload is no longer here; send the file again"
    case .notText(let fileName):
      "\(fileName) is not a text file; send a CSV file, or give it to dropout compare --data"
    }
  }
}
