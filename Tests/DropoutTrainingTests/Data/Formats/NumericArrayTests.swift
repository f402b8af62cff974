import Testing

@testable import DropoutTraining

struct NumericArrayTests {
  @Test func numbersSurviveTheWayThroughBytes() {
    #expect(NumericArray(shape: [2], [1.5, -0.25] as [Float]).floats == [1.5, -0.25])
    #expect(NumericArray(shape: [2], [1e300, -0.1] as [Double]).doubles == [1e300, -0.1])
    #expect(NumericArray(shape: [2], [-7, 1 << 40] as [Int64]).integers == [-7, 1 << 40])
    #expect(NumericArray(shape: [1, 2], [-7, 9] as [Int32]).doubles == [-7, 9])
    #expect(NumericArray(shape: [], [200] as [UInt8]).floats == [200])
  }

  @Test func integersRefuseFractionsAndWhatDoesNotFit() {
    #expect(NumericArray(shape: [2], [1, 2] as [Double]).integers == [1, 2])
    #expect(NumericArray(shape: [1], [1.5] as [Float]).integers == nil)
    #expect(NumericArray(shape: [1], [Float.nan]).integers == nil)
    #expect(NumericArray(shape: [1], [Double.infinity]).integers == nil)
    let large = NumericArray(
      shape: [1], elementType: .uint64, bytes: [UInt8](repeating: 255, count: 8))
    #expect(large.integers == nil)
  }

  /// Patterns and values of IEEE 754 half precision.
  @Test(
    arguments: [
      (0x0000, 0.0), (0x0001, 0x1p-24), (0x03FF, 0x1.ff8p-15), (0x0400, 0x1p-14), (0x3C00, 1.0),
      (0x3555, 0.333251953125), (0xC000, -2.0), (0x7BFF, 65504.0), (0x7C00, .infinity),
      (0xFC00, -.infinity),
    ] as [(UInt16, Float)])
  func halfPrecisionIsExact(bits: UInt16, value: Float) {
    #expect(float(halfBits: bits) == value)
    #expect(float(halfBits: 0x7E00).isNaN)
  }

  @Test func columnMajorBytesAreTurned() {
    let turned = rowMajorBytes(fromColumnMajor: [0, 3, 1, 4, 2, 5], shape: [2, 3], byteCount: 1)
    #expect(turned == [0, 1, 2, 3, 4, 5])
    let cube = (0..<24).map { UInt16($0) }
    var source = [UInt16](repeating: 0, count: 24)
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 { source[i + 2 * j + 6 * k] = cube[12 * i + 4 * j + k] }
      }
    }
    let bytes = rowMajorBytes(
      fromColumnMajor: littleEndianBytes(of: source), shape: [2, 3, 4], byteCount: 2)
    #expect(bytes == littleEndianBytes(of: cube))
  }

  @Test func sizesThatOverflowAreNone() {
    #expect(NumericArray.byteCount(shape: [1 << 31, 1 << 31, 4], elementType: .uint8) == nil)
    #expect(NumericArray.byteCount(shape: [1 << 62], elementType: .float64) == nil)
    #expect(NumericArray.byteCount(shape: [-1, 2], elementType: .uint8) == nil)
    #expect(NumericArray.byteCount(shape: [-1, 0], elementType: .uint8) == nil)
    #expect(NumericArray.byteCount(shape: [3, 0], elementType: .uint8) == 0)
    #expect(NumericArray.byteCount(shape: [], elementType: .float32) == 4)
  }

  @Test func pixelsBecomeFractionsOf255() {
    let all = (0...255).map { UInt8($0) }
    #expect(unitFloats(all[...]) == all.map { Float($0) / 255 })
    #expect(unitFloats([]) == [])
  }
}
