@testable import DropoutReproductions
import DropoutTraining
import Foundation
import Testing

@testable import DropoutLab

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct ReproductionTests {
  private func context(
    data: String? = nil, seeds: Int? = nil, budget: Double? = nil, stops: Bool = false
  ) -> ReproductionContext {
    ReproductionContext(
      jobs: 2, budgetMinutes: budget, seedCount: seeds,
      locator: DataLocator(dataDirectory: nil, environment: ["HOME": "/nowhere"]), dataPath: data,
      openStore: { try RunStore(path: ":memory:") }, shouldStop: { stops })
  }

  /// Every file of some results is there and every drawing is well-formed and on the canvas.
  private func expectFiles(_ results: ReproductionResults) throws {
    let study = try results.study()
    let files = study.documents
    #expect(Set(files.map(\.name)).count == files.count)
    for file in files where file.name.hasSuffix(".svg") || file.name.hasSuffix(".html") {
      let parser = XMLParser(data: Data(file.text.utf8))
      #expect(parser.parse(), "\(file.name): \(String(describing: parser.parserError))")
      if file.name.hasSuffix(".html") { continue }
      #expect(!file.text.contains("nan") && !file.text.contains("inf"))
      #expect(!file.text.contains("var("), "\(file.name) needs a style sheet")
    }
    let text = study.markdown
    for finding in results.findings { #expect(text.contains(finding)) }
    for table in results.tables { #expect(text.contains("## \(table.title)")) }
  }

  @Test func namesAreWordsAndUnique() throws {
    let names = ReproductionList.all.map(\.identity.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } && name != "list")
      #expect(try ReproductionList.find(name).identity.name == name)
    }
  }

  @Test(
    arguments: [
      ("course-notebok", "course-notebook"), ("thread", "thread-49593"), ("wager", "wager-l2"),
      ("lst", "list"), ("xyz", nil),
    ] as [(String, String?)])
  func aNearNameIsSuggested(name: String, suggestion: String?) {
    #expect(throws: ReproductionError.unknown(name: name, suggestion: suggestion)) {
      try ReproductionList.find(name)
    }
  }

  @Test func notebookTellsAnotherFileFromTheCourses() async throws {
    let path = try NotebookFixture.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let results = try await CourseNotebookReproduction(iterations: 8)
      .run(context(data: path, seeds: 3))
    #expect(results.isComplete && results.planned == 19)
    #expect(results.findings[0].contains("another file"))
    #expect(results.tables.flatMap(\.rows).allSatisfy { $0.published == nil })
    #expect(results.tables[1].rows.map(\.seeds) == [3, 3, 3, 3, 3])
    try expectFiles(results)
    #expect(PublishedNotebook.isCourseFile(firstCost: 0.65574125234))
    #expect(!PublishedNotebook.isCourseFile(firstCost: 0.6557412524))
  }

  @Test func notebookNeedsItsFile() async {
    await #expect(throws: ReproductionError.self) {
      try await CourseNotebookReproduction(iterations: 8).run(context())
    }
  }

  @Test func threadsDrawIsTheFrozenColumn() async throws {
    // NumPy: np.random.seed(1); np.random.rand(23)
    let draw = SeedOneDraw()
    #expect(abs((draw.uniforms[..<20].max() ?? 0) - 0.87811744) < 5e-9)
    for (uniform, numpy) in zip(draw.uniforms[20...], [0.80074457, 0.96826158, 0.31342418]) {
      #expect(abs(uniform - numpy) < 5e-9)
    }
    #expect(draw.findings[0].contains("0 of the 20 units of layer 1 and 1 of the 3"))
    let results = try await Thread49593Reproduction(iterations: 8).run(context(seeds: 2))
    #expect(results.isComplete && results.planned == 9)
    #expect(results.tables.flatMap(\.rows).allSatisfy { $0.published == nil })
    try expectFiles(results)
  }

  /// Were the first costs the published ones, or others.
  @Test(arguments: [(0.0, "both of its results come from"), (1e-6, "not reproduced")])
  func firstCostsTellTheOrigin(shift: Double, words: String) {
    let studies = Thread49593Reproduction.cases.map { one in
      let cost = one.published.costs.first.flatMap { Double($0) } ?? 0
      return RoundingStudy(
        one: one,
        plain: .init(costs: [cost + shift], trainAccuracy: 1, testAccuracy: 1), repeats: [])
    }
    #expect(Thread49593Reproduction.originFinding(studies).contains(words))
  }

  /// A repeat with exactly the printed pair is counted where the file is the course's.
  @Test func printedPairsAreCounted() throws {
    let one = Thread49593Reproduction.cases[1]
    let (train, test) = (one.published.train, one.published.test)
    let study = RoundingStudy(
      one: one, plain: nil,
      repeats: [
        .init(costs: [], trainAccuracy: train, testAccuracy: test),
        .init(costs: [], trainAccuracy: train, testAccuracy: test - 0.005),
        .init(costs: [], trainAccuracy: train - 1 / 211, testAccuracy: test),
      ])
    let finding = try #require(study.finding(isCourseFile: true))
    #expect(finding.contains("95.50 to 96.00 %") && finding.contains("turns up in 1 of 3"))
    #expect(study.finding(isCourseFile: false)?.contains("turns up") == false)
  }

  @Test func kingmasIdentityIsMeasured() async throws {
    var reproduction = KingmaVarianceReproduction()
    (reproduction.batchSizes, reproduction.steps) = ([1, 4], [2, 2])
    reproduction.pairs = 4
    let results = try await reproduction.run(context())
    #expect(results.tables.map(\.name) == ["course", "glyphs"])
    // With one example a batch the two sharings are one.
    let rows = results.tables[0].rows
    #expect(rows.count == 4 && rows[0].ours == rows[1].ours)
    try expectFiles(results)
  }

  @Test func wagersPenaltiesAndTrainingsAreTabled() async throws {
    var reproduction = WagerReproduction()
    (reproduction.keeps, reproduction.steps) = ([0.95], 10)
    let results = try await reproduction.run(context(seeds: 2))
    #expect(results.tables.map(\.name) == ["example", "penalty", "rare", "training"])
    for row in results.tables.flatMap(\.rows) { #expect(row.ours?.isFinite == true) }
    #expect(results.findings.count == 5)
    try expectFiles(results)
  }

  @Test func theBudgetEndsTheWork() async throws {
    let spent = context(budget: 1e-9)
    let values = try await spent.work(on: [1, 2, 3], what: "nothing") { $0 }
    #expect(values == [nil, nil, nil])
    let stopped = context(stops: true)
    await #expect(throws: ReproductionError.self) {
      try await stopped.work(on: [1], what: "nothing") { $0 }
    }
    #expect(try await context().work(on: [1, 2, 3], what: "all") { 2 * $0 } == [2, 4, 6])
  }

  @Test func runsOfAPlanAreKeptAndFoundAgain() async throws {
    var settings = PlanSettings()
    for assignment in [
      "data.train=20", "data.test=20", "network.layers=[2, 3, 1]", "training.steps=10",
      "comparison.policies=per-batch", "comparison.seeds=3",
    ] { try settings.merge(assignment: assignment) }
    let data = LoadedData()
    let dataset = try data.dataset(RunData(DataSpecification(settings)))
    let orders = SweepCase(try Plan(settings, dataset: dataset), dataset: dataset).orders
    let store = try RunStore(path: ":memory:")
    let context = ReproductionContext(jobs: 2, openStore: { store })
    let records = try await context.train(Array(orders.prefix(2)), data: data)
    #expect(records.compactMap { $0?.seed } == [1, 2])
    let spent = ReproductionContext(jobs: 2, budgetMinutes: 1e-9, openStore: { store })
    #expect(try await spent.train(orders, data: data).map { $0?.seed } == [1, 2, nil])
  }
}
