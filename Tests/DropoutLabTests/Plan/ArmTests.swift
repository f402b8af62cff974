import DropoutLab
import DropoutTraining
import LabTestSupport
import Testing

/// Arms: sides of a comparison that differ in more than their mask policy.
struct ArmTests {
  private let football = PlanTests.football

  private func settings(_ toml: String = "", arms: [String] = []) throws -> PlanSettings {
    var settings = PlanSettings()
    try settings.merge(toml: toml, source: "plan.toml")
    for arm in arms { settings.add(try ArmSettings(arm, source: "--arm")) }
    return settings
  }

  private func plan(_ toml: String = "", arms: [String] = []) throws -> Plan {
    try Plan(try settings(toml, arms: arms), dataset: football)
  }

  /// The forum's comparison: a matrix at keep .86 against a column at .91.
  private let forum = ["matrix: per-example", "column .91: per-batch keep=0.91"]

  @Test func anArmChangesWhatItNames() throws {
    let plan = try plan(arms: forum)
    #expect(plan.policies.isEmpty)
    #expect(plan.arms.map(\.arm.name) == ["matrix", "column .91"])
    #expect(plan.arms.map(\.policy) == [.perExample, .perBatch])
    #expect(plan.arms[0].training == plan.training)
    var changed = plan.training
    changed.keepProbabilities = [1, 0.91, 0.91]
    #expect(plan.arms[1].training == changed)
    let runs = plan.runs(dataset: football)
    #expect(runs.count == 64)
    #expect(runs[1].training == changed && runs[1].policy == .perBatch && runs[1].seed == 1)
    // The run is that of a plan with this keep probability, so a store finds it again.
    let alone = try self.plan("dropout.keep = 0.91\ncomparison.policies = ['per-batch']")
    #expect(alone.runs(dataset: football)[0].identity == runs[1].identity)
  }

  @Test func filesAndFlagsNameTheSameArms() throws {
    let fromFile = try plan(
      """
      [[arm]]
      name = "matrix"
      policy = "per-example"

      [[arm]]
      name = "column .91"
      policy = "per-batch"
      dropout.keep = 0.91
      """)
    #expect(try fromFile == plan(arms: forum))
    // A later arm takes the place of an earlier one of its name, and policies come first.
    var settings = fromFile.settings
    settings.add(try ArmSettings("matrix: none l2=0.01", source: "--arm"))
    try settings.merge(assignment: "comparison.policies=none")
    let more = try Plan(settings, dataset: football)
    #expect(more.arms.map(\.arm.name) == ["none", "matrix", "column .91"])
    #expect(more.arms[1].training.l2 == 0.01 && more.arms[1].policy == .none)
  }

  @Test(arguments: [
    ["matrix: per-example", "column .91: per-batch keep=0.91"],
    ["a: none l2=0.001 max-norm=2", "b: per-example optimizer=adam"],
    ["wide: per-example layers=2-40-5-1", "deep: per-batch network.layers=2-9-8-7-1 keep=0.9"],
    ["small batches: per-group:4 batch=20", "input: per-example keep=0.9,0.8,0.7"],
    ["decaying: per-example schedule=exponential schedule-factor=0.9", "per-batch"],
    ["early: per-example dropout.schedule=early", "per-batch"],
    ["both: per-batch dropout.schedule=annealed dropout.schedule-steps=30 schedule=step", "none"],
  ])
  func writtenOutPlansResolveToThemselves(arms: [String]) throws {
    let base = "training.optimizer = 'momentum'\ntraining.momentum = 0.8\ntraining.steps = 100"
    let plan = try plan(base, arms: arms)
    var again = PlanSettings()
    try again.merge(toml: plan.settings.toml, source: "plan.toml")
    #expect(try Plan(again, dataset: football) == plan)
    #expect(again.toml == plan.settings.toml)
    // And so does the command.
    let command = plan.command(dataset: football)
    for arm in plan.arms { #expect(command.contains("--arm '\(arm.arm.name): ")) }
  }

  /// Settings of the plan that mean nothing to an arm's optimiser are not the arm's.
  @Test func anArmHasTheDefaultsOfItsOwnSettings() throws {
    let plan = try plan(
      "training.optimizer = 'momentum'\ntraining.momentum = 0.8",
      arms: ["momentum: per-example", "adam: per-example optimizer=adam"])
    #expect(plan.arms[0].training.optimizer == .momentum(.init(0.8)))
    #expect(plan.arms[1].training.optimizer == .usualAdam)
    let adam = try self.plan("training.optimizer = 'adam'")
    #expect(plan.arms[1].training.learningRate == adam.training.learningRate)
  }

  @Test func whatIsNotPairedIsSaid() throws {
    #expect(try plan(arms: forum).unpaired == nil)
    let network = try plan(arms: ["a: per-example", "b: per-example layers=2-9-1"])
    #expect(network.unpaired?.contains("only the order of the data") == true)
    let batch = try plan("training.steps = 9", arms: ["a: none", "b: none batch=7"])
    #expect(batch.unpaired?.contains("only the initial weights") == true)
    let both = try plan("training.steps = 9", arms: ["a: none layers=2-9-1", "b: none batch=7"])
    #expect(both.unpaired?.contains("pair neither") == true)
    #expect(both.trainingDescription.contains("b is none, batch 7"))
  }

  @Test func aBaselineIsOneSideOfEveryPair() throws {
    let toml = "comparison.policies = ['none', 'per-example']\ncomparison.baseline = 'column'"
    let plan = try plan(toml, arms: ["column: per-batch keep=0.91"])
    #expect(plan.baselineArm?.name == "column")
    let runs = plan.arms.map { arm in
      ArmRuns(
        arm.arm,
        (1...8).map { seed in
          let extra = arm.policy == .none ? 0.02 * Double(seed % 5) : 0
          return makeRun(
            arm.policy, seed: UInt64(seed), error: 0.1 + 0.01 * Double(seed % 3) + extra)
        })
    }
    let results = try ComparisonResults(
      arms: runs, baseline: plan.baselineArm, testExampleCount: 100, steps: 10)
    let pairs = results.comparisons.filter { $0.metric == results.metric }
    #expect(pairs.map(\.a.name) == ["none", "per-example"])
    #expect(pairs.allSatisfy { $0.b.name == "column" })
    // Holm corrects over these two pairs: the smaller p times 2.
    let p = pairs.compactMap(\.signFlipP)
    #expect(pairs.compactMap(\.holmP).min() == min(1, 2 * (p.min() ?? 1)))
    let sequence = SequentialComparison(plan, rule: UntilDecided())
    #expect(sequence.pairs.count == 2 && sequence.pairs.allSatisfy { $0.b.name == "column" })
  }

  @Test(arguments: [
    (["per-batch keep"], "keep is not allowed", "NAME: POLICY"),
    (["a: keep=0.9"], "none given", "per-example"),
    (["a: per-exmple"], "per-exmple", "per-example"),
    (["a: none kep=0.9"], "kep", "dropout.keep"),
    (["a: none keep=2"], "keep", "2"),
    (["a: none data.seed=2"], "data.seed", "the same for all arms"),
    (["a: none steps=2"], "training.steps", "the same for all arms"),
    (["none: none", "none: per-batch", "a: none momentum=0.3"], "momentum", "no effect"),
    (["a: none layers=3-4-1"], "arm a", "3 inputs"),
  ])
  func whatIsNoArmIsRefused(arms: [String], parts: String, more: String) {
    do {
      _ = try plan(arms: arms)
      Issue.record("accepted: \(arms)")
    } catch {
      let text = "\(error)"
      #expect(text.contains(parts) && text.contains(more), "\(text)")
    }
  }

  @Test func filesWithoutSoundArmsAreRefused() {
    for (toml, part) in [
      ("arm = 3", "tables [[arm]]"), ("[[arm]]\npolicy = 'none'", "without a name"),
      ("[[arm]]\nname = 'a'", "none given"),
      (
        "[[arm]]\nname = 'a'\npolicy = 'none'\n[[arm]]\nname = 'a'\npolicy = 'none'", "listed twice"
      ),
      ("[[arm]]\nname = 'a'\npolicy = 'none'\ntraining.lr = 1", "training.learning-rate"),
      ("comparison.baseline = 'per-bach'", "per-batch"),
    ] {
      do {
        _ = try plan(toml)
        Issue.record("accepted: \(toml)")
      } catch {
        #expect("\(error)".contains(part), "\(error)")
      }
    }
  }
}
