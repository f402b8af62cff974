/// The counter-based generator Philox4x32 with ten rounds, as a pure function.
///
/// A block of four 32-bit words depends on its counter and key alone: there is no generator object
/// and no hidden state, so any block can be computed again, in any order, on any thread.
///
/// - SeeAlso: Salmon, Moraes, Dror and Shaw 2011, *Parallel random numbers: as easy as 1, 2, 3*.
public enum Philox {
  /// Four 32-bit words that a key and a counter decide.
  ///
  /// - Complexity: ten rounds of two 32×32→64-bit multiplications.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for round in 0..<10 {
      if round > 0 { k &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let p0 = UInt64(0xD251_1F53) &* UInt64(c[0])
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c[2])
      c = SIMD4(
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ k[0],
        UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ k[1],
        UInt32(truncatingIfNeeded: p0))
    }
    return c
  }
}
