/// How many bytes the content of a compressed or sparse file may take in memory.
///
/// Deflate packs zeros a thousand to one, so a file of a megabyte can hold a gigabyte of nothing. Measured
/// on real data: MNIST packs 5 to one as bytes, 20 to one as `float64`, 98 to one as black and white in
/// `float64`. What exceeds the limit is read when it is saved without compression.
enum ReadingLimit {
  /// Allowed for every file: 64 MiB.
  static let allowance = 64 << 20
  /// Allowed beyond that for each byte of the file.
  static let ratio = 100

  /// The limit for a file of `byteCount` bytes.
  static func bytes(forFileOf byteCount: Int) -> Int {
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: ratio)
    return overflow ? DataFile.byteLimit : min(product + allowance, DataFile.byteLimit)
  }
}
