public import DropoutTraining

extension ReportContent {
  /// Gathers what a report shows of a finished plan.
  ///
  /// Decision boundaries come from the stored weights of the first seed; a network too large to have
  /// them stored, or data with other than two features, gives none.
  ///
  /// - Parameter command: The command that repeats the comparison.
  public init(
    plan: Plan, dataset: Dataset, results: ComparisonResults, store: RunStore, command: String
  ) throws(StoreError) {
    self.init(
      results: results, dataDescription: dataset.summaryLine,
      trainingDescription: plan.trainingDescription, planText: plan.settings.toml,
      command: command, engineVersion: Engine.version,
      maskPictures: MaskPicture.pictures(
        of: plan.training, policies: plan.policies, seeds: plan.seeds,
        exampleCount: dataset.train.count),
      boundaries: try Self.boundaries(plan: plan, dataset: dataset, store: store))
  }

  private static func boundaries(
    plan: Plan, dataset: Dataset, store: RunStore
  ) throws(StoreError) -> [DecisionBoundary] {
    guard dataset.train.featureCount == 2 else { return [] }
    var boundaries: [DecisionBoundary] = []
    for policy in plan.policies {
      let run = PlannedRun(
        training: plan.training, policy: policy, seed: plan.seeds[0],
        dataChecksum: dataset.checksum)
      let shape = plan.training.network
      guard let parameters = try store.parameters(identity: run.identity, shape: shape)
      else { continue }
      boundaries.append(
        DecisionBoundary(run, parameters: parameters, points: dataset.train))
    }
    return boundaries
  }
}

extension ReportContent.DecisionBoundary {
  /// Classes and probabilities on a grid around the training points; at most 500 points are shown.
  init(_ run: PlannedRun, parameters: Parameters, points: Examples) {
    let shown = points.evenlySpaced(500)
    let columns = 96
    let rows = 96
    let x = Self.range(shown, feature: 0)
    let y = Self.range(shown, feature: 1)
    var features: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        features.append(Float(x.at((Double(column) + 0.5) / Double(columns))))
        features.append(Float(y.at((Double(row) + 0.5) / Double(rows))))
      }
    }
    let grid = Examples(
      featureCount: 2, features: features, labels: [Int32](repeating: 0, count: rows * columns))
    let network = TrainedNetwork(run.training, parameters: parameters)
    let predictions = network.predictions(ExampleMatrix(grid))
    self.init(
      policy: run.policy, seed: run.seed, x: x, y: y, columns: columns, rows: rows,
      classes: predictions.map(\.label), confidence: predictions.map(\.probability),
      points: (0..<shown.count).map {
        Point(
          x: Double(shown.features[2 * $0]), y: Double(shown.features[2 * $0 + 1]),
          label: Int(shown.labels[$0]))
      })
  }

  private static func range(_ examples: Examples, feature: Int) -> ClosedRange<Double> {
    let values = stride(from: feature, to: examples.features.count, by: 2).map {
      Double(examples.features[$0])
    }
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let margin = max((high - low) * 0.08, 1e-6)
    return low - margin...high + margin
  }
}

extension ClosedRange<Double> {
  fileprivate func at(_ share: Double) -> Double { lowerBound + (upperBound - lowerBound) * share }
}
