import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct SimultaneousBandTests {
  /// ((7i² + 3it + 5t) mod 11 − 4)/8, and t more for the third of eight seeds.
  private static let curves: [[Double]] = (0..<8).map { i -> [Double] in
    (0..<4).map { t -> Double in
      let number: Int = (7 * i * i + 3 * i * t + 5 * t) % 11 - 4
      return Double(number) / 8 + Double(i == 2 ? t : 0)
    }
  }

  /// All 128 patterns in NumPy, with `scipy.stats.skew(bias=False)` and the inverse by `scipy.optimize.brentq`.
  @Test func eightSeedsAreThoseOfSciPy() throws {
    let band = try #require(SimultaneousBand(Self.curves, key: RandomKey(seed: 1)))
    let expected = [
      (0.203125, -0.36982716775783664, 0.7277688459274981),
      (0.203125, -0.4068512164782935, 0.910146304340587),
      (0.375, -0.4563637272581553, 1.7673356534243048),
      (0.546875, -0.4491106643695494, 5.51503746974514),
    ]
    for (point, (mean, low, high)) in expected.enumerated() {
      let interval = try #require(band.intervals[point])
      expectClose(band.means[point], mean, absolute: 1e-12, relative: 0)
      expectClose(interval.low, low, absolute: 1e-9, relative: 0)
      expectClose(interval.high, high, absolute: 1e-9, relative: 0)
    }
  }

  @Test(arguments: [8, 24]) func swappingMirrorsExactly(seeds: Int) throws {
    var random = RandomSequence(RandomKey(seed: 3))
    let curves = (0..<seeds).map { _ in (0..<10).map { _ in random.normal() } }
    let band = try #require(SimultaneousBand(curves, key: RandomKey(seed: 1)))
    let mirrored = try #require(
      SimultaneousBand(curves.map { $0.map { -$0 } }, key: RandomKey(seed: 1)))
    for (one, other) in zip(band.intervals, mirrored.intervals) {
      let (one, other) = (try #require(one), try #require(other))
      #expect(one.low == -other.high && one.high == -other.low)
    }
  }

  /// Equal points cost nothing; points that go their own ways widen the band.
  @Test func onlyPointsThatDifferAreCorrectedFor() throws {
    var random = RandomSequence(RandomKey(seed: 4))
    let own = (0..<20).map { _ in (0..<30).map { _ in random.normal() } }
    let key = RandomKey(seed: 1)
    let one = try #require(SimultaneousBand(own.map { [$0[0]] }, key: key)?.intervals[0])
    let same = try #require(
      SimultaneousBand(own.map { [Double](repeating: $0[0], count: 30) }, key: key)?.intervals[0])
    let many = try #require(SimultaneousBand(own, key: key)?.intervals[0])
    #expect(same == one)
    #expect(many.high - many.low > 1.3 * (one.high - one.low))
  }

  @Test func withoutASpreadThereIsNoBand() throws {
    let key = RandomKey(seed: 1)
    #expect(SimultaneousBand(Self.curves.prefix(5).map { $0 }, key: key) == nil)
    #expect(SimultaneousBand([[Double]](repeating: [0.5, 0.5], count: 9), key: key) == nil)
    let mixed = try #require(SimultaneousBand(Self.curves.map { [$0[0], 0.25] }, key: key))
    #expect(mixed.intervals[0] != nil && mixed.intervals[1] == nil && mixed.means[1] == 0.25)
  }

  /// Differences that wander along 30 points: half is the seed's own, half is forgotten slowly.
  static func coverage(_ data: SimulatedDifferences, seeds: Int, studies: Int) -> Double {
    CoverageStudy.share(studies, of: "band, \(data.rawValue), \(seeds)") { random in
      let curves = (0..<seeds).map { _ in
        // A seed that fails does so at every point.
        let own = data.draw(&random) - data.mean
        let wandering: SimulatedDifferences =
          [.failuresInBoth, .failuresInOne].contains(data) ? .normal : data
        var wander = wandering.draw(&random)
        return (0..<30).map { _ -> Double in
          wander = 0.9 * wander + 0.19.squareRoot() * wandering.draw(&random)
          return own + wander
        }
      }
      guard let band = SimultaneousBand(curves, randomPatterns: 1_000, key: RandomKey(seed: 1))
      else { return false }
      return band.intervals.allSatisfy { $0.map { $0.low <= 0 && 0 <= $0.high } ?? true }
    }
  }

  /// 93.5 to 96.5 % is promised; 400 studies are good to 3.3 points (3 σ).
  @Test(arguments: [8, 16, 32]) func theBandHoldsTheTruth(seeds: Int) {
    let held = Self.coverage(.normal, seeds: seeds, studies: 400)
    #expect(held > 0.917 && held < 0.985, "\(held)")
  }
}
