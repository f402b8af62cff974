import DropoutLab
import DropoutTraining
import Foundation

/// The panels of an experiment, always at the same step.
final class LiveRun {
  let experiment: Experiment
  let panels: [Panel]
  /// The chosen example row and layer.
  private(set) var look: PageMessage.Look
  private var order: BatchOrder
  private var orderStep = 0
  private var batch: [Int32] = []
  /// The number of curve points that the page has, per panel.
  private var sentPoints: [Int]

  init(_ experiment: Experiment, look: PageMessage.Look) {
    self.experiment = experiment
    panels = experiment.plan.policies.map { Panel(experiment, policy: $0) }
    order = Self.order(of: experiment)
    sentPoints = panels.map { _ in 0 }
    self.look = PageMessage.Look()
    self.look(at: look)
  }

  var step: Int { panels[0].step }
  var lastStep: Int { experiment.training.steps }

  /// Selects the example row and layer to show, clamped to those that exist.
  func look(at look: PageMessage.Look) {
    let layers = experiment.training.network.droppableLayerCount
    self.look.row = min(max(look.row, 0), shownExamples - 1)
    self.look.layer = min(max(look.layer, 0), layers - 1)
  }

  private var shownExamples: Int { min(experiment.batchSize, LiveLimits.shownExamples) }
  private var shownUnits: Int {
    min(experiment.training.network.layers[look.layer], LiveLimits.shownUnits)
  }

  // MARK: Moving

  /// Trains every panel one step.
  func advance() { for panel in panels { panel.advance() } }

  /// Takes every panel to its last checkpoint at or before a step, unless the run is nearer to it already.
  func jump(towards step: Int) {
    // All panels keep checkpoints of the same steps.
    for panel in panels { panel.jump(towards: step) }
  }

  // MARK: Frames

  /// The frame of the present moment.
  func frame(playing: Bool, stepsPerSecond: Double, rate: Double?) -> Data {
    // The masks of the next step: they show what it would train.
    let maskStep = min(step, lastStep - 1)
    var frame = Frame(
      step: step, playing: playing, stepsPerSecond: stepsPerSecond, rate: rate, row: look.row,
      layer: look.layer, example: example(row: look.row, step: maskStep), maskStep: maskStep,
      maskUnits: shownUnits, maskExamples: shownExamples)
    var bytes = FrameBytes()
    for index in panels.indices {
      frame.panels.append(
        panelFrame(index, maskStep: maskStep, withDigest: !playing, bytes: &bytes))
    }
    return bytes.message(frame)
  }

  /// Notes that the page no longer has any points of the curves.
  func forgetSentPoints() { sentPoints = panels.map { _ in 0 } }

  private func panelFrame(
    _ index: Int, maskStep: Int, withDigest: Bool, bytes: inout FrameBytes
  ) -> Frame.PanelFrame {
    let panel = panels[index]
    let (train, test) = (panel.evaluate(experiment.train), panel.evaluate(experiment.test))
    let visited = panel.visitedNetworks()
    let parameters = panel.parameters
    let masks = masks(of: panel, step: maskStep)
    let count = panel.curveCount()
    let from = min(sentPoints[index], count)
    sentPoints[index] = count
    return Frame.PanelFrame(
      policy: panel.policy.description, maskedLoss: panel.maskedLoss?.ifFinite,
      trainLoss: train.loss.ifFinite, trainError: train.error, testLoss: test.loss.ifFinite,
      testError: test.error,
      draw: draw(of: panel, step: maskStep),
      isNewDraw: maskStep == 0
        || draw(of: panel, step: maskStep) != draw(of: panel, step: maskStep - 1),
      distinct: visited.count, distinctIsLeast: visited.isAtLeast,
      digest: withDigest ? parameters.digest : nil,
      curve: Frame.Curve(
        from: from, points: panel.curve[from..<count].map { Frame.Curve.Point(point: $0) }),
      boundary: boundary(parameters).map { bytes.add($0) },
      mask: bytes.add(
        packed(masks[look.layer], units: experiment.training.network.layers[look.layer])),
      alive: bytes.add(alive(masks)), weights: weights(parameters).map { bytes.add($0) })
  }

  private func draw(of panel: Panel, step: Int) -> UInt64 {
    panel.policy.draw(
      step: step,
      epoch: experiment.training.epoch(step: step, exampleCount: experiment.train.count))
  }

  /// Mask matrices of all layers that may drop, `[shownExamples, units]` each: the first rows of the batch.
  private func masks(of panel: Panel, step: Int) -> [[UInt8]] {
    let training = experiment.training
    let source = MaskFormula(policy: panel.policy, seed: experiment.settings.seed)
    return (0..<training.network.droppableLayerCount).map { layer in
      source.matrix(
        layer: layer, keep: training.keep(layer: layer), batchSize: shownExamples,
        units: training.network.layers[layer], step: step,
        epoch: training.epoch(step: step, exampleCount: experiment.train.count))
    }
  }

  /// The shown part of D as bits, unit-major, the lowest bit first.
  private func packed(_ mask: [UInt8], units: Int) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: (shownUnits * shownExamples + 7) / 8)
    for unit in 0..<shownUnits {
      for row in 0..<shownExamples where mask[row * units + unit] == 1 {
        let bit = unit * shownExamples + row
        packed[bit / 8] |= 1 << UInt8(bit % 8)
      }
    }
    return packed
  }

  /// Whether each input and hidden unit is kept for the chosen example.
  private func alive(_ masks: [[UInt8]]) -> [UInt8] {
    zip(masks, experiment.training.network.layers).flatMap { mask, units in
      mask[look.row * units..<(look.row + 1) * units]
    }
  }

  private func weights(_ parameters: Parameters) -> [UInt8]? {
    guard experiment.training.network.parameterCount <= LiveLimits.drawnWeights else { return nil }
    return parameters.weights.joined().flatMap { $0.bitPattern.littleEndianBytes }
  }

  /// With two classes, the probability of the second in each cell; with more, classes, then probabilities.
  private func boundary(_ parameters: Parameters) -> [UInt8]? {
    guard let grid = experiment.grid else { return nil }
    let predictions = TrainedNetwork(experiment.training, parameters: parameters)
      .predictions(grid.points)
    if experiment.dataset.classCount == 2 {
      return predictions.map { ($0.label == 1 ? $0.probability : 1 - $0.probability).asByte }
    }
    return predictions.map { UInt8(clamping: $0.label) } + predictions.map { $0.probability.asByte }
  }

  // MARK: Examples

  /// The training example in a row of a step's batch.
  private func example(row: Int, step: Int) -> Int {
    if experiment.training.batchSize == nil { return row }
    if orderStep > step + 1 {
      order = Self.order(of: experiment)
      orderStep = 0
    }
    while orderStep <= step {
      batch = order.nextBatch()
      orderStep += 1
    }
    return Int(batch[row])
  }

  private static func order(of experiment: Experiment) -> BatchOrder {
    BatchOrder(
      seed: experiment.settings.seed, exampleCount: experiment.train.count,
      batchSize: experiment.batchSize)
  }
}
