private import CKernels

#if _endian(big)
  #error("digests hash memory as it lies, which must be little-endian")
#endif

/// SHA-256 (FIPS 180-4), for the identity of data, runs and weights.
///
/// It is written here because this module must not depend on another package.
/// Multi-byte values are hashed in little-endian order, so a digest is the same on every machine.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// A digest to which nothing was added yet.
  public init() {}

  /// Adds whole numbers, little-endian.
  public mutating func update<Element: FixedWidthInteger>(_ values: [Element]) {
    unsafe values.withUnsafeBytes { bytes in unsafe update(bytes: bytes) }
  }

  /// Adds the bit patterns of numbers, little-endian.
  public mutating func update(_ values: [Float]) {
    unsafe values.withUnsafeBytes { bytes in unsafe update(bytes: bytes) }
  }

  /// Adds the UTF-8 bytes of a string.
  public mutating func update(_ text: String) { update(Array(text.utf8)) }

  private mutating func update(bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      unsafe pending.append(contentsOf: bytes[..<start])
      if pending.count == 64 {
        unsafe ck_sha256_blocks(&state, pending, 1)
        pending.removeAll(keepingCapacity: true)
      }
    }
    let whole = (bytes.count - start) / 64
    if whole > 0, let base = bytes.baseAddress {
      // Sound: the region start ..< start + 64 * whole lies inside `bytes`.
      unsafe ck_sha256_blocks(
        &state, (base + start).assumingMemoryBound(to: UInt8.self), whole)
    }
    unsafe pending.append(contentsOf: bytes[(start + 64 * whole)...])
  }

  /// The digest of everything added, as 64 hexadecimal digits.
  public func finalized() -> String {
    words.map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 8 - hex.count) + hex
    }.joined()
  }

  /// The digest of everything added, as 32 bytes.
  package func finalizedBytes() -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }

  private var words: [UInt32] {
    var digest = self
    let bitCount = byteCount * 8
    digest.update([0x80 as UInt8])
    while digest.pending.count != 56 { digest.update([0 as UInt8]) }
    digest.update([bitCount.bigEndian])
    return digest.state
  }
}
