import DropoutStatistics
package import DropoutLab
package import DropoutTraining

/// What a reproduction may use, and where it reports its progress.
package struct ReproductionContext: Sendable {
  /// How many runs train at once.
  package var jobs: Int
  /// Minutes after which no more runs are begun; nil for no end.
  package var budgetMinutes: Double?
  /// How many seeds were asked for; nil for the reproduction's own number.
  package var seedCount: Int?
  /// The first seed that was asked for; nil for the reproduction's own.
  package var firstSeed: UInt64?
  /// Where known data sets are looked for.
  package var locator: DataLocator
  /// A data file of the user's.
  package var dataPath: String?
  /// Opens the store of finished runs; asked only by what trains runs of a plan.
  package var openStore: @Sendable () throws -> RunStore
  /// Tells a line that stays.
  package var say: @Sendable (String) -> Void
  /// Tells a line that the next one replaces.
  package var progress: @Sendable (String) -> Void
  /// Whether somebody asked to stop.
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
  ///   - count: How many where nobody asked.
  ///   - first: The first where nobody asked.
  package func seeds(_ count: Int, from first: UInt64 = 1) -> [UInt64] {
    let start = firstSeed ?? first
    return (0..<UInt64(seedCount ?? count)).map { start + $0 }
  }

  /// Throws where somebody asked to stop.
  package func checkInterruption() throws(ReproductionError) {
    if shouldStop() { throw .interrupted }
  }

  /// Trains those of `orders` that the store lacks, as far as the budget goes.
  ///
  /// Finished runs stay in the store: the same command goes on from them.
  /// - Parameter what: Names the work in the progress line.
  /// - Returns: One record a run; nil if the budget ended before it did.
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

  /// Works on elements, at most ``jobs`` at once, as far as the budget goes: for what is no run of a
  /// plan.
  ///
  /// - Returns: One value an element, in order; nil if the budget ended before its turn.
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
