package import DropoutTraining

extension ReportContent.MaskPicture {
  /// The masks, under each policy, of the first hidden layer that drops units, else of the input; empty if no
  /// layer drops units.
  ///
  /// - Parameter seeds: The plan's; one is shown: ``EmptyMask/tellingSeed(of:layer:shownUnits:seeds:)``.
  package static func pictures(
    of training: TrainingConfiguration, policies: [MaskPolicy], seeds: [UInt64], exampleCount: Int
  ) -> [Self] {
    guard let layer = training.pictureLayer else { return [] }
    let seed = EmptyMask.tellingSeed(
      of: training, layer: layer, shownUnits: greatestUnits, seeds: seeds)
    return policies.map {
      Self($0, seed: seed, layer: layer, training: training, exampleCount: exampleCount)
    }
  }

  private static let greatestUnits = 48
  private static let greatestExamples = 48

  /// The masks of the first three steps.
  private init(
    _ policy: MaskPolicy, seed: UInt64, layer: Int, training: TrainingConfiguration,
    exampleCount: Int
  ) {
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let allUnits = training.network.layers[layer]
    let units = min(allUnits, Self.greatestUnits)
    let examples = min(batchSize, Self.greatestExamples)
    let masks = MaskFormula(policy: policy, seed: seed)
    self.init(
      policy: policy, seed: seed, layer: layer, units: units, examples: examples, steps: [0, 1, 2],
      masks: (0..<3).map { step in
        let matrix = masks.matrix(
          layer: layer, keep: training.keep(layer: layer), batchSize: batchSize, units: allUnits,
          step: step, epoch: training.epoch(step: step, exampleCount: exampleCount))
        return (0..<units).flatMap { unit in
          (0..<examples).map { matrix[$0 * allUnits + unit] }
        }
      })
  }
}
