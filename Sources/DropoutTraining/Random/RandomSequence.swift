/// Random numbers in sequence from one key: for generators, orders and resampling.
///
/// It is a value that holds a key and a position, so a copy repeats the same numbers. Word *i* is word
/// *i* mod 4 of Philox block *i* / 4.
public struct RandomSequence: RandomNumberGenerator, Sendable {
  /// The key that decides every number.
  public let key: RandomKey
  /// The number of 32-bit words taken so far.
  public private(set) var position: UInt64 = 0
  private var block = SIMD4<UInt32>()

  /// The numbers of `key`, from the first.
  public init(_ key: RandomKey) { self.key = key }

  /// The next 32 random bits.
  public mutating func nextWord() -> UInt32 {
    let lane = Int(position & 3)
    if lane == 0 {
      let index = position >> 2
      block = Philox.block(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
          0, 0x7365_7175),  // "sequ"
        key: key.words)
    }
    position += 1
    return block[lane]
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return low | UInt64(nextWord()) << 32
  }

  /// A uniform number in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform number in `range`.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A uniform integer in 0 ..< `bound`, without bias (Lemire 2019).
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max), "bound \(bound) is not in 1 ..< 2³²")
    let bound = UInt64(bound)
    let threshold = (0x1_0000_0000 - bound) % bound
    while true {
      let product = UInt64(nextWord()) &* bound
      if product & 0xFFFF_FFFF >= threshold { return Int(product >> 32) }
    }
  }

  /// A standard normal number (Box and Muller 1958, the cosine branch).
  ///
  /// Computed by ``PortableMath``, so the bits do not depend on the platform's C library.
  public mutating func normal() -> Double {
    let radius = (-2 * PortableMath.log(1 - uniform())).squareRoot()
    return radius * PortableMath.cos(2 * Double.pi * uniform())
  }

  /// Brings an array into random order, in place (Fisher and Yates).
  public mutating func shuffle<Element>(_ values: inout [Element]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, below(last + 1))
    }
  }

  /// 0 ..< `count` in random order.
  public mutating func permutation(_ count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    shuffle(&order)
    return order
  }
}
