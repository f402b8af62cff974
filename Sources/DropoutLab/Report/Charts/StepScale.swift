import DropoutFigures

/// The horizontal axis of curves.
enum StepScale {
  /// From step 0, or the first step, to the last.
  static func over(_ steps: [Int], tickCount: Int = 4) -> LinearScale {
    let last = steps.max() ?? 1
    let first = min(0, steps.min() ?? 0)
    var scale = LinearScale(domain: Double(first)...Double(max(last, first + 1)))
    scale.tickCount = tickCount
    return scale
  }
}
