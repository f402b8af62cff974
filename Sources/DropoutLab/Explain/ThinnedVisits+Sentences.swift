import DropoutStatistics
import DropoutTraining

extension ThinnedVisits {
  /// 2ⁿ, written out if it is short: "2²³ = 8,388,608", "2²⁰⁵⁸".
  public static func networkCount(units: Int) -> String {
    let power = "2\(NumberText.superscript(units))"
    return units < 41 ? "\(power) = \(NumberText.count(1 << units))" : power
  }

  /// How many networks were visited, in words.
  public var sentence: String {
    let least = isComplete ? "" : "at least "
    let networks = distinct == 1 ? "thinned network" : "distinct thinned networks"
    var text =
      "\(policy) visits \(least)\(NumberText.count(distinct)) \(networks) of "
      + Self.networkCount(units: droppableUnits)
    if !isComplete {
      text += " (the first \(NumberText.count(countedSteps)) of \(NumberText.count(steps)) steps)"
    }
    let never = weights.reduce(0) { $0 + $1.never }
    let all = weights.reduce(0) { $0 + $1.count }
    let over =
      weightSteps < steps ? " in the first \(NumberText.count(weightSteps)) steps" : ""
    if dropsNothing {
      return
        "\(text): with this seed it happens to drop nothing, so every weight is trained\(over); "
        + "another --seed drops something."
    }
    return never == 0
      ? "\(text); every weight is trained\(over)."
      : "\(text); \(NumberText.count(never)) of \(NumberText.count(all)) weights are never "
        + "trained\(over)."
  }

  /// Whether no mask dropped a unit although the policy drops.
  private var dropsNothing: Bool { policy.drops && units.allSatisfy { $0.least == 1 } }

  /// What is not exact about the counts, as a sentence; nil if they are exact.
  public static func remark(units: Int) -> String? {
    units > 64
      ? "Masks of more than 64 units are distinguished by 128 bits of hash: that two of them share one "
        + "is improbable, below 10\(NumberText.superscript(-20))."
      : nil
  }
}
