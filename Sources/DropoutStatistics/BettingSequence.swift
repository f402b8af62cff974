import DropoutTraining

/// An interval of the mean difference that may be looked at after every seed, and that assumes only that
/// differences lie within −1…1 (Waudby-Smith and Ramdas 2024, *Estimating means of bounded random variables
/// by betting*).
///
/// Take it if a rare kind of run, which no seed has shown yet, would change the answer.
///
/// One player bets that the mean is above μ, another that it is below: with x = (1 + d)/2 and
/// m = (1 + μ)/2 the wealth of the first grows by the factor 1 + f·(x/m − 1), which is fair if the mean is μ.
/// The wealth is the average over players with fixed f; half of it is played at a stake of nearly
/// everything, as differences of about a point are small beside the bound of 100 points. The interval holds
/// every μ against which neither player has made 2/α.
///
/// It needs many seeds if differences are small, as any interval with so weak an assumption must: a share Δ
/// of runs that differ by 100 points could hide that the means are equal, and n seeds show no such run with
/// probability (1 − Δ)ⁿ.
///
/// - Complexity: O(bets) for each difference and for the wealth, O(60·bets·n) for the interval.
public struct BettingSequence: DifferenceSequence {
  /// The stakes f and the share of the wealth that plays with each.
  package static let bets: [(stake: Double, share: Double)] = [
    (0.99, 0.5), (0.5, 0.1), (0.25, 0.1), (0.125, 0.1), (0.0625, 0.1), (0.03125, 0.1),
  ]

  /// The chance, over all numbers of seeds together, that an interval misses the mean.
  public let level: Double
  private var values: [Double] = []
  private var sum = 0.0
  /// The logarithm of each bet's wealth against mean 0: first the bets on a mean above, then those below.
  private var logarithms = [Double](repeating: 0, count: 2 * bets.count)

  /// A sequence before its first difference; 0 < `level` < 1.
  public init(level: Double = 0.05) {
    precondition(level > 0 && level < 1, "a level of \(level)")
    self.level = level
  }

  /// How many differences were added.
  public var count: Int { values.count }
  /// The mean of the differences; 0 before the first.
  public var mean: Double { values.isEmpty ? 0 : sum / Double(count) }

  /// Adds the difference of one more paired seed, a share within −1…1.
  public mutating func add(_ difference: Double) {
    let value = Self.onGrid(difference)
    values.append(value)
    sum += value
    for (index, bet) in Self.bets.enumerated() {
      logarithms[index] += PortableMath.log(1 + bet.stake * value)
      logarithms[Self.bets.count + index] += PortableMath.log(1 - bet.stake * value)
    }
  }

  /// The wealth of the richer player against mean 0.
  public var wealth: Double {
    let halves = [logarithms.prefix(Self.bets.count), logarithms.suffix(Self.bets.count)]
    let gains = halves.map { half in
      zip(Self.bets, half).reduce(0) { $0 + $1.0.share * PortableMath.exp($1.1) }
    }
    return max(gains[0], gains[1]) / 2
  }

  /// The means that are not ruled out, within −1…1.
  public var interval: ConfidenceInterval {
    ConfidenceInterval(low: lowest(sign: 1), high: -lowest(sign: -1))
  }

  /// The least mean that is not ruled out; that of the negated differences if `sign` is −1.
  ///
  /// The gain falls as the mean rises, so bisection finds the mean at which it passes 2/α.
  private func lowest(sign: Double) -> Double {
    var (ruledOut, kept) = (-1.0, 1.0)
    for _ in 0..<60 {
      let middle = (ruledOut + kept) / 2
      if middle <= ruledOut || middle >= kept { break }
      if Self.gain(values, above: middle, sign: sign) >= 2 / level {
        ruledOut = middle
      } else {
        kept = middle
      }
    }
    // The kept end would leave out a mean that is not ruled out.
    return ruledOut
  }

  /// The wealth of the player who bets that the mean is above `mean`.
  private static func gain(_ values: [Double], above mean: Double, sign: Double) -> Double {
    bets.reduce(0) { total, bet in
      var logarithm = 0.0
      for value in values {
        let growth = (1 + sign * value) / (1 + mean) - 1
        logarithm += PortableMath.log(1 + bet.stake * growth)
      }
      return total + bet.share * PortableMath.exp(logarithm)
    }
  }
}
