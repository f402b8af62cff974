import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout data describe`.
struct DataDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Show a data set's size, classes, range and share of zeros.")
  @OptionGroup var source: DataSourceOptions
  @Flag(help: "Draw an example of each of the first three classes, if they are pictures.")
  var draw = false
  @OptionGroup var output: OutputOptions

  /// The most classes, or features, that are listed one by one.
  private static let listed = 40

  func run() throws {
    let dataset = try source.load()
    let summary = DatasetSummary(dataset)
    if output.json { return try JSONOutput.print(summary, of: dataset) }
    output.showReading(dataset)
    Terminal.result(
      "\(summary.name): \(NumberText.counted(summary.featureCount, "feature"))"
        + (dataset.imageShape.map { " (\($0.height) × \($0.width) pictures)" } ?? "")
        + ", " + Self.task(summary))
    Terminal.result("SHA-256 \(summary.checksum)")
    Self.show(Self.parts(summary))
    if summary.target == nil {
      Self.show(Self.classes(summary), more: summary.classCount - Self.listed)
    }
    showFeatures(summary, isPicture: dataset.imageShape != nil)
    if draw { Self.draw(dataset) }
  }

  /// "10 classes", or what is predicted.
  private static func task(_ summary: DatasetSummary) -> String {
    guard let target = summary.target else { return "\(summary.classCount) classes" }
    return
      "\(target.name) to predict, mean \(shown(target.mean)), sd \(shown(target.deviation)) (train)"
  }

  private static func draw(_ dataset: Dataset) {
    guard let shape = dataset.imageShape else {
      return Terminal.warn("nothing to draw: the examples are not known to be pictures")
    }
    let train = dataset.train
    for label in Int32(0)..<Int32(min(3, dataset.classCount)) {
      guard let index = train.labels.firstIndex(of: label) else { continue }
      let name = dataset.classNames?[Int(label)] ?? String(label)
      Terminal.result("\ntraining example \(index), class \(name)")
      Terminal.verbatim(train.textArt(of: index, shape: shape))
    }
  }

  private static func show(_ table: TextTable, more: Int = 0) {
    Terminal.result("")
    Terminal.table(table)
    if more > 0 { Terminal.result("and \(NumberText.count(more)) more: see --json") }
  }

  private static func shown(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: abs($0) < 10_000 ? 4 : 0) } ?? "–"
  }

  private static func parts(_ summary: DatasetSummary) -> TextTable {
    var table = TextTable(["", "examples", "minimum", "maximum", "mean", "zeros"])
    for (name, part) in [("train", summary.train), ("test", summary.test)] {
      table.add([
        name, NumberText.count(part.count), shown(part.minimum), shown(part.maximum),
        shown(part.mean), part.zeroShare.map { "\(NumberText.percent($0)) %" } ?? "–",
      ])
    }
    return table
  }

  private static func classes(_ summary: DatasetSummary) -> TextTable {
    var table = TextTable(["class", "train", "test"])
    for (number, name) in summary.classNames.prefix(listed).enumerated() {
      table.add([
        name.shownInTable, NumberText.count(summary.train.classCounts[number]),
        NumberText.count(summary.test.classCounts[number]),
      ])
    }
    return table
  }

  /// Prints each feature's range over the training examples; for pictures only how many pixels never change.
  private func showFeatures(_ summary: DatasetSummary, isPicture: Bool) {
    if !isPicture {
      var table = TextTable(["feature (train)", "minimum", "maximum", "mean", "sd", ""])
      for feature in summary.features.prefix(Self.listed) {
        table.add([
          feature.name.shownInTable, Self.shown(feature.minimum), Self.shown(feature.maximum),
          Self.shown(feature.mean), Self.shown(feature.standardDeviation),
          feature.isConstant ? "constant" : "",
        ])
      }
      Self.show(table, more: summary.featureCount - Self.listed)
    }
    let constant = summary.features.filter(\.isConstant).count
    if constant > 0, isPicture || summary.featureCount > Self.listed {
      Terminal.result(
        "\(NumberText.count(constant)) features have the same value in every training example")
    }
  }
}

extension String {
  /// The text for a cell of a table: at most thirty characters.
  fileprivate var shownInTable: String { count > 30 ? "\(prefix(29))…" : self }
}
