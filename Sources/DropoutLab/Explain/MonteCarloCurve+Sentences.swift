import DropoutStatistics
import DropoutTraining

extension MonteCarloCurve {
  /// Whether the average of passes is better than weight scaling, in words.
  public var sentence: String {
    guard let last = points.last else { return "" }
    let difference = last.error.mean - weightScaling.error
    let most = "\(NumberText.count(last.passes)) \(last.passes == 1 ? "pass" : "passes")"
    guard repeats > 1 else {
      return "Cannot tell the average of \(most) from weight scaling: one repeat shows no spread."
    }
    let half = last.error.half
    let size = NumberText.percent(difference.magnitude)
    if difference.magnitude <= half {
      return
        "Cannot tell the average of \(most) from weight scaling: its error is "
        + "\(NumberText.points(difference)) ± \(NumberText.percent(half)) points from it."
    }
    if difference > 0 {
      return
        "Weight scaling is better than the average of \(most), by \(size) ± "
        + "\(NumberText.percent(half)) points."
    }
    return
      "The average of \(most) is better than weight scaling, by \(size) ± "
      + "\(NumberText.percent(half)) points"
      + (passesToReachWeightScaling.map {
        "; from \(NumberText.count($0)) on, averages are no worse."
      } ?? ".")
  }
}
