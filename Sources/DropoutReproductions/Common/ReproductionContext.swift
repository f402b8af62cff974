import DropoutStatistics
package import DropoutLab
package import DropoutTraining

/// The resources of a reproduction: seeds, time, data and the store, and the place to report progress.
package struct ReproductionContext: Sendable {
  /// The number of runs that train at once.
  package var jobs: Int
  /// The minutes after which no more runs are begun; nil for no limit.
  package var budgetMinutes: Double?
  /// The number of seeds the user asked for; nil for the reproduction's own number.
  package var seedCount: Int?
  /// The first seed the user asked for; nil for the reproduction's own.
  package var firstSeed: UInt64?
  /// Finds the known data sets.
  package var locator: DataLocator
  /// A data file of the user's.
  package var dataPath: String?
  /// Opens the store of finished runs; called only if runs of a plan are trained.
  package var openStore: @Sendable () throws -> RunStore
  /// Prints a line that stays.
  package var say: @Sendable (String) -> Void
  /// Prints a line that the next one replaces.
  package var progress: @Sendable (String) -> Void
  /// Whether the user asked to stop.
  package var shouldStop: @Sendable () -> Bool

  private let start = ContinuousClock.now

  /// A context whose time begins now.
  package init(
    jobs: Int, budgetMinutes: Double? = nil, seedCount: Int? = nil, firstSeed: UInt64? = nil,
    locator: DataLocator = DataLocator(), dataPath: String? = nil,
    openStore: @escaping @Sendable () throws -> RunStore,
    say: @escaping @Sendable (String) -> Void = { _ in },
    progress: @escaping @Sendable (String) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    precondition(jobs > 0, "\(jobs) jobs")
    self.jobs = jobs
    self.budgetMinutes = budgetMinutes
    self.seedCount = seedCount
    self.firstSeed = firstSeed
    self.locator = locator
    self.dataPath = dataPath
    self.openStore = openStore
    self.say = say
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// Seconds since the context was made.
  package var elapsedSeconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Whether the budget is used up.
  package var isOverBudget: Bool { budgetMinutes.map { elapsedSeconds > $0 * 60 } ?? false }

  /// The seeds to run, ascending.
  ///
  /// - Parameters:
  ///   - count: The number of seeds unless the user gave one.
  ///   - first: The first seed unless the user gave one.
  package func seeds(_ count: Int, from first: UInt64 = 1) -> [UInt64] {
    let start = firstSeed ?? first
    return (0..<UInt64(seedCount ?? count)).map { start + $0 }
  }

  /// Throws if the user asked to stop.
  package func checkInterruption() throws(ReproductionError) {
    if shouldStop() { throw .interrupted }
  }

  /// Trains the runs that the store lacks until the budget is used up.
  ///
  /// Finished runs stay in the store, and the same command continues from them.
  /// - Parameter what: The name of the work in the progress line.
  /// - Returns: One record per run; nil if the budget was used up before it finished.
  /// - Throws: ``DropoutLab/RunDesk/Stopped``, ``DropoutLab/StoreError``.
  package func train(
    _ orders: [RunOrder], data: LoadedData, what: String = "training"
  ) async throws -> [RunRecord?] {
    let desk = RunDesk(
      store: try openStore(), jobs: jobs, data: data,
      watch: RunWatch(
        shouldStop: shouldStop,
        progress: { told in
          progress(
            "\(what): \(NumberText.count(told.finished)) of \(NumberText.counted(told.total, "run")), "
              + "\(NumberText.fixed(100 * told.doneShare, decimals: 0)) %")
        }, notice: { say("\($0)") }))
    defer { progress("") }
    return try await desk.train(
      orders, until: budgetMinutes.map { start + .seconds(60 * $0) }
    ).records
  }

  /// Works on elements that are not runs of a plan, at most ``jobs`` at once, until the budget is used up.
  ///
  /// - Returns: One value per element, in order; nil if the budget was used up before its turn.
  /// - Throws: ``ReproductionError/interrupted``.
  package func work<Element: Sendable, Value: Sendable>(
    on elements: [Element], what: String,
    _ transform: @escaping @Sendable (Element) -> Value
  ) async throws -> [Value?] {
    var values = [Value?](repeating: nil, count: elements.count)
    var (next, done) = (0, 0)
    await withTaskGroup(of: (Int, Value).self) { group in
      func add() {
        guard next < elements.count, !shouldStop(), !isOverBudget else { return }
        let (index, element) = (next, elements[next])
        group.addTask { (index, transform(element)) }
        next += 1
      }
      for _ in 0..<jobs { add() }
      while let (index, value) = await group.next() {
        values[index] = value
        done += 1
        progress("\(what): \(done) of \(elements.count)")
        add()
      }
    }
    progress("")
    try checkInterruption()
    return values
  }
}
