@testable import DropoutStatistics
import DropoutTraining
import Foundation
import Testing

/// The tables of `Documentation/Intervals.md`:
///
///     COVERAGE_STUDIES=10000 swift test -c release --filter CoverageTable
struct CoverageTable {
  private static let studies =
    ProcessInfo.processInfo.environment["COVERAGE_STUDIES"].flatMap { Int($0) } ?? 0

  private func percent(_ share: Double) -> String { NumberText.fixed(100 * share, decimals: 1) }

  private func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }

  @Test(.enabled(if: studies > 0))
  func theTableIsPrinted() {
    let kinds: [(String, Int, @Sendable ([Double]) -> ConfidenceInterval?)] = [
      ("mean, as printed", 1, { MeanInterval(PairedDifferences($0))?.interval }),
      ("Student's t", 1, { PairedTTest.meanInterval($0) }),
      (
        "BCa", 10,
        {
          BootstrapInterval(
            PairedDifferences($0), resamples: 2_000, key: RandomKey(seed: 1))?.biasCorrected
        }
      ),
    ]
    let counts = [8, 10, 16, 32, 64]
    row(["interval", "differences"] + counts.map { "\($0)" })
    for (name, share, interval) in kinds {
      for data in SimulatedDifferences.allCases {
        row(
          [name, data.title]
            + counts.map {
              percent(
                CoverageStudy.coverage(
                  max(1, Self.studies / share), of: data, seeds: $0, interval: interval))
            })
      }
    }
    for data in SimulatedDifferences.allCases {
      let estimates = [200, 1_000].map { count in
        CoverageStudy.coverage(max(1, Self.studies / 4), of: data, seeds: count) {
          let estimate = Estimate($0)
          return ConfidenceInterval(low: estimate.low, high: estimate.high)
        }
      }
      row(["why, 200 and 1,000 values", data.title] + estimates.map(percent))
    }
    for data in SimulatedDifferences.allCases {
      let spreads = [10, 32].map {
        CoverageTests.spreadCoverage(data, seeds: $0, studies: Self.studies)
      }
      row(["plan-seeds, sd, 10 and 32 seeds", data.title] + spreads.map(percent))
    }
    for (share, trials) in [
      (0.05, 200), (0.15, 200), (0.015, 2_000), (0.10, 2_000), (0.002, 2_000),
    ] {
      let coverage = CoverageTests.wilsonCoverage(share, trials: trials, studies: Self.studies)
      row(["Wilson", "\(share) of \(trials)", percent(coverage)])
    }
    printSequences()
  }

  @Test(.enabled(if: studies > 0))
  func theTableOfBandsIsPrinted() {
    let counts = [8, 12, 16, 32, 64]
    row(["interval", "differences"] + counts.map { "\($0)" })
    for data in SimulatedDifferences.allCases {
      row(
        ["simultaneous band", data.title]
          + counts.map {
            percent(
              SimultaneousBandTests.coverage(
                data, seeds: $0, studies: max(1, Self.studies / 5)))
          })
    }
  }

  private func printSequences() {
    let sequences: [(String, any DifferenceSequence)] = [
      ("AnytimeTSequence", AnytimeTSequence()), ("BettingSequence", BettingSequence()),
    ]
    for (name, sequence) in sequences {
      for data in SimulatedDifferences.allCases {
        row([
          name, data.title, "ever false",
          percent(
            PeekingTests.falseRate(sequence, data, studies: Self.studies, looks: 500)),
        ])
      }
      for shift in [0.003, 0.006, 0.01, 0.03] {
        let needed = PeekingTests.seedsNeeded(
          sequence, .normal, shift: shift, studies: max(1, Self.studies / 10), looks: 3_000)
        row([name, "shift \(shift)", "seeds", "\(needed.median)", "\(needed.most)"])
      }
    }
  }
}
