package import DropoutTraining

extension ReportContent.MaskPicture {
  /// The masks under each policy of the first hidden layer that drops, or of the input; none where
  /// no layer drops units.
  ///
  /// - Parameter seeds: The plan's seeds; one of them is shown (see ``tellingSeed(of:layer:seeds:)``).
  package static func pictures(
    of training: TrainingConfiguration, policies: [MaskPolicy], seeds: [UInt64], exampleCount: Int
  ) -> [Self] {
    guard training.noise == .bernoulli else { return [] }
    let hidden = (1..<training.network.droppableLayerCount).first {
      !training.keep(layer: $0).keepsAll
    }
    guard let layer = hidden ?? (training.keep(layer: 0).keepsAll ? nil : 0) else { return [] }
    let seed = tellingSeed(of: training, layer: layer, seeds: seeds)
    return policies.map {
      Self($0, seed: seed, layer: layer, training: training, exampleCount: exampleCount)
    }
  }

  private static let greatestUnits = 48
  private static let greatestExamples = 48

  /// The first seed whose shared mask of the first step drops a shown unit and keeps another.
  ///
  /// With few units and a high keep probability a shared mask often keeps all: a picture without a
  /// stripe would not show what sharing is. Where all are like that, the first.
  package static func tellingSeed(
    of training: TrainingConfiguration, layer: Int, seeds: [UInt64]
  ) -> UInt64 {
    let units = training.network.layers[layer]
    let shared = MaskPolicy(.perBatch, .frozen)
    return seeds.first { seed in
      let mask = DropoutMasks(policy: shared, seed: seed).matrix(
        layer: layer, keep: training.keep(layer: layer), batchSize: 1, units: units, step: 0,
        epoch: 0
      ).prefix(greatestUnits)
      return mask.contains(0) && mask.contains(1)
    } ?? seeds[0]
  }

  /// The masks of the first three steps.
  private init(
    _ policy: MaskPolicy, seed: UInt64, layer: Int, training: TrainingConfiguration,
    exampleCount: Int
  ) {
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let allUnits = training.network.layers[layer]
    let units = min(allUnits, Self.greatestUnits)
    let examples = min(batchSize, Self.greatestExamples)
    let masks = DropoutMasks(policy: policy, seed: seed)
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
