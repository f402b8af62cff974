import DropoutFigures
import DropoutLab
import DropoutStatistics
import DropoutTraining
import Foundation

extension LiveRun {
  /// The message with everything that stays the same while an experiment trains.
  var opened: ServerMessage.Opened {
    let (plan, dataset) = (experiment.plan, experiment.dataset)
    let network = plan.training.network
    let units = ThinnedNetworks(plan.training).unitCount
    return ServerMessage.Opened(
      settings: experiment.settings, network: network.layers, batchSize: experiment.batchSize,
      trainCount: dataset.train.count, testCount: dataset.test.count,
      classCount: dataset.classCount, classNames: dataset.classNames, points: points,
      range: experiment.grid.map {
        .init(x: [$0.x.lowerBound, $0.x.upperBound], y: [$0.y.lowerBound, $0.y.upperBound])
      },
      grid: LiveLimits.grid,
      looks: plan.policies.map { [style = ArmStyle(plan.policies.map(\.description))] in
        PanelLook($0, style: style, keep: experiment.settings.keep)
      },
      layers: (0..<network.droppableLayerCount).map {
        .init(layer: $0, units: network.layers[$0], keep: plan.training.keepProbabilities[$0])
      },
      droppableUnits: units, thinnedNetworks: Self.powerOfTwo(units),
      dataLine: dataset.summaryLine, trainingLine: plan.trainingDescription,
      command: experiment.plan(seeds: 30).command(dataset: dataset))
  }

  private var points: ServerMessage.Opened.Points? {
    let examples = experiment.dataset.train
    guard examples.featureCount == 2 else { return nil }
    let rows = 0..<examples.count
    let x: [Float] = rows.map { examples.features[2 * $0] }
    let y: [Float] = rows.map { examples.features[2 * $0 + 1] }
    return .init(x: x, y: y, label: examples.labels)
  }

  /// 2ⁿ in digits, or its size as a power of ten if *n* is over 40.
  static func powerOfTwo(_ exponent: Int) -> String {
    guard exponent > 40 else { return NumberText.count(1 << exponent) }
    return "about 10^\(Int((Double(exponent) * 0.30103).rounded()))"
  }
}
