@testable import DropoutStatistics
import TestSupport
import Testing

struct PairedPowerTests {
  /// SciPy 1.17: `t = stats.t.isf(.025, n-1); stats.ncf.sf(t*t, 1, n-1, n*d*d)`.
  @Test(
    arguments: [
      (2, 3.0, 0.2607707142291094), (5, 1, 0.4013899173717948),
      (10, 1 / 0.99, 0.8107883331660847), (33, 0.5 / 0.99, 0.8032505551494582),
      (770, 0.1 / 0.99, 0.7993926908305433), (32, 0.2, 0.19507213758885547), (32, 0, 0.05),
    ] as [(Int, Double, Double)])
  func powerIsExact(seeds: Int, effect: Double, expected: Double) {
    let power = PairedPower().power(seeds: seeds, difference: 2 * effect, sd: 2)
    expectClose(power, expected, absolute: 0, relative: 1e-10)
    let mirrored = PairedPower().power(seeds: seeds, difference: -2 * effect, sd: 2)
    #expect(mirrored == power)
  }

  /// The root of the same expression − 0.8 by `scipy.optimize.brentq`.
  @Test(arguments: [
    (2, 11.549888435882353), (3, 3.2640435496995748), (5, 1.6819969659555545),
    (10, 0.9960013714554434), (32, 0.5112738234563903), (100, 0.2829126327813866),
    (770, 0.10108830330134073),
  ])
  func detectableDifferenceInvertsThePower(seeds: Int, expected: Double) {
    expectClose(
      PairedPower().minimumDetectableDifference(seeds: seeds, sd: 3), 3 * expected,
      absolute: 0, relative: 1e-10)
  }

  /// With a paired sd of 0.99 point: "about 770" for a tenth of a point; exactly it is 772.
  @Test(arguments: [(0.1, 772), (0.5, 33), (1, 10), (-1, 10), (50, 2)] as [(Double, Int)])
  func seedsNeededForADifference(difference: Double, expected: Int) {
    #expect(PairedPower().seedsNeeded(difference: difference, sd: 0.99) == expected)
  }

  @Test func oneSeedDetectsNothing() {
    #expect(PairedPower().minimumDetectableDifference(seeds: 1, sd: 1) == nil)
  }
}
