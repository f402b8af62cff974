import ArgumentParser
import DropoutLab

/// Whether seeds are added until the pairs are decided, and when to give up.
struct UntilDecidedOptions: ParsableArguments {
  @Flag(
    help: .setting(
      "comparison.until-decided",
      discussion: """
        Looks after every seed, with intervals that allow for looking; --seeds is then the most to \
        train (default: 1,000).
        """))
  var untilDecided = false

  @Option(help: .setting("comparison.indifference")) var indifference: Double?
  @Option(help: .setting("comparison.budget")) var budget: Double?
  @Flag(help: .setting("comparison.assume-nothing")) var assumeNothing = false

  func validate() throws {
    if let indifference, !PlanSetting.known("comparison.indifference").allows(.number(indifference))
    {
      throw ValidationError("--indifference \(indifference): give points between 0 and 100")
    }
    if let budget, !PlanSetting.known("comparison.budget").allows(.number(budget)) {
      throw ValidationError("--budget \(budget): give minutes, more than 0")
    }
  }

  /// Adds the given options to settings.
  func add(to settings: inout PlanSettings) throws {
    try settings.set(flags: [
      "comparison.until-decided": untilDecided ? .flag(true) : nil,
      "comparison.indifference": indifference.map(PlanValue.number),
      "comparison.budget": budget.map(PlanValue.number),
      "comparison.assume-nothing": assumeNothing ? .flag(true) : nil,
    ])
  }
}
