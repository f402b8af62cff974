import ArgumentParser

extension ParsableArguments {
  /// Refuses an option's value outside a range; nil, for an option that was not given, is allowed.
  ///
  /// - Parameter remedy: What to give instead; nil for a whole number within the range.
  func check<Value: Comparable>(
    _ flag: String, _ value: Value?, in range: ClosedRange<Value>, remedy: String? = nil
  ) throws {
    guard let value, !range.contains(value) else { return }
    let usual = "give a whole number from \(range.lowerBound) to \(range.upperBound)"
    throw ValidationError("\(flag) \(value): \(remedy ?? usual)")
  }
}
