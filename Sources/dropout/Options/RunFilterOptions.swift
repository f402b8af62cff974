import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// Which comparisons or runs of the store are listed.
struct RunFilterOptions: ParsableArguments {
  @Option(help: "Only of this data: a name, or the name of a file without its folder.")
  var data: String?

  @Option(help: "Only those with this mask policy.")
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Only what was finished since: 12h, 2d or 1w ago, or a date in universal time, as in 2026-11-30.",
      valueName: "time"))
  var since: String?

  /// The filter.
  var filter: RunFilter {
    get throws {
      var filter = RunFilter()
      filter.dataName = data
      if let policy {
        guard let found = MaskPolicy(policy) ?? MaskPolicy(Suggestion.plain(policy)) else {
          throw PlanError.badValue(
            name: "--policy", value: policy, allowed: MaskPolicy.allowedForms(insteadOf: policy))
        }
        filter.policy = found
      }
      if let since {
        guard let date = RunFilter.date(since, now: Date()) else {
          throw CommandError.badArgument(
            "--since", value: since,
            message: "give an age, as in 12h, 2d or 1w, or a date, as in 2026-11-30")
        }
        filter.since = date
      }
      return filter
    }
  }

  /// Says that nothing matches, and what there is.
  func nothing(in entries: [ComparisonEntry], of path: String) -> String {
    let asked = [("--data", data), ("--policy", policy), ("--since", since)]
      .compactMap { flag, value in value.map { "\(flag) \($0)" } }.joined(separator: " ")
    return entries.isEmpty
      ? "\(path) has no runs" : "nothing in \(path) matches \(asked); there is \(entries.contents)"
  }
}
