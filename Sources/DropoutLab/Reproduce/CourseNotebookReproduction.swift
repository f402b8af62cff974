import DropoutTraining

/// The deep learning course's week-1 regularisation notebook: its printed digits, then the same with
/// the seed where it belongs, then many seeds.
struct CourseNotebookReproduction: Reproduction {
  /// Steps of every training; fewer than the notebook's for a quick look.
  var iterations = 30_000

  let identity = ReproductionIdentity(
    name: "course-notebook",
    title: "The course's regularisation notebook",
    question:
      "Do the notebook's printed digits come back, and where does its printed test accuracy "
      + "of 95 % with dropout stand among other seeds?",
    source: "deeplearning.ai, Improving Deep Neural Networks, week 1, regularisation exercise",
    basis: .readAtSource,
    needs: "the exercise's datasets/data.mat (--data FILE)",
    duration: "3 minutes on two cores", options: [.data, .seeds, .seed])

  func run(_ context: ReproductionContext) async throws -> ReproductionResults {
    let data = try NotebookFile.read(context, name: identity.name)
    let printed = PublishedNotebook.all
    let outcomes = try await context.work(
      on: printed.map { shortened($0.training) }, what: "the notebook"
    ) {
      $0.outcome(data, shouldStop: context.shouldStop)
    }.compactMap { $0 }
    let isCourseFile =
      outcomes.first.map { PublishedNotebook.isCourseFile(firstCost: $0.costs[0]) } ?? false
    let digits = DigitTable(isCourseFile: isCourseFile)
    var rows = zip(printed, outcomes).flatMap { digits.rows($0, $1) }
    let driver = shortened(NotebookTraining(policy: .perExample))
    let driven = try await context.work(on: [driver], what: "the seed in the driver") {
      $0.outcome(data, shouldStop: context.shouldStop)
    }
    if let outcome = driven[0] {
      rows += digits.rows(
        PublishedNotebook(name: "dropout .86, seed set once", training: driver), outcome)
    }
    let study = NotebookSeedStudy(
      seeds: context.seeds(48, from: 0), iterations: iterations)
    let found = try await study.run(data, context)
    return ReproductionResults(
      identity,
      findings: [
        isCourseFile
          ? "This is the course's file: the first cost without dropout is the published one."
          : "This is another file than the course's: the first cost without dropout is not the "
            + "published one, so the published digits do not apply and are not shown."
      ] + digits.findings(printed, outcomes) + found.findings(against: isCourseFile ? 0.95 : nil),
      settings: NotebookFile.settings(data) + study.settings,
      tables: [
        ReproductionTable(
          name: "digits", title: "The notebook's printed digits, in Float64",
          labelColumns: ["training", "quantity"], rows: rows),
        found.table, found.pairTable,
      ],
      charts: [found.chart(reference: isCourseFile ? 0.95 : nil)],
      done: outcomes.count + driven.compactMap { $0 }.count + found.done,
      planned: printed.count + 1 + study.trainings.count)
  }

  private func shortened(_ training: NotebookTraining) -> NotebookTraining {
    var training = training
    training.iterations = iterations
    return training
  }
}

/// What the notebook prints.
struct PublishedNotebook {
  /// Which of its trainings it is.
  let name: String
  /// The training.
  let training: NotebookTraining
  /// Costs at 0, 10,000 and 20,000 as printed; "…" where no more digits are known.
  var costs: [String] = []
  /// Accuracies on the training and the test examples as printed.
  var accuracies: [String] = []

  static let all = [
    PublishedNotebook(
      name: "no regularisation", training: NotebookTraining(),
      costs: ["0.6557412523481002", "0.163299875257…", "0.138516424233…"],
      accuracies: ["0.947867298578", "0.915"]),
    PublishedNotebook(
      name: "L2, λ .7", training: NotebookTraining(lambda: 0.7),
      costs: ["0.6974484493131264", "0.2684918873282239", "0.2680916337127301"],
      accuracies: ["0.938388625592", "0.93"]),
    PublishedNotebook(
      name: "dropout .86 as it stands",
      training: NotebookTraining(policy: MaskPolicy(.perExample, .frozen)),
      costs: ["0.6543912405149825", "0.0610169865749056", "0.060582435798513114"],
      accuracies: ["0.928909952607", "0.95"]),
  ]

  /// Whether the data are the course's: the cost of the first step without dropout to ten digits.
  static func isCourseFile(firstCost: Double) -> Bool {
    abs(firstCost - 0.6557412523481002) < 0.5e-10
  }
}

/// Rows that set every printed digit beside ours.
struct DigitTable {
  let isCourseFile: Bool

  func rows(
    _ printed: PublishedNotebook, _ outcome: NotebookTraining.Outcome
  ) -> [ReproductionTable.Row] {
    let quantities =
      outcome.costs.indices.map { index in
        "cost at \(NumberText.count(index * printed.training.costInterval))"
      } + ["train accuracy", "test accuracy"]
    let published: [String?] = printed.costs + printed.accuracies
    let ours = outcome.costs + [outcome.trainAccuracy, outcome.testAccuracy]
    return quantities.indices.map { index in
      let text = isCourseFile && published.count == ours.count ? published[index] : nil
      return ReproductionTable.Row(
        [printed.name, quantities[index]], published: text, ours: ours[index],
        remark: text.map { Self.agreement($0, ours[index]) } ?? "", form: .allDigits)
    }
  }

  /// One sentence a training.
  func findings(
    _ printed: [PublishedNotebook], _ outcomes: [NotebookTraining.Outcome]
  ) -> [String] {
    guard isCourseFile else { return [] }
    return zip(printed, outcomes).map { printed, outcome in
      let costs = zip(printed.costs, outcome.costs).map { Self.sharedDecimals($0, $1) }
      let accuracies = zip(printed.accuracies, [outcome.trainAccuracy, outcome.testAccuracy])
        .allSatisfy { Self.sharedDecimals($0, $1) >= Self.decimals($0) }
      return "\(printed.name): the costs come back to at least \(costs.min() ?? 0) decimals, the "
        + "accuracies \(accuracies ? "exactly" : "do not come back")."
    }
  }

  private static func agreement(_ published: String, _ ours: Double) -> String {
    let (shared, all) = (sharedDecimals(published, ours), decimals(published))
    return shared >= all ? "all digits" : shared > 0 ? "\(shared) decimals" : "another value"
  }

  private static func decimals(_ published: String) -> Int {
    (published.split(separator: ".").last?.count { $0.isNumber }) ?? 0
  }

  /// How many decimals of a printed number a value repeats.
  static func sharedDecimals(_ published: String, _ value: Double) -> Int {
    let all = decimals(published)
    guard let number = Double(published.filter { $0 != "…" }) else { return 0 }
    let isCut = published.hasSuffix("…")
    var (shared, step) = (0, 1.0)
    while shared < all {
      step /= 10
      // The last known digit of a cut number may be short by nearly one.
      let slack = shared + 1 == all && isCut ? 1.0 : 0.5
      // Half a unit of the last place of the number itself.
      guard abs(number - value) <= max(slack * step, number.ulp) else { break }
      shared += 1
    }
    return shared
  }
}

/// The notebook's file and what is said about it.
enum NotebookFile {
  static let whence =
    "the file is datasets/data.mat of the week-1 regularisation exercise of deeplearning.ai's "
    + "course Improving Deep Neural Networks"

  static func read(_ context: ReproductionContext, name: String) throws -> NotebookData {
    guard let path = context.dataPath else {
      throw ReproductionError.needsFile(name: name, what: "the course's data.mat", whence: whence)
    }
    return try NotebookData(path: path)
  }

  static func settings(_ data: NotebookData) -> [String] {
    [
      "Network 2-20-3-1: ReLU, ReLU, logistic; cross-entropy; full-batch gradient descent, learning "
        + "rate 0.3, 30,000 iterations; weights N(0, 1)/√fan-in from NumPy's generator, biases 0.",
      "\(data.train.count) training and \(data.test.count) test examples: one test example is "
        + "\(NumberText.fixed(100 / Double(data.test.count), decimals: 2)) points.",
      "Float64, NumPy's MT19937 replayed; sums in another order than NumPy's, so last digits may differ.",
    ]
  }
}
