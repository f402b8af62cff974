import DropoutStatistics

extension NumberText {
  /// A coordinate in a drawing: at most two decimals, no padding; 0 if it is not finite.
  package static func coordinate(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return whole == 0 ? "\(sign).\(digits)" : "\(sign)\(whole).\(digits)"
  }
}

extension Markup {
  /// A coordinate in pixels.
  package static func pixels(_ value: Double) -> Markup {
    Markup(raw: NumberText.coordinate(value))
  }
}
