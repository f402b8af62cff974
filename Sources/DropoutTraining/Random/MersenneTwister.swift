private import Foundation

/// NumPy's legacy generator (`RandomState`, MT19937), only for replaying notebooks that use it.
///
/// Training and experiments take their numbers from ``Philox``. This one repeats what
/// `numpy.random.seed(n)` gives: `random_sample` bit for bit, `randn` up to the last bit of the
/// platform's logarithm.
///
/// - SeeAlso: Matsumoto and Nishimura 1998; NumPy `randomkit.c`.
public struct MersenneTwister: Sendable {
  private var state: [UInt32]
  private var index = 624
  private var spareNormal: Double?

  /// The state after `numpy.random.seed(seed)`.
  public init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(624)
    for i in 1..<624 {
      let previous = state[i - 1]
      state.append(1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(i))
    }
  }

  /// The next 32 random bits.
  public mutating func nextWord() -> UInt32 {
    if index == 624 { twist() }
    var y = state[index]
    index += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9D2C_5680
    y ^= y << 15 & 0xEFC6_0000
    return y ^ y >> 18
  }

  /// `random_sample()`: a uniform number in [0, 1) from two words.
  public mutating func randomSample() -> Double {
    let high = Double(nextWord() >> 5)
    let low = Double(nextWord() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// `randn()`: a standard normal number by the polar method, which makes them in pairs.
  public mutating func randn() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x1 = 2 * randomSample() - 1
      let x2 = 2 * randomSample() - 1
      let r2 = x1 * x1 + x2 * x2
      if r2 < 1 && r2 > 0 {
        let factor = (-2 * log(r2) / r2).squareRoot()
        spareNormal = factor * x1
        return factor * x2
      }
    }
  }

  private mutating func twist() {
    for i in 0..<624 {
      let y = state[i] & 0x8000_0000 | state[(i + 1) % 624] & 0x7FFF_FFFF
      state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    index = 0
  }
}
