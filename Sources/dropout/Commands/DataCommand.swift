import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout data`: lists, describes, exports and fetches data sets.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List, describe, export or fetch data sets.",
    subcommands: [List.self, DataDescribeCommand.self, Export.self, Fetch.self])

  /// `dropout data list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the generators, and where mnist and fashion-mnist are.")
    @Option(help: "Folder to look for mnist and fashion-mnist in, before the usual ones.")
    var dataDir: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
      let generators = DataGenerator.allCases.map {
        Entry(name: $0.rawValue, text: $0.traits.summary)
      }
      let locator = DataLocator(dataDirectory: dataDir)
      let known = KnownDataset.allCases.map { known in
        let place = try? locator.locate(known)
        return Entry(
          name: known.rawValue,
          text: place ?? "not found; dropout data fetch \(known.rawValue) downloads it")
      }
      if output.json { return try JSONOutput.print(generators + known) }
      let width = (generators + known).map(\.name.count).max() ?? 0
      for entry in generators + known {
        let padding = String(repeating: " ", count: width - entry.name.count)
        Terminal.result("\(entry.name)\(padding)  \(entry.text)")
      }
      output.say("or a file (CSV, ARFF, LIBSVM, .npz, .mat), or a folder of IDX or .npy files")
    }

    private struct Entry: Encodable {
      let name: String
      let text: String
    }
  }

  /// `dropout data export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a data set as .npz, .csv or a folder of IDX files.")
    @OptionGroup var source: DataSourceOptions
    @Option(
      name: .joinable("o"), help: "What to write: NAME.npz, NAME.csv, or a folder for IDX files.")
    var out: String
    @OptionGroup var output: OutputOptions

    func run() throws {
      let dataset = try source.load()
      if let reading = dataset.reading { output.say(reading.summary) }
      let paths = try dataset.export(to: out)
      if output.json { return try JSONOutput.print(["written": paths]) }
      for path in paths { Terminal.verbatim(path) }
    }
  }

  /// `dropout data fetch`.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Download mnist or fashion-mnist into the cache and check it.")
    @Argument(help: "mnist or fashion-mnist.") var name: String
    @Option(help: "Address below which mnist/ and fashion-mnist/ lie; default $DROPOUT_MIRROR.")
    var mirror: String?
    @Option(help: "Folder instead of the cache.") var to: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard KnownDataset(rawValue: name) != nil else {
        throw ValidationError(
          "\(name) cannot be fetched; "
            + KnownDataset.allCases.map(\.rawValue).joined(separator: " and ") + " can")
      }
    }

    func run() async throws {
      guard let known = KnownDataset(rawValue: name) else { return }
      let show = !output.quiet
      let folder = try await DataFetcher(directory: to, mirror: mirror).fetch(known) { progress in
        guard show else { return }
        let (file, got) = (progress.file, progress.receivedByteCount)
        if got >= file.byteCount {
          Terminal.progress("")
          Terminal.message(
            "\(file.name): \(file.byteCount) bytes, "
              + (progress.wasPresent ? "already there" : "checked"))
        } else {
          Terminal.progress(
            "\(file.name): \(NumberText.percent(Double(got) / Double(file.byteCount))) %")
        }
      }
      if output.json { return try JSONOutput.print(["folder": folder]) }
      Terminal.verbatim(folder)
    }
  }
}

/// The data set that a `dropout data` command works on.
struct DataSourceOptions: ParsableArguments {
  @Argument(help: "A generator, mnist, fashion-mnist, or a file or folder.")
  var data: String

  @Option(help: "Folder to look for mnist and fashion-mnist in, before the usual ones.")
  var dataDir: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A setting of data, as in data.noise=0.1.", valueName: "key=value"))
  var assignments: [String] = []

  func load() throws -> Dataset {
    var settings = PlanSettings()
    try settings.set("data.name", to: .text(data), source: "data")
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return try DataSpecification(settings).load(locator: DataLocator(dataDirectory: dataDir))
  }
}
