public import DropoutTraining
private import Foundation

extension DataSpecification {
  /// Makes or reads the data.
  ///
  /// - Parameter locator: Where `mnist` and `fashion-mnist` are looked for.
  /// - Throws: ``GeneratorError`` or ``DatasetError``.
  public func load(locator: DataLocator = DataLocator()) throws -> Dataset {
    if let generator = DataGenerator(rawValue: name) {
      try refuseFileSettings()
      return try generator.makeDataset(
        GeneratorOptions(
          seed: seed, trainCount: trainCount, testCount: testCount, noise: noise, classes: classes,
          features: features))
    }
    try refuseGeneratorSettings()
    let options = DatasetOptions(
      labelColumn: labelColumn.map { ColumnReference($0) }, header: hasHeader, testPath: testPath,
      testFraction: testFraction, trainCount: trainCount, testCount: testCount, splitSeed: seed,
      standardise: standardise)
    let path = try KnownDataset(rawValue: name).map { try locator.locate($0) } ?? existingPath()
    return try Dataset.load(path: path, options: options, name: name)
  }

  private func existingPath() throws -> String {
    // A bare word is more likely a misspelt name than a file in this folder.
    guard name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name)
    else {
      throw PlanError.badValue(
        name: "data.name", value: name,
        allowed: (DataGenerator.allCases.map(\.rawValue) + KnownDataset.allCases.map(\.rawValue))
          .joined(separator: ", ") + ", or the path of a file or folder")
    }
    return name
  }

  private func refuseGeneratorSettings() throws {
    for (setting, isSet) in [
      ("data.noise", noise != nil), ("data.classes", classes != nil),
      ("data.features", features != nil),
    ] where isSet {
      throw PlanError.contradiction("\(setting) is for generators; \(name) is none")
    }
  }

  private func refuseFileSettings() throws {
    for (setting, isSet) in [
      ("data.label", labelColumn != nil), ("data.header", hasHeader != nil),
      ("data.test-file", testPath != nil), ("data.standardise", standardise != .never),
    ] where isSet {
      throw PlanError.contradiction("\(setting) is for files; \(name) is a generator")
    }
  }
}
