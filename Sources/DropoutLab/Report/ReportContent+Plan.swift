public import DropoutTraining

extension ReportContent {
  /// Gathers what a report shows of a finished plan.
  ///
  /// Decision boundaries come from the stored weights of one seed, the same for each policy: the first whose
  /// frozen mask drops something. There are none if the network is too large for its weights to be stored, or
  /// if the data do not have two features.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - dataset: Its data.
  ///   - results: The results of its runs.
  ///   - store: The store that holds the runs.
  ///   - command: The command that repeats the comparison.
  public init(
    plan: Plan, dataset: Dataset, results: ComparisonResults, store: RunStore, command: String
  ) throws(StoreError) {
    self.init(
      results: results,
      label: try store.label(ofComparison: plan.comparisonHash(dataset: dataset)),
      dataName: dataset.name,
      dataDescription: [dataset.summaryLine, dataset.reading?.summary].compactMap(\.self)
        .joined(separator: "; "),
      classNames: dataset.classNames,
      curveDescription: PreparedData.curveDescription(of: dataset),
      trainingDescription: plan.trainingDescription, unpaired: plan.unpaired,
      scheduleDescription: plan.scheduleDescription, planText: plan.settings.toml,
      command: command, engineVersion: Engine.version,
      maskPictures: MaskPicture.pictures(
        of: plan.arms, seeds: plan.seeds,
        exampleCount: dataset.train.count),
      boundaries: try Self.boundaries(plan: plan, dataset: dataset, store: store))
  }

  private static func boundaries(
    plan: Plan, dataset: Dataset, store: RunStore
  ) throws(StoreError) -> [DecisionBoundary] {
    guard dataset.train.featureCount == 2, dataset.target == nil else { return [] }
    var boundaries: [DecisionBoundary] = []
    let first = plan.arms[0].training
    let seed =
      first.pictureLayer.map {
        EmptyMask.tellingSeed(of: first, layer: $0, seeds: plan.seeds)
      } ?? plan.seeds[0]
    for arm in plan.arms {
      let run = arm.run(seed: seed, dataChecksum: dataset.checksum)
      let shape = arm.training.network
      guard let parameters = try store.parameters(identity: run.identity, shape: shape)
      else { continue }
      boundaries.append(
        DecisionBoundary(arm.arm, run, parameters: parameters, points: dataset.train))
    }
    return boundaries
  }
}

extension ReportContent.DecisionBoundary {
  /// Classes and probabilities on a grid around the training points; at most 500 points are shown,
  /// drawn at random by class.
  init(_ arm: Arm, _ run: PlannedRun, parameters: Parameters, points: Examples) {
    let shown = points.sample(500, key: RandomKey(seed: 0).folding(.picture))
    let cells = 96
    let grid = DecisionGrid(around: points, cells: cells)
    let network = TrainedNetwork(run.training, parameters: parameters)
    let predictions = network.predictions(grid.points)
    self.init(
      arm: arm, seed: run.seed,
      remark: EmptyMask.remark(
        run.training, policy: run.policy, seed: run.seed, exampleCount: points.count),
      x: grid.x, y: grid.y, columns: cells, rows: cells,
      classes: predictions.map(\.label), confidence: predictions.map(\.probability),
      points: (0..<shown.count).map {
        Point(
          x: Double(shown.features[2 * $0]), y: Double(shown.features[2 * $0 + 1]),
          label: Int(shown.labels[$0]))
      })
  }
}
