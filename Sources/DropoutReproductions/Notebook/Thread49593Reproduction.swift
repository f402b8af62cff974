import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The comparison of forum thread 49593: both of its results come from a frozen mask.
struct Thread49593Reproduction: Reproduction {
  /// The number of steps of every training; a quick look takes fewer than the notebook.
  var iterations = TrainingConfiguration.course.steps

  let identity = ReproductionIdentity(
    name: "thread-49593",
    title: "The forum's comparison of mask matrices and mask columns",
    question: "Thread 49593 finds 95 % with a mask matrix and 96 % with a mask column: what was "
      + "compared, and how firm are the two numbers?",
    source: "community.deeplearning.ai, threads 49593 and 5829",
    basis: .readAtSource,
    needs: "nothing; with the course's data.mat (--data FILE) the thread's own numbers",
    duration: "half a minute on two cores", options: [.data, .seeds])

  static let cases = [
    RoundingCase(
      name: "matrix, keep .86", sharing: .perExample, keep: 0.86,
      published: Printed(
        train: 0.9289099526066351, test: 0.95, thread: "49593",
        costs: ["0.6543912405149825", "0.0610169865749056", "0.060582435798513114"])),
    RoundingCase(
      name: "column, keep .91", sharing: .perBatch, keep: 0.91,
      published: Printed(
        train: 0.9383886255924171, test: 0.96, thread: "49593",
        costs: ["0.690437069943951", "0.17615076457892637", "0.16678299596707952"])),
    RoundingCase(
      name: "column, keep .90", sharing: .perBatch, keep: 0.9,
      published: Printed(train: 0.933649289099526, test: 0.955, thread: "5829", costs: [])),
  ]

  /// The numbers printed in the thread.
  struct Printed: Sendable {
    let train: Double
    let test: Double
    let thread: String
    let costs: [String]
  }

  /// One frozen mask.
  struct RoundingCase: Sendable {
    let name: String
    let sharing: MaskPolicy.Sharing
    let keep: Double
    let published: Printed

    func training(repeat index: Int?) -> NotebookTraining {
      NotebookTraining(
        policy: MaskPolicy(sharing, .frozen), keep: keep,
        rounding: index.map { .init(relative: 1e-15, index: $0) })
    }
  }

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let data = try context.dataPath.map { try NotebookData(path: $0) } ?? Self.football()
    let repeats = context.seedCount ?? 20
    var trainings = Self.cases.flatMap { one in
      [one.training(repeat: nil)] + (0..<repeats).map { one.training(repeat: $0) }
    }
    for index in trainings.indices { trainings[index].iterations = iterations }
    let outcomes = try await context.work(on: trainings, what: "trainings") {
      $0.outcome(data, shouldStop: context.shouldStop)
    }
    let studies = Self.cases.enumerated().map { number, one in
      let start = number * (repeats + 1)
      return RoundingStudy(
        one: one, plain: outcomes[start],
        repeats: outcomes[start + 1..<start + 1 + repeats].compactMap { $0 })
    }
    let firstCost = NotebookTraining(iterations: 1).outcome(data).costs[0]
    let isCourseFile =
      context.dataPath != nil
      && PublishedNotebook.isCourseFile(firstCost: firstCost)
    let draw = SeedOneDraw()
    return ReproductionResults(
      identity,
      findings: draw.findings + [dataFinding(context, isCourseFile: isCourseFile)]
        + (isCourseFile ? [Self.originFinding(studies)] : [])
        + studies.compactMap { $0.finding(isCourseFile: isCourseFile) },
      settings: NotebookFile.settings(data) + [
        "Rounding: every initial weight times 1 + 10⁻¹⁵ · a standard normal number, \(repeats) times; "
          + "weights of NumPy's seed 3, masks of seed 1, set again in every step."
      ],
      tables: [
        draw.table,
        ReproductionTable(
          name: "digits", title: "What each frozen mask prints, in Float64",
          labelColumns: ["frozen mask", "quantity"],
          rows: studies.flatMap { $0.digitRows(isCourseFile: isCourseFile) }),
        roundingTable(studies),
      ],
      figures: [figure(studies, isCourseFile: isCourseFile)],
      done: outcomes.count { $0 != nil }, planned: trainings.count)
  }

  /// The finding on whether the thread's first costs are those under the frozen masks of seed 1.
  static func originFinding(_ studies: [RoundingStudy]) -> String {
    let shared = studies.filter { !$0.one.published.costs.isEmpty }.map { study in
      study.plain.map { DigitTable.sharedDecimals(study.one.published.costs[0], $0.costs[0]) } ?? 0
    }
    let fewest = shared.min() ?? 0
    return fewest >= 10
      ? "Both first costs of thread 49593 are those of the masks of seed 1, to at least \(fewest) "
        + "decimals: both of its results come from a frozen mask."
      : "The first costs of thread 49593 are not both those of the masks of seed 1 (\(fewest) decimals "
        + "agree): that its results come from these masks is not reproduced."
  }

  private static func football() throws -> NotebookData {
    NotebookData(try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1)))
  }

  private func dataFinding(_ context: ReproductionContext, isCourseFile: Bool) -> String {
    if isCourseFile {
      return "This is the course's file: the first cost without dropout is the published one."
    }
    return context.dataPath == nil
      ? "Without data.mat the rest is measured on the generator football (seed 1), not on the "
        + "course's data: the threads' numbers do not apply to it, and only the course's data can show that its "
        + "first costs are those of these masks. \(NotebookFile.whence.capitalisedFirst)."
      : "This is another file than the course's: the threads' numbers do not apply to it."
  }

  private func roundingTable(_ studies: [RoundingStudy]) -> ReproductionTable {
    ReproductionTable(
      name: "rounding", title: "Test accuracy in % where only the weights' last bits differ",
      labelColumns: ["frozen mask"],
      rows: studies.map { study in
        ReproductionTable.Row(
          labels: [study.one.name], over: study.repeats.map { 100 * $0.testAccuracy },
          remark: study.spread)
      })
  }

  private func figure(_ studies: [RoundingStudy], isCourseFile: Bool) -> Figure {
    let dots = studies.enumerated().flatMap { number, study in
      study.repeats.map { Figure.Point(Double(number), 100 * $0.testAccuracy) }
    }
    let printed = studies.enumerated().map { number, study in
      Figure.Point(Double(number), 100 * study.one.published.test)
    }
    return Figure(
      name: "rounding", title: "What the last bit of the initial weights decides",
      subtitle:
        "Each dot is one training under the same frozen mask; the initial weights differ by "
        + "one part in 10¹⁵.",
      valueTitle: "test accuracy, %", categories: studies.map(\.one.name),
      series: [.init("repeats", dots, look: .cloud)]
        + (isCourseFile ? [.init("printed in the thread", printed, look: .published)] : []))
  }
}
