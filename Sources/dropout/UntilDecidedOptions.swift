import ArgumentParser
import DropoutLab

/// Whether seeds are added until the pairs are decided, and when to give up.
struct UntilDecidedOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Train in growing rounds until every pair of policies is decided.",
      discussion: """
        Looks after every seed, with intervals that allow for looking; --seeds is then the most to \
        train (default: 1,000).
        """))
  var untilDecided = false

  @Option(help: "With --until-decided: points of test error below which a difference is none.")
  var indifference: Double?

  @Option(help: "With --until-decided: minutes after which to stop.")
  var budget: Double?

  @Flag(
    help: """
      With --until-decided: allow for rare extreme runs that no seed has shown yet; takes about 450 \
      seeds for a difference of one point, 4,500 for a tenth.
      """)
  var assumeNothing = false

  func validate() throws {
    if !untilDecided, indifference != nil || budget != nil || assumeNothing {
      throw ValidationError(
        "--indifference, --budget and --assume-nothing belong to --until-decided")
    }
    if let indifference, !(indifference > 0 && indifference < 100) {
      throw ValidationError("--indifference \(indifference): give points between 0 and 100")
    }
    if let budget, !(budget > 0 && budget < 1e6) {
      throw ValidationError("--budget \(budget): give minutes, more than 0")
    }
  }

  /// Seeds to train at most where none are asked for.
  static let mostSeeds = 1_000

  /// The cases of a sweep with the seeds that it took to decide them; as they are where that was not
  /// asked for.
  func applied(to cases: [SweepCase], training: SweepTraining) async throws -> [SweepCase] {
    guard untilDecided else { return cases }
    return try await training.untilDecided(
      cases, assumption: assumeNothing ? .none : .noRareExtremes,
      indifference: indifference.map { $0 / 100 },
      deadline: budget.map { .now + .seconds($0 * 60) })
  }

  /// The comparison to fill.
  func comparison(of plan: Plan) throws -> SequentialComparison {
    guard plan.policies.count > 1 else {
      throw CommandError.badArgument("--until-decided: give two policies or more")
    }
    return SequentialComparison(
      policies: plan.policies, assumption: assumeNothing ? .none : .noRareExtremes,
      indifference: indifference.map { $0 / 100 })
  }
}
