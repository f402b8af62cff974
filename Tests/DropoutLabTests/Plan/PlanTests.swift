import DropoutLab
import DropoutTraining
import Testing

struct PlanTests {
  static let football: Dataset = {
    do {
      return try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  private func plan(_ assignments: String...) throws -> Plan {
    var settings = PlanSettings()
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return try Plan(settings, dataset: Self.football)
  }

  @Test func defaultsAreTheCourseExperiment() throws {
    let plan = try plan()
    #expect(plan.training.network.layers == [2, 20, 3, 1])
    #expect(plan.training.network.activation == .relu)
    #expect(plan.training.network.loss == .sigmoid)
    #expect(plan.training.network.initialisation == .course)
    #expect(plan.training.keepProbabilities == [1, 0.86, 0.86])
    #expect(plan.training.optimizer == .sgd)
    #expect(plan.training.learningRate == LearningRate(0.3))
    #expect(plan.training.batchSize == nil)
    #expect(plan.training.steps == 30_000)
    #expect(plan.policies == Plan.usualPolicies)
    #expect(plan.seeds == (1...32).map { UInt64($0) })
    #expect(Self.football.train.count == 211 && Self.football.test.count == 2_000)
  }

  @Test(arguments: [
    [], ["training.epochs=2.5", "training.batch=20"],
    [
      "training.optimizer=nesterov", "training.momentum=0.95", "training.momentum-start=0.5",
      "training.momentum-ramp=100",
    ],
    ["training.optimizer=adam", "training.beta1=0.8", "training.schedule=inverse-time"],
    ["training.schedule=exponential", "training.schedule-factor=0.9", "training.l2=0.001"],
    ["dropout.keep=[0.9, 0.8, 0.7]", "dropout.scaling=classic", "training.max-norm=3"],
    ["dropout.schedule=late"], ["dropout.schedule=curriculum", "dropout.schedule-steps=77"],
    ["comparison.policies=none,every:100/per-batch,per-group:16", "comparison.first-seed=100"],
    ["network.layers=[2, 5, 2]", "network.loss=squared", "network.activation=tanh"],
    ["data.seed=9", "data.train=50", "data.noise=0.2"],
  ])
  func writtenOutPlansResolveToThemselves(assignments: [String]) throws {
    var settings = PlanSettings()
    for assignment in assignments { try settings.merge(assignment: assignment) }
    let plan = try Plan(settings, dataset: Self.football)
    var again = PlanSettings()
    try again.merge(toml: plan.settings.toml, source: "plan.toml")
    #expect(try Plan(again, dataset: Self.football) == plan)
    #expect(again.toml == plan.settings.toml)
  }

  /// What an assignment cannot be read as is text, which numbers refuse: nothing else ends there.
  @Test(arguments: [
    ("dropout.keep=[0.5,}", "takes a number or a list of numbers"),
    ("network.layers=[2,3,}1]", "takes a list of whole numbers"),
    ("data.seed=[1,}", "takes a whole number"), ("training.steps=1979-05-27", "a whole number"),
  ])
  func typingErrorsInAssignmentsAreRefused(assignment: String, part: String) throws {
    let error = try #require(throws: PlanError.self) { try plan(assignment) }
    #expect(error.description.contains(part))
  }

  @Test func settingsWithNULAreRefused() throws {
    for text in ["[data]\nname = \"a\\u0000b\"", "[comparison]\npolicies = [\"none\\u0000\"]"] {
      var settings = PlanSettings()
      let error = try #require(throws: PlanError.self) {
        try settings.merge(toml: text, source: "plan.toml")
      }
      #expect(error.description.contains("without NUL"))
    }
  }

  @Test func epochsBecomeSteps() throws {
    // 211 examples in batches of 20: 10.55 batches an epoch.
    #expect(try plan("training.batch=20", "training.epochs=3").training.steps == 32)
    #expect(
      try plan("training.batch=20", "training.epochs=3", "training.steps=7").training.steps == 7)
  }

  @Test func oneKeepIsForHiddenLayersAlone() throws {
    #expect(try plan("dropout.keep=0.5").training.keepProbabilities == [1, 0.5, 0.5])
    #expect(try plan("dropout.keep=[0.5, 0.7]").training.keepProbabilities == [1, 0.5, 0.7])
    #expect(try plan("dropout.keep=[0.9, 0.5, 0.7]").training.keepProbabilities == [0.9, 0.5, 0.7])
  }

  @Test func aSectionThatIsNoneIsRefusedThoughEmpty() {
    var settings = PlanSettings()
    #expect(throws: PlanError.self) { try settings.merge(toml: "[foo]\n", source: "p.toml") }
    #expect(throws: Never.self) { try settings.merge(toml: "[training]\n", source: "p.toml") }
  }

  /// What is refused, and a word that the message must hold.
  @Test(arguments: [
    ("training.steps=0", "1 to"), ("training.steps=1.5", "whole number"),
    ("training.stepz=1", "there is no setting"), ("nonsense", "key=value"),
    ("dropout.keep=0", "above 0"), ("dropout.keep=1.01", "above 0"),
    ("dropout.keep=1e-9", "0.00001 to 0.99999"), ("dropout.keep=1e-300", "0.00001 to 0.99999"),
    ("dropout.keep=0.999999999", "0.00001 to 0.99999"),
    ("dropout.keep=[0.5, 0.5, 0.5, 0.5]", "hidden layers"),
    ("network.layers=[3, 20, 1]", "2 features"), ("network.layers=[2, 20, 7]", "2 classes"),
    ("network.layers=[2]", "widths"), ("network.layers=[2, 0, 1]", "widths"),
    ("network.loss=softmax", "two outputs"), ("network.loss=hinge", "softmax"),
    ("network.activation=gelu", "relu"), ("training.optimizer=lion", "adam"),
    ("training.momentum=0.9", "no effect on sgd"), ("training.beta1=0.8", "no effect on sgd"),
    ("training.schedule-steps=5", "no effect on constant"),
    ("data.test-fraction=0.5", "is for files"), ("training.schedule=cosine", "inverse-time"),
    ("training.batch=1000", "211 training examples"),
    ("comparison.policies=per-sample", "did you mean per-example?"),
    ("comparison.policies=none,none", "twice"), ("comparison.policies=[]", "per-example"),
    ("comparison.seeds=0", "1 to"), ("training.learning-rate=-1", "from 0"),
    ("training.max-norm=true", "a number"),
  ])
  func badSettingsAreRefused(assignment: String, word: String) {
    let error = #expect(throws: PlanError.self) { try plan(assignment) }
    let text = error?.description ?? ""
    #expect(text.contains(word), "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test func syntaxErrorsNameTheirPlace() {
    var settings = PlanSettings()
    let error = #expect(throws: PlanError.self) {
      try settings.merge(toml: "[training]\nsteps = = 3\n", source: "my.toml")
    }
    #expect(error?.description.hasPrefix("my.toml, line 2, column ") == true)
  }

  @Test func identityCountsEverythingThatDecides() throws {
    func identities(
      _ assignments: String..., dataset: Dataset = Self.football
    ) throws -> Set<String> {
      var settings = PlanSettings()
      for assignment in assignments { try settings.merge(assignment: assignment) }
      try settings.merge(assignment: "comparison.seeds=2")
      return Set(try Plan(settings, dataset: dataset).runs(dataset: dataset).map(\.identity))
    }
    let usual = try identities()
    #expect(usual.count == 10)
    #expect(try identities() == usual)
    for change in [
      "training.steps=29999", "training.learning-rate=0.31", "dropout.keep=0.85",
      "network.activation=tanh", "training.l2=0.1", "training.max-norm=4", "training.batch=100",
      "dropout.scaling=classic", "network.initialisation=he", "training.optimizer=adam",
      "network.loss=squared", "network.layers=[2, 20, 1]", "training.schedule=exponential",
    ] {
      #expect(try identities(change).isDisjoint(with: usual), "\(change)")
    }
    let otherData = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 2))
    #expect(try identities(dataset: otherData).isDisjoint(with: usual))
    // More seeds add runs; those that were there keep their names.
    #expect(try identities("comparison.policies=none,per-batch").isSubset(of: usual))
  }

  /// What every case starts from, and settings each of which alone makes it another run.
  @Test(arguments: [
    (["optimizer=momentum"], ["optimizer=nesterov", "momentum=0.8"]),
    (
      ["optimizer=momentum", "momentum=0.9", "momentum-start=0.5", "momentum-ramp=9"],
      ["momentum=0.8", "momentum-start=0.1", "momentum-ramp=10"]
    ),
    (["optimizer=adam"], ["beta1=0.8", "beta2=0.9", "epsilon=1e-6"]),
    (
      ["schedule=step", "schedule-steps=100", "schedule-factor=0.9"],
      ["schedule=exponential", "schedule-steps=101", "schedule-factor=0.8"]
    ),
  ])
  func identityCountsEachSettingAlone(base: [String], changes: [String]) throws {
    func identity(_ assignments: [String]) throws -> String {
      var settings = PlanSettings()
      for assignment in assignments { try settings.merge(assignment: "training.\(assignment)") }
      let plan = try Plan(settings, dataset: Self.football)
      return try #require(plan.runs(dataset: Self.football).first).identity
    }
    let unchanged = try identity(base)
    #expect(try identity(base) == unchanged)
    for change in changes { #expect(try identity(base + [change]) != unchanged, "\(change)") }
  }
}
