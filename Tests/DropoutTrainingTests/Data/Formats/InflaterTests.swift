import Testing

@testable import DropoutTraining

/// Files that are small and inflate to very much: what is declared is refused before anything is inflated, what
/// is not is inflated to the limit and no further.
struct InflaterTests {
  private static let allowance = ReadingLimit.allowance

  /// Zeros packed a thousand to one.
  private static func bomb(_ count: Int, after head: [UInt8] = []) throws -> [UInt8] {
    try #require(gzipped(head + [UInt8](repeating: 0, count: count)))
  }

  private func inflater(_ bytes: [UInt8], limit: Int? = nil) throws -> Inflater {
    try Inflater(
      bytes, range: 0..<bytes.count, container: .gzip, limit: limit, path: "bomb", part: "it")
  }

  @Test func theLimitIsASumThatDoesNotOverflow() {
    #expect(ReadingLimit.bytes(forFileOf: 0) == 64 << 20)
    #expect(ReadingLimit.bytes(forFileOf: 1_000_000) == 64 << 20 + 100_000_000)
    #expect(ReadingLimit.bytes(forFileOf: .max) == DataFile.byteLimit)
  }

  @Test func inflatingEndsAtTheLimit() throws {
    let bytes = try Self.bomb(100 << 20)
    #expect(bytes.count < 200_000)
    let inflater = try inflater(bytes)
    #expect(throws: DatasetError.self) { _ = try inflater.readToEnd() }
    #expect(inflater.producedByteCount <= Self.allowance + 100 * bytes.count + 1 << 18)
    // It ends by what has gone in so far, not by the size of a file that has more behind the bomb.
    let padded = bytes + [UInt8](repeating: 1, count: 2 << 20)
    let second = try self.inflater(padded)
    #expect(throws: DatasetError.self) { _ = try second.readToEnd() }
    #expect(second.producedByteCount < Self.allowance + 10 << 20)
  }

  @Test func aLimitOfTheCallerHolds() throws {
    let inflater = try inflater(Self.bomb(1 << 20), limit: 1 << 19)
    let error = #expect(throws: DatasetError.self) { _ = try inflater.readToEnd() }
    #expect(inflater.producedByteCount <= 1 << 19 + 1 << 18)
    #expect(error?.description.contains("bomb: it inflates to") == true)
    #expect(error?.description.contains("above the limit of 524288") == true)
    #expect(error?.description.contains("without compression") == true)
  }

  @Test func whatIsHonestIsRead() throws {
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let inflater = try inflater(try #require(gzipped(content)))
    #expect(try inflater.read(atMost: 10) + inflater.readToEnd() == content)
    #expect(inflater.producedByteCount == content.count)
  }

  /// A header that declares more than the limit, with nothing behind it that could be inflated: an error that
  /// speaks of the size, not of the damage, was there first.
  @Test func declaredSizesAreRefusedBeforeInflating() throws {
    let idx: [UInt8] = try Self.bomb(1 << 16, after: [0, 0, 8, 3] + big32(1 << 20, 28, 28))
    let cut = idx.cut(-20)
    #expect(
      refusal { _ = try IDXFile.decode(cut, path: "bomb.gz") }.contains("inflates to 822083"))

    let name = NumericArray(shape: [1], [0] as [UInt8])
    var zip = NPZFileTests.Entry(name: "X.npy", content: NPYFile.encode(name), method: 8)
    zip.size = 300 << 20
    let archive = NPZFileTests.zip([zip])
    #expect(
      refusal { _ = try NPZFile(archive, path: "bomb.npz") }.contains("the archive inflates to"))
  }

  @Test func variablesOfMATLABAreCountedTogether() throws {
    // Numbers kept as bytes become eight times as many; a compressed element says its size first.
    let big = MATFileTests.Builder()
    let zeros = [UInt8](repeating: 0, count: 10 << 20)
    let parts = big.element(6, big.word(6) + big.word(0)) + big.element(5, little32(1, 10 << 20))
    let matrix = big.element(14, parts + big.element(1, Array("X".utf8)) + big.element(2, zeros))
    let file = big.header() + MATFileTests.compressed(matrix)
    #expect(file.count < 100_000)
    let line = refusal { _ = try MATFile(file, path: "bomb.mat") }
    #expect(line.contains("inflates to"), "\(line)")
    let lying = little32(14, 2_000_000_000) + [1, 2, 3, 4]
    let short = big.header() + MATFileTests.compressed(lying)
    #expect(refusal { _ = try MATFile(short, path: "b") }.contains("inflates to 2000000000"))
  }

  private func refusal(_ read: () throws -> Void) -> String {
    let error = #expect(throws: DatasetError.self) { try read() }
    return error?.description ?? ""
  }
}
