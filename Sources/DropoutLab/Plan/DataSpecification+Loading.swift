import DropoutStatistics
public import DropoutTraining
private import Foundation

extension DataSpecification {
  /// Makes or reads the data, and holds out the validation part.
  ///
  /// - Parameter locator: Where `mnist` and `fashion-mnist` are looked for.
  /// - Throws: `GeneratorError`, `DatasetError` or ``PlanError``.
  public func load(locator: DataLocator = DataLocator()) throws -> Dataset {
    let dataset = try loadWhole(locator: locator)
    guard let validation else { return dataset }
    guard dataset.train.count > 1 else {
      throw PlanError.conflict(
        name: "data.validation", value: "\(validation)",
        message:
          "\(dataset.name) has \(NumberText.counted(dataset.train.count, "training example")), "
          + "of which none can be held out; leave it out")
    }
    return dataset.holdingOut(share: validation, seed: seed)
  }

  private func loadWhole(locator: DataLocator) throws -> Dataset {
    if let generator {
      return try generator.makeDataset(
        GeneratorOptions(
          seed: seed, trainCount: trainCount, testCount: testCount, noise: noise, classes: classes,
          features: features))
    }
    let options = DatasetOptions(
      task: task ?? .classification,
      labelColumn: labelColumn.map { ColumnReference($0) },
      ignoredColumns: ignoredColumns?.map { ColumnReference($0) }, header: hasHeader,
      separator: separator, decimal: decimal, missing: missing ?? .refuse,
      wordEncoding: wordEncoding, testPath: testPath, testFraction: testFraction,
      trainCount: trainCount, testCount: testCount, splitSeed: seed, standardise: standardise)
    let path = try KnownDataset(rawValue: name).map { try locator.locate($0) } ?? existingPath()
    return try Dataset.load(path: path, options: options, name: name)
  }

  /// Estimated bytes of memory that making or reading the data takes; 0 for files, whose size is only known
  /// when they are read.
  package var memoryEstimate: Double {
    // 70,000 pictures of 28 × 28 bytes, packed, unpacked, and as examples.
    if KnownDataset(rawValue: name) != nil { return 4 * 70_000 * 28 * 28 }
    guard let traits = generator?.traits else { return 0 }
    let count = Double(trainCount ?? traits.trainCount) + Double(testCount ?? traits.testCount)
    // Two copies: as made, and as laid out with at least 16 numbers per example.
    let numbers = Double(features ?? traits.features)
    return 4 * count * (numbers + max(16, numbers) + 4)
  }

  /// The exact name of a generator or known data set if the text differs from it only in capitals and
  /// underscores, and no file has this name; else the text.
  static func name(_ text: String) -> String {
    let plain = Suggestion.plain(text)
    guard text != plain, knownNames.contains(plain),
      !FileManager.default.fileExists(atPath: text)
    else { return text }
    return plain
  }

  private static let knownNames =
    DataGenerator.allCases.map(\.rawValue) + KnownDataset.allCases.map(\.rawValue)

  private func existingPath() throws -> String {
    // A bare word is more likely a misspelt name than a file in this folder.
    guard name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name)
    else {
      throw PlanError.badValue(
        name: "data.name", value: name,
        allowed: Suggestion.list(
          Self.knownNames + ["or the path of a file or folder"], insteadOf: name))
    }
    return name
  }
}
