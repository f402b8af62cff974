public import DropoutTraining

extension ComparisonResults {
  /// Compares a plan's finished runs by the rule that fits how the number of seeds was chosen: the plan's own
  /// rule, the figures for a fixed number of seeds if that number was announced, else anytime intervals.
  ///
  /// - Parameters:
  ///   - plan: The plan; its rule is set if the runs are judged as if seeds had been added.
  ///   - dataset: The data of the plan.
  ///   - records: Finished runs of the plan, seed by seed; all of them if the number of seeds is fixed.
  ///   - store: The store, which knows whether the number of seeds was announced.
  /// - Throws: ``ComparisonError`` if the runs are not paired, or what the store throws.
  public init(
    _ plan: inout Plan, dataset: Dataset, records: [RunRecord], store: RunStore
  ) throws {
    let asked = AnnouncedComparison(SweepCase(plan, dataset: dataset))
    let isFixed = try plan.untilDecided == nil && store.isAnnounced(asked)
    if !isFixed { store.lookAt([asked]) }
    try self.init(&plan, dataset: dataset, records: records, isFixed: isFixed)
  }

  /// Compares a plan's finished runs, by figures for a fixed number of seeds or by anytime intervals.
  ///
  /// - Parameters:
  ///   - plan: The plan; its rule is set if the runs are judged as if seeds had been added.
  ///   - dataset: The data of the plan.
  ///   - records: Finished runs of the plan, seed by seed; all of them if the number of seeds is fixed.
  ///   - isFixed: Whether the plan's number of seeds was settled before the first result.
  /// - Throws: ``ComparisonError`` if the runs are not paired.
  public init(
    _ plan: inout Plan, dataset: Dataset, records: [RunRecord], isFixed: Bool
  ) throws {
    var one = SweepCase(plan, dataset: dataset)
    if !isFixed, plan.arms.count > 1 {
      one.decided = plan.judgeAsAdded(records)
      plan.untilDecided = plan.untilDecided ?? UntilDecided()
    }
    try self.init(one, records: records)
  }
}
