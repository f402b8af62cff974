@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct DifferenceSequenceTests {
  private static let differences = [
    0.01, 0.02, -0.005, 0.03, 0.015, 0.01, 0.02, 0.05, 0.005, 0.01, 0.025, 0.02,
  ]

  private func filled<Sequence: DifferenceSequence>(
    _ sequence: Sequence, _ values: [Double]
  ) -> Sequence {
    var sequence = sequence
    for value in values { sequence.add(value) }
    return sequence
  }

  /// NumPy 2.4, SciPy 1.17; d the first n differences, c = 16:
  ///
  ///     n, m, s, g = len(d), d.mean(), d.std(), stats.skew(d, bias=False)
  ///     T = lambda z: z + g*z**2/3 + g**2*z**3/27 + g/(6*n)
  ///     def logw(mu):
  ///         z = (m - mu)/s; t = T(z); r = min(abs(z), abs(t))**2 if z*t > 0 else 0
  ///         return .5*np.log(c/(n+c)) + n/2*(np.log1p(r) - np.log1p(r*c/(n+c)))
  ///     ends = [optimize.brentq(lambda mu: logw(mu) - np.log(1/level), m + e*60*s, m, xtol=1e-15)
  ///             for e in (-1, 1)]
  @Test func theTSequenceHasNumPysNumbers() {
    let half = filled(AnytimeTSequence(level: 0.5), Array(Self.differences.prefix(8)))
    expectClose(half.wealth, 2.0095570161927734)
    expectClose(half.interval.low, 0.00011156136117233973)
    expectClose(half.interval.high, 0.057232708221949)
    let all = filled(AnytimeTSequence(), Self.differences)
    expectClose(all.wealth, 5.059279321080029)
    expectClose(all.interval.low, -0.0797438532402692)
    expectClose(all.interval.high, 0.1406823837317374)
    expectClose(all.mean, 0.21 / 12)
  }

  /// NumPy and SciPy again; x = (1 + d)/2 and f, w the bets:
  ///
  ///     up = lambda mu: sum(w*np.prod(1 + f*(x/((1 + mu)/2) - 1)) for f, w in bets)
  ///     dn = lambda mu: sum(w*np.prod(1 + f*((1 - x)/((1 - mu)/2) - 1)) for f, w in bets)
  ///     max(up(0), dn(0))/2, brentq(up - 40), brentq(dn - 40)
  @Test func theBettingSequenceHasNumPysNumbers() {
    let small = filled(BettingSequence(), Self.differences)
    expectClose(small.wealth, 0.5674160486039907)
    expectClose(small.interval.low, -0.29315988034124457)
    expectClose(small.interval.high, 0.31747877337572045)
    let large = filled(BettingSequence(), [0.5, 0.25, -0.125, 0.75, 0.5, 1])
    expectClose(large.wealth, 2.5693351661802395)
    expectClose(large.interval.low, -0.306939263589232)
    expectClose(large.interval.high, 0.8942303293010178)
  }

  @Test func wealthAndIntervalSayTheSame() {
    var random = RandomSequence(RandomKey(seed: 5))
    for level in [0.05, 0.005] {
      var sequences: [any DifferenceSequence] = [
        AnytimeTSequence(level: level), BettingSequence(level: level),
      ]
      for _ in 0..<120 {
        let value = 0.1 * random.normal() + 0.04
        for index in sequences.indices {
          sequences[index].add(max(-1, min(1, value)))
          let interval = sequences[index].interval
          let leavesOutZero = interval.low > 0 || interval.high < 0
          #expect(leavesOutZero == (sequences[index].wealth >= 1 / level))
        }
      }
      #expect(sequences[0].interval.low > 0)
    }
  }

  @Test func swappingMirrors() {
    func check(_ sequence: some DifferenceSequence) {
      let straight = filled(sequence, Self.differences)
      let mirrored = filled(sequence, Self.differences.map { -$0 })
      #expect(mirrored.interval.low == -straight.interval.high)
      #expect(mirrored.interval.high == -straight.interval.low)
      #expect(mirrored.wealth == straight.wealth && mirrored.mean == -straight.mean)
    }
    check(AnytimeTSequence())
    check(BettingSequence())
  }

  /// Noise of doubles is no spread: 0.3 − 0.2 and 0.2 − 0.1 differ in their last bits.
  @Test func equalDifferencesProveNothing() {
    let equal = filled(AnytimeTSequence(), (0..<40).map { $0 % 2 == 0 ? 0.3 - 0.2 : 0.2 - 0.1 })
    #expect(equal.wealth == 1 && equal.interval == ConfidenceInterval(low: -1, high: 1))
    let none = AnytimeTSequence()
    #expect(none.mean == 0 && none.wealth == 1 && none.count == 0)
    #expect(BettingSequence().interval == ConfidenceInterval(low: -1, high: 1))
  }

  @Test func beforeTheFirstLookNothingIsSaid() {
    let early = filled(AnytimeTSequence(level: 0.5), Array(Self.differences.prefix(7)))
    #expect(early.wealth == 1 && early.interval == ConfidenceInterval(low: -1, high: 1))
  }

  /// Runs that differ by everything: nothing overflows, nothing is NaN.
  @Test func extremesStayFinite() {
    for values in [[1.0, -1, 1, 1, -1, -1, 1, 1, 1], Array(repeating: 1.0, count: 2_000)] {
      for sequence in [
        filled(AnytimeTSequence(), values), filled(BettingSequence(), values),
      ] as [any DifferenceSequence] {
        let interval = sequence.interval
        #expect(-1 <= interval.low && interval.low <= sequence.mean)
        #expect(sequence.mean <= interval.high && interval.high <= 1)
        #expect(!sequence.wealth.isNaN)
      }
    }
  }
}
