import DropoutLab
import DropoutStatistics
import DropoutTraining

/// What a sweep would train, and for how long.
struct SweepEstimate: Encodable {
  private let settings: [Setting]
  /// Runs that tune or match the arms; of a matching the most that it can take.
  private let tuningRuns: Int
  private let matchingRuns: Int
  /// Runs that compare the arms; if seeds are added until decided, the most.
  private let mainRuns: Int
  /// The mean over settings.
  private let secondsPerRun: Double
  /// All runs, as many at a time as asked for.
  private let seconds: Double
  private let jobs: Int

  private struct Setting: Encodable {
    let number: Int
    let text: String
    let plan: PlanDocument
  }

  /// The most settings that are timed; of more, some at even distances.
  private static let timedSettings = 16

  init(_ cases: [SweepCase], sweep: Sweep, jobs: Int) throws {
    settings = cases.map {
      Setting(number: $0.setting.number, text: $0.text, plan: PlanDocument($0.plan))
    }
    let before = try cases.reduce(0) { try $0 + sweep.fairness.runCount(of: $1) }
    if case .matching = sweep.fairness {
      (tuningRuns, matchingRuns) = (0, before)
    } else {
      (tuningRuns, matchingRuns) = (before, 0)
    }
    mainRuns = cases.reduce(0) { $0 + $1.plan.arms.count * $1.plan.seeds.count }
    let count = min(cases.count, Self.timedSettings)
    let timed = (0..<count).map {
      cases[$0 * cases.count / count].timedSecondsPerRun(within: .milliseconds(150))
    }
    secondsPerRun = Descriptive.mean(timed)
    let runs = before + mainRuns
    self.jobs = jobs
    seconds = secondsPerRun * Double(runs) / Double(max(1, min(jobs, runs)))
  }

  /// Prints the settings and the estimate.
  func print(_ output: OutputOptions) throws {
    if output.json { return try JSONOutput.print(self) }
    for setting in settings {
      Terminal.result("\(setting.number)  \(setting.text.isEmpty ? "the plan" : setting.text)")
    }
    Terminal.result("")
    let parts = [
      (tuningRuns, "\(tuningRuns.runs) to tune"),
      (matchingRuns, "at most \(matchingRuns.runs) to match"),
      (mainRuns, "\(mainRuns.runs) to compare"),
    ]
    let counts = parts.filter { $0.0 > 0 }.map(\.1).joined(separator: ", ")
    Terminal.result(
      "\(counts): about \(Duration.shown(secondsPerRun)) each, \(Duration.shown(seconds)) in all, "
        + "\(jobs) at a time; runs that the store has are not trained again")
  }
}
