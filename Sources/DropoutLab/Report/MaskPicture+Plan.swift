import DropoutTraining

extension ReportContent.MaskPicture {
  /// The masks, in each arm, of the first hidden layer that drops units, else of the input; none of an arm
  /// without such a layer.
  ///
  /// - Parameter seeds: The plan's; one is shown: ``EmptyMask/tellingSeed(of:layer:shownUnits:seeds:)``.
  package static func pictures(
    of arms: [PlannedArm], seeds: [UInt64], exampleCount: Int
  ) -> [Self] {
    let drawn = arms.compactMap { arm in arm.training.pictureLayer.map { (arm, layer: $0) } }
    guard let (first, layer) = drawn.first else { return [] }
    let seed = EmptyMask.tellingSeed(
      of: first.training, layer: layer, shownUnits: greatestUnits, seeds: seeds)
    return drawn.map { Self($0, seed: seed, layer: $1, exampleCount: exampleCount) }
  }

  private static let greatestUnits = 48
  private static let greatestExamples = 48

  /// The masks of the first three steps; if a schedule changes them, of the first, the middle and the last step.
  private init(_ arm: PlannedArm, seed: UInt64, layer: Int, exampleCount: Int) {
    let training = arm.training
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let allUnits = training.network.layers[layer]
    let units = min(allUnits, Self.greatestUnits)
    let examples = min(batchSize, Self.greatestExamples)
    let masks = MaskFormula(policy: arm.policy, seed: seed)
    let isConstant = training.dropoutSchedule.isConstant
    let steps = isConstant ? [0, 1, 2] : [0, training.steps / 2, training.steps - 1]
    self.init(
      arm: arm.arm, policy: arm.policy, seed: seed, layer: layer, units: units, examples: examples,
      steps: steps,
      masks: steps.map { step in
        let matrix = masks.matrix(
          layer: layer, keep: training.keep(layer: layer, step: step), batchSize: batchSize,
          units: allUnits, step: step, epoch: training.epoch(step: step, exampleCount: exampleCount)
        )
        return (0..<units).flatMap { unit in
          (0..<examples).map { matrix[$0 * allUnits + unit] }
        }
      })
  }
}
