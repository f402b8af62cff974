@testable import DropoutStatistics
import DropoutTraining

/// Paired differences of known mean, as runs of two policies might give them.
///
/// The raw values are names of random keys: with others the figures of Documentation/Intervals.md change.
enum SimulatedDifferences: String, CaseIterable {
  /// Normal, sd 1 point.
  case normal = "normal"
  /// An exponential, centred: skewness 2.
  case exponential = "exponential"
  /// A lognormal with σ = ½, centred: skewness 1.75.
  case lognormal = "lognormal"
  /// Normal, and either policy loses 50 points in 3 % of the seeds.
  case failuresInBoth = "3 % collapse in both"
  /// Normal, and one policy loses 50 points in 3 % of the seeds.
  case failuresInOne = "3 % collapse in one"

  /// What tables call it.
  var title: String { rawValue.replacing("collapse", with: "fail") }

  /// The true mean, a share.
  var mean: Double { self == .failuresInOne ? 0.015 : 0 }

  /// The true standard deviation, a share.
  var standardDeviation: Double {
    // A failure has variance 0.5²·0.03·0.97.
    let loss = 0.25 * 0.03 * 0.97
    return switch self {
    case .normal, .exponential, .lognormal: 0.01
    case .failuresInBoth: (0.0001 + 2 * loss).squareRoot()
    case .failuresInOne: (0.0001 + loss).squareRoot()
    }
  }

  /// One paired seed's difference.
  func draw(_ random: inout RandomSequence) -> Double {
    func loss() -> Double { random.uniform() < 0.03 ? 0.5 : 0 }
    switch self {
    case .normal: return 0.01 * random.normal()
    case .exponential: return 0.01 * (-PortableMath.log(1 - random.uniform()) - 1)
    case .lognormal:
      // Mean e^(σ²/2), variance (e^σ² − 1)·e^σ², with σ² = ¼.
      let sd = ((1.2840254166877414 - 1) * 1.2840254166877414).squareRoot()
      return 0.01 * (PortableMath.exp(0.5 * random.normal()) - 1.1331484530668263) / sd
    case .failuresInBoth: return 0.01 * random.normal() + loss() - loss()
    case .failuresInOne: return 0.01 * random.normal() + loss()
    }
  }
}

/// How often something holds over simulated studies; the same studies on any machine.
enum CoverageStudy {
  /// The share of `studies` for which `holds` is true; study i draws from a key of its own.
  static func share(
    _ studies: Int, of name: String, holds: @Sendable (inout RandomSequence) -> Bool
  ) -> Double {
    let parts = Array(stride(from: 0, to: studies, by: 50)).concurrentMap { start in
      (start..<min(start + 50, studies)).count { study in
        var random = RandomSequence(
          RandomKey(seed: UInt64(study)).folding(RandomUse("coverage of \(name)")))
        return holds(&random)
      }
    }
    return Double(parts.reduce(0, +)) / Double(studies)
  }

  /// The share of studies of `seeds` differences whose interval holds the mean.
  static func coverage(
    _ studies: Int, of data: SimulatedDifferences, seeds: Int,
    interval: @Sendable ([Double]) -> ConfidenceInterval?
  ) -> Double {
    share(studies, of: "\(data.rawValue) \(seeds)") { random in
      let interval = interval((0..<seeds).map { _ in data.draw(&random) })
      return interval.map { $0.low <= data.mean && data.mean <= $0.high } ?? false
    }
  }

  /// The first of `seeds` looks at which a sequence at level .05 rules out the mean 0 after a shift.
  ///
  /// - Returns: The number of seeds, nil where it never does.
  static func decision(
    _ sequence: any DifferenceSequence, _ data: SimulatedDifferences, shift: Double = 0,
    seeds: Int, _ random: inout RandomSequence
  ) -> Int? {
    var sequence = sequence
    for seed in 1...seeds {
      sequence.add(min(1, max(-1, data.draw(&random) - data.mean + shift)))
      if sequence.wealth >= 1 / sequence.level { return seed }
    }
    return nil
  }
}
