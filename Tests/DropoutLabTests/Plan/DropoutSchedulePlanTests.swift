import DropoutTraining
import Testing

@testable import DropoutLab

/// Schedules of dropout as settings of plans and arms.
struct DropoutSchedulePlanTests {
  private let football = PlanTests.football

  private func plan(_ assignments: [String], arms: [String] = []) throws -> Plan {
    var settings = PlanSettings()
    for assignment in assignments { try settings.merge(assignment: assignment) }
    for arm in arms { settings.add(try ArmSettings(arm, source: "--arm")) }
    return try Plan(settings, dataset: football)
  }

  @Test(arguments: [
    ("early", 5_000), ("late", 5_000), ("curriculum", 30_000), ("annealed", 30_000),
  ])
  func lengthsHaveDefaults(kind: String, steps: Int) throws {
    let schedule = try plan(["dropout.schedule=\(kind)"]).training.dropoutSchedule
    #expect(schedule.kind.rawValue == kind && schedule.steps == steps)
    let short = try plan(["dropout.schedule=\(kind)", "training.steps=1"]).training.dropoutSchedule
    #expect(short.steps == 1)
    let own = try plan(["dropout.schedule=\(kind)", "dropout.schedule-steps=70"])
    #expect(own.training.dropoutSchedule.steps == 70)
  }

  /// The length in an identity does not depend on whether it was given.
  @Test func theUsualLengthIsTheSameRun() throws {
    func identity(_ assignments: [String]) throws -> String {
      try plan(assignments).runs(dataset: football)[0].identity
    }
    let usual = try identity(["dropout.schedule=early"])
    #expect(try usual == identity(["dropout.schedule=early", "dropout.schedule-steps=5000"]))
    #expect(try usual != identity(["dropout.schedule=early", "dropout.schedule-steps=5001"]))
    #expect(try usual != identity([]))
    #expect(try identity(["dropout.schedule=constant"]) == identity([]))
  }

  @Test func armsHaveTheirOwn() throws {
    let plan = try plan(
      [],
      arms: [
        "constant: per-example", "early: per-example dropout.schedule=early",
        "late: per-example dropout.schedule=late dropout.schedule-steps=100",
      ])
    #expect(
      plan.arms.map(\.training.dropoutSchedule) == [
        .constant, DropoutSchedule(.early, steps: 5_000), DropoutSchedule(.late, steps: 100),
      ])
    let text = plan.trainingDescription
    #expect(
      text.contains("early is per-example, dropout.schedule early, dropout.schedule-steps 5000 ("))
    #expect(text.contains("(dropout in the first 5,000 steps only)"))
    #expect(text.contains("(dropout after the first 100 steps only)"))
    #expect(plan.unpaired == nil)
    let formulas = try #require(plan.scheduleDescription)
    #expect(formulas.contains("early: a = 1 in the first N steps, then 0; late: a = 0"))
    #expect(!formulas.contains("curriculum"))
    #expect(try self.plan([]).scheduleDescription == nil)
    let command = plan.command(dataset: football)
    #expect(command.contains("--arm 'early: per-example dropout.schedule=early"))
  }

  /// `schedule` alone is the learning rate's, as it was before dropout had one.
  @Test func theShortNameIsTheLearningRates() throws {
    let plan = try plan([], arms: ["a: none schedule=exponential", "b: none"])
    #expect(plan.arms[0].training.dropoutSchedule == .constant)
    #expect(plan.arms[0].training.learningRate.schedule != .constant)
  }

  @Test func theSummarySaysItInWords() throws {
    func line(_ kind: String) throws -> String {
      try plan(["dropout.schedule=\(kind)", "training.steps=600"]).training.summaryLine
    }
    #expect(try line("early").contains("(input first), dropout in the first 100 steps only, grad"))
    #expect(try line("late").contains(", dropout after the first 100 steps only, "))
    #expect(
      try line("curriculum").contains(
        ", drop rates rising from 0, in step s by the factor 1 − exp(−10 s/600), "))
    #expect(try line("annealed").contains(", drop rates falling linearly to 0 over 600 steps, "))
  }

  @Test(arguments: [
    (["dropout.schedule=early", "dropout.scaling=classic"], "use dropout.scaling=inverted"),
    (
      ["dropout.schedule=late", "dropout.schedule-steps=30000"], "would not change in 30,000 steps"
    ),
    (["dropout.schedule=early", "dropout.schedule-steps=0"], "from 1"),
    (["dropout.schedule-steps=5"], "no effect on constant; leave it out or set dropout.schedule"),
    (["dropout.schedule=linear"], "constant, early, late, curriculum, annealed"),
  ])
  func contradictionsAreRefused(assignments: [String], part: String) {
    let error = #expect(throws: PlanError.self) { try plan(assignments) }
    let text = error?.description ?? ""
    #expect(text.contains(part) && !text.contains("\n"), "\(text)")
  }

  /// Pictures of a schedule show its begin, its middle and its end.
  @Test func picturesShowTheChange() throws {
    let plan = try plan(
      ["training.steps=60"],
      arms: [
        "early: per-example dropout.schedule=early", "late: per-example dropout.schedule=late",
        "plain: per-example",
      ])
    let pictures = ReportContent.MaskPicture.pictures(
      of: plan.arms, seeds: [1], exampleCount: football.train.count)
    #expect(pictures.map(\.steps) == [[0, 30, 59], [0, 30, 59], [0, 1, 2]])
    #expect(pictures[0].masks.map { $0.contains(0) } == [true, false, false])
    #expect(pictures[1].masks.map { $0.contains(0) } == [false, true, true])
  }
}
