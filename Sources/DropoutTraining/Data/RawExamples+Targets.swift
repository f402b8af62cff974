extension RawParts {
  /// Makes a data set whose labels are numbers to predict; as ``dataset(name:options:)`` otherwise.
  func regression(name: String, options: DatasetOptions) throws(DatasetError) -> Dataset {
    var parts = try DatasetParts(
      train: train.examplesWithTargets(), test: test?.examplesWithTargets(), path: train.path,
      options: options)
    try parts.draw(path: train.path, options: options)
    let targets = parts.train.targets ?? []
    guard let first = targets.first, targets.contains(where: { $0 != first }) else {
      throw .malformed(
        path: train.path, part: train.targetPart,
        expected: "different numbers in the training examples",
        found: targets.first.map { "\($0) in all \(targets.count)" } ?? "none")
    }
    var notes = train.notes
    notes += (test?.notes ?? []).filter { !notes.contains($0) }.map { "test examples: \($0)" }
    var shape = train.imageShape
    if parts.takePixels(isBytes: train.isBytes, shape: &shape) {
      notes.append("pixels 0…255 divided by 255")
    }
    if let note = parts.standardise(options.standardise, names: train.featureNames) {
      notes.append(note)
    }
    return Dataset(
      name: name, predicting: train.labelName ?? "target", train: parts.train, test: parts.test,
      imageShape: shape,
      reading: DataReading(
        labelName: train.labelName, classNames: [], featureCount: train.featureCount,
        featureNames: train.featureNames, notes: notes, setsTestAside: test == nil))
  }
}

extension RawExamples {
  /// The labels in messages, as what they are for regression.
  fileprivate var targetPart: String { labelName.map { "the targets, \($0)" } ?? "the targets" }

  /// The examples with their labels as numbers.
  fileprivate func examplesWithTargets() throws(DatasetError) -> Examples {
    let numbers: [Float]
    switch labels {
    case .integers(let values): numbers = values.map(Float.init)
    case .fractions(let values, _): numbers = values.map(Float.init)
    case .names(let texts):
      numbers = texts.map { DecimalNumber.float(Array($0.utf8)[...]) ?? .nan }
    }
    if let odd = numbers.firstIndex(where: { !$0.isFinite }) {
      throw .malformed(
        path: path, part: targetPart, expected: "finite numbers to predict (data.task=regression)",
        found: "\(DatasetError.quoted(labels.texts[odd])) in example \(odd + 1)")
    }
    return Examples(featureCount: featureCount, features: features, targets: numbers)
  }
}
