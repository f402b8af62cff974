/// The limit on the memory that the content of a compressed or sparse file may take.
///
/// Deflate compresses zeros a thousandfold, so a megabyte can inflate to a gigabyte. Real data compress less:
/// MNIST 5 times as bytes, 20 times as `float64`, 98 times as black and white in `float64`. Content that exceeds
/// the limit can still be read from a file without compression.
enum ReadingLimit {
  /// The bytes allowed for every file: 64 MiB.
  static let allowance = 64 << 20
  /// The bytes allowed in addition for each byte of the file.
  static let ratio = 100

  /// The limit for a file of `byteCount` bytes.
  static func bytes(forFileOf byteCount: Int) -> Int {
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: ratio)
    return overflow ? DataFile.byteLimit : min(product + allowance, DataFile.byteLimit)
  }
}
