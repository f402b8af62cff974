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
    if let indifference, !(indifference > 0 && indifference < 100) {
      throw ValidationError("--indifference \(indifference): give points between 0 and 100")
    }
    if let budget, !(budget > 0 && budget < 1e6) {
      throw ValidationError("--budget \(budget): give minutes, more than 0")
    }
  }

  /// Adds what was given to settings.
  func add(to settings: inout PlanSettings) throws {
    for (name, flag, value) in [
      ("until-decided", "--until-decided", untilDecided ? .flag(true) : nil),
      ("indifference", "--indifference", indifference.map { .number($0) }),
      ("budget", "--budget", budget.map { .number($0) }),
      ("assume-nothing", "--assume-nothing", assumeNothing ? .flag(true) : nil),
    ] as [(String, String, PlanValue?)] {
      if let value { try settings.set("comparison.\(name)", to: value, source: flag) }
    }
  }
}
