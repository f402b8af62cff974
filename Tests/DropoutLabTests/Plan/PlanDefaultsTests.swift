import DropoutLab
import DropoutTraining
import Testing

/// Defaults by kind of data.
struct PlanDefaultsTests {
  /// Some data without meaning.
  private func dataset(
    _ name: String, count: Int = 120, features: Int = 4, classes: Int = 3,
    setsTestAside: Bool = false
  ) -> Dataset {
    func part(_ count: Int) -> Examples {
      Examples(
        featureCount: features, features: [Float](repeating: 0.5, count: count * features),
        labels: (0..<count).map { Int32($0 % classes) })
    }
    return Dataset(
      name: name, classCount: classes, train: part(count), test: part(30),
      reading: DataReading(
        classNames: (0..<classes).map { "\($0)" }, featureCount: features,
        setsTestAside: setsTestAside))
  }

  private func plan(_ dataset: Dataset, _ assignments: String...) throws -> Plan {
    var settings = PlanSettings()
    try settings.merge(assignment: "data.name=\(dataset.name)")
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return try Plan(settings, dataset: dataset)
  }

  @Test func filesHaveDefaultsOfTheirOwn() throws {
    let plan = try plan(dataset("mine.csv"))
    #expect(plan.training.network.layers == [4, 128, 128, 3])
    #expect(plan.training.network.initialisation == .he)
    #expect(plan.training.keepProbabilities == [1, 0.8, 0.8])
    #expect(plan.training.learningRate == LearningRate(0.1))
    #expect(plan.training.batchSize == 32)
    #expect(plan.data.standardise == .auto)
  }

  /// Training examples, and steps: ten epochs of batches of 32, 2,000 to 20,000.
  @Test(arguments: [(20, 2_000), (120, 2_000), (6_400, 2_000), (12_800, 4_000), (200_000, 20_000)])
  func stepsGoWithTheSize(count: Int, steps: Int) throws {
    let plan = try plan(dataset("mine.csv", count: count))
    #expect(plan.training.steps == steps)
    #expect(plan.training.batchSize == (count > 32 ? 32 : nil))
  }

  @Test(arguments: ["mnist", "fashion-mnist", "football"]) func knownDataKeepTheCourse(name: String)
    throws
  {
    let plan = try plan(dataset(name))
    #expect(plan.training.network.layers == [4, 20, 3, 3])
    #expect(plan.training.network.initialisation == .course)
    #expect(plan.training.keepProbabilities == [1, 0.86, 0.86])
    #expect(plan.training.learningRate == LearningRate(0.3))
    #expect(plan.training.batchSize == nil && plan.training.steps == 30_000)
    #expect(plan.data.standardise == .never)
  }

  @Test(arguments: [("sgd", 0.1), ("momentum", 0.01), ("nesterov", 0.01), ("adam", 0.001)])
  func aFilesLearningRateGoesWithTheOptimiser(name: String, rate: Double) throws {
    let file = try plan(dataset("mine.csv"), "training.optimizer=\(name)")
    #expect(file.training.learningRate == LearningRate(rate))
    let course = try plan(dataset("football"), "training.optimizer=\(name)")
    #expect(course.training.learningRate == LearningRate(0.3))
  }

  @Test func theCoursesOwnFileKeepsTheCourse() throws {
    let course = try plan(dataset("folder/data.mat", features: 2, classes: 2))
    #expect(course.training.network.layers == [2, 20, 3, 1] && course.training.steps == 30_000)
    let other = try plan(dataset("folder/data.mat", features: 3, classes: 2))
    #expect(other.training.network.layers == [3, 128, 128, 1])
  }

  /// A fraction is written where examples are set aside, and nowhere else.
  @Test(arguments: [true, false]) func writtenOutPlansResolveToThemselves(aside: Bool) throws {
    let data = dataset("mine.csv", setsTestAside: aside)
    let plan = try plan(data)
    #expect(plan.data.testFraction == (aside ? 0.2 : nil))
    #expect(plan.settings.toml.contains("test-fraction") == aside)
    #expect(plan.settings.toml.contains("standardise = \"auto\""))
    var again = PlanSettings()
    try again.merge(toml: plan.settings.toml, source: "plan.toml")
    #expect(try Plan(again, dataset: data) == plan)
    #expect(plan.command(dataset: data) == "dropout compare --data mine.csv")
  }

  @Test func standardiseTakesTwoFlagsAndAWord() throws {
    let data = dataset("mine.csv")
    #expect(try plan(data, "data.standardise=true").data.standardise == .always)
    #expect(try plan(data, "data.standardise=false").data.standardise == .never)
    #expect(try plan(data, "data.standardise=auto").data.standardise == .auto)
    #expect(try plan(dataset("mnist"), "data.standardise=auto").data.standardise == .auto)
    for value in ["yes", "1", "Auto"] {
      let error = #expect(throws: PlanError.self) { try plan(data, "data.standardise=\(value)") }
      #expect(error?.description.contains("true, false or \"auto\"") == true)
    }
  }
}
