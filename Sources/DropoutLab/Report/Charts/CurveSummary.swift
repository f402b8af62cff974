import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// One arm's curves of one quantity, summarised over the seeds: mean and middle 80 %.
struct CurveSummary {
  /// The quantity along training.
  typealias Quantity = (RunRecord.CurvePoint) -> Double

  /// Mean and 10 % and 90 % quantiles over the seeds after one step of training.
  struct Point: Hashable {
    var step: Int
    var mean: Double
    var low: Double
    var high: Double
  }

  let arm: Arm
  /// One point per step, ascending; values that are not finite are left out of mean and band.
  let points: [Point]

  /// Summarises the curves of an arm, scaled by `factor`, in at most `greatestCount` points.
  ///
  /// It ends where the first run stopped: a mean over the others would jump there.
  init(_ summary: ArmSummary, _ quantity: Quantity, factor: Double = 1, greatestCount: Int) {
    arm = summary.arm
    var valuesOfStep: [Int: [Double]] = [:]
    let end = summary.runs.compactMap(\.lastStep).min() ?? 0
    for run in summary.runs {
      for point in run.curve where point.step <= end && quantity(point).isFinite {
        valuesOfStep[point.step, default: []].append(quantity(point) * factor)
      }
    }
    points = Self.thinned(valuesOfStep.keys.sorted(), to: greatestCount).compactMap { step in
      guard let values = valuesOfStep[step],
        let low = Descriptive.quantile(0.1, of: values),
        let high = Descriptive.quantile(0.9, of: values)
      else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      return Point(step: step, mean: mean, low: low, high: high)
    }
  }

  /// At most `count` of `values`, evenly spread, always with the first and the last.
  static func thinned<Element>(_ values: [Element], to count: Int) -> [Element] {
    guard values.count > count, count > 1 else { return values }
    return (0..<count).map { values[$0 * (values.count - 1) / (count - 1)] }
  }
}

/// An axis for errors or losses: logarithmic if the values span a factor of four.
struct MagnitudeScale: Scale {
  private let scale: any Scale
  /// What to add to the axis' title.
  let titleEnding: String

  /// - Parameter floor: what is drawn instead of zero on a logarithmic axis.
  init(covering values: [Double], floor: Double) {
    let finite = values.filter(\.isFinite)
    let usable = finite.map { max($0, floor) }
    if let low = usable.min(), let high = usable.max(), high >= 4 * low {
      scale = LogScale(covering: usable)
      titleEnding = ", log scale"
    } else {
      scale = LinearScale(covering: finite, limits: 0...Double.greatestFiniteMagnitude)
      titleEnding = ""
    }
  }

  func fraction(_ value: Double) -> Double { scale.fraction(value) }

  var ticks: [Tick] { scale.ticks }
}
