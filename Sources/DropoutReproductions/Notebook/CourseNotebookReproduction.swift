import DropoutTraining

/// The deep learning course's week-1 regularisation notebook: its printed digits, then the same training with
/// the seed set once, outside the forward pass, then many seeds.
struct CourseNotebookReproduction: Reproduction {
  /// The number of steps of every training; a quick look takes fewer than the notebook.
  var iterations = TrainingConfiguration.course.steps

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
    let driver = NotebookTraining(policy: .perExample, iterations: iterations)
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
      figures: [found.figure(reference: isCourseFile ? 0.95 : nil)],
      done: outcomes.count + driven.compactMap { $0 }.count + found.done,
      planned: printed.count + 1 + study.trainings.count)
  }

  private func shortened(_ training: NotebookTraining) -> NotebookTraining {
    var training = training
    training.iterations = iterations
    return training
  }
}
