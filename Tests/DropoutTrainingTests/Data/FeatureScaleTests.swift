import Foundation
import Testing

@testable import DropoutTraining

/// Which files are standardised, and which are pictures.
struct FeatureScaleTests {
  private func load(
    _ rows: [[Float]], _ options: DatasetOptions = DatasetOptions()
  ) throws -> Dataset {
    let text = rows.enumerated().map { index, row in
      row.map { "\($0)" }.joined(separator: ",") + ",\(index % 2)\n"
    }
    return try Dataset.load(bytes: Array(text.joined().utf8), name: "t.csv", options: options)
  }

  private func column(_ examples: Examples, _ feature: Int) -> [Double] {
    (0..<examples.count).map { Double(examples.features[$0 * examples.featureCount + feature]) }
  }

  /// 50 rows of features around 0 with deviation 1, one of them moved and scaled.
  private func rows(mean: Float, scale: Float) -> [[Float]] {
    var random = RandomSequence(RandomKey(seed: 5))
    return (0..<50).map { _ in
      [Float(random.normal()), mean + scale * Float(random.normal())]
    }
  }

  /// Means and deviations, and whether the features are standardised.
  @Test(
    arguments: [
      (0, 1, false), (2.5, 1, false), (0, 2, false), (0, 0.2, false), (4, 1, true), (-4, 1, true),
      (0, 6, true), (0, 0.05, true), (700, 300, true), (0, 1e-6, true), (5_000, 1, true),
    ] as [(Float, Float, Bool)])
  func featuresFarFromTheUnitScaleAreStandardised(mean: Float, scale: Float, far: Bool) throws {
    let rows = rows(mean: mean, scale: scale)
    let data = try load(rows)
    let never = try load(rows, DatasetOptions(standardise: false))
    let always = try load(rows, DatasetOptions(standardise: true))
    #expect(data.checksum == (far ? always : never).checksum)
    #expect(never.train.features.allSatisfy { value in rows.joined().contains(value) })
    for feature in 0..<2 {
      let values = column(always.train, feature)
      let average = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) }
      #expect(abs(average) < 1e-5 && abs(variance / Double(values.count) - 1) < 1e-5)
    }
    let notes = try #require(data.reading).notes.joined()
    #expect(notes.contains("all features standardised, for feature 2 has mean") == far)
    #expect(never.reading?.notes.joined().contains("not standardised, though feature 2") == far)
  }

  /// Pixels that hardly vary are no reason, nor are points of the plane.
  @Test func dataOnTheUnitScaleStayAsTheyAre() throws {
    let sparse: [[Float]] = (0..<40).map { [Float($0 % 11) / 10, $0 == 7 ? 0.01 : 0, 1] }
    let points: [[Float]] = (0..<40).map { [Float($0) / 40 - 0.6, Float($0 % 9) / 8 - 0.4] }
    for rows in [sparse, points] {
      let data = try load(rows)
      #expect(data.train.features.allSatisfy { value in rows.joined().contains(value) })
      #expect(data.reading?.notes == [])
    }
  }

  @Test func tinyNumbersAreNoUnitScale() throws {
    let data = try load((0..<40).map { [Float($0) * 1e-7, Float($0 % 9) * 1e-5] })
    #expect(data.train.features.contains { $0 > 1 } && data.train.features.contains { $0 < -1 })
  }

  /// 0.1 summed many times does not give its multiple, so a mean of equal numbers may differ from them.
  @Test func constantFeaturesBecomeZero() throws {
    var rows: [[Float]] = (0..<70).map { [Float($0 * 10), 0.1, 1e30] }
    let data = try load(rows)
    #expect(column(data.train, 1).allSatisfy { $0 == 0 })
    #expect(column(data.test, 2).allSatisfy { $0 == 0 })
    #expect(data.train.features.allSatisfy { $0.isFinite })
    rows = rows.map { $0.map { _ in 7 } }
    #expect(try load(rows, DatasetOptions(standardise: true)).train.features.allSatisfy { $0 == 0 })
  }

  private func pictures(_ side: Int, to greatest: Int) -> [UInt8] {
    (0..<60 * side * side).map { UInt8($0 * 37 % 101 * greatest / 100) }
  }

  private func arrays(_ shape: [Int], _ bytes: [UInt8], as type: String) throws -> Dataset {
    let features =
      type == "u1"
      ? NumericArray(shape: shape, bytes)
      : NumericArray(shape: shape, bytes.map { Float($0) })
    let labels = NumericArray(shape: [60], (0..<60).map { Int64($0 % 3) })
    let raw = try RawExamples(
      features: features, labels: .numbers(labels), path: "a", names: ("X", "y"))
    return try RawParts(train: raw).dataset(name: "a", options: DatasetOptions())
  }

  private func table(_ columns: Int, _ bytes: [UInt8]) throws -> Dataset {
    let lines = (0..<60).map { row in
      bytes[row * columns..<(row + 1) * columns].map { "\($0)," }.joined() + "\(row % 3)\n"
    }
    return try Dataset.load(bytes: Array(lines.joined().utf8), name: "t.csv")
  }

  /// Pictures of bytes are the same data as arrays of any shape and type, and as a table.
  @Test(arguments: [8, 28]) func bytesArePixelsHoweverTheyLie(side: Int) throws {
    let bytes = pictures(side, to: 255)
    let data = try arrays([60, side, side], bytes, as: "u1")
    #expect(data.train.features.pixels != nil && data.train.features.max() == 1)
    #expect(data.reading?.notes == ["pixels 0…255 divided by 255"])
    for other in [
      try arrays([60, side * side], bytes, as: "u1"),
      try arrays([60, side * side], bytes, as: "f4"),
      try arrays([60, side, side], bytes, as: "f4"), try table(side * side, bytes),
    ] {
      #expect(other.checksum == data.checksum)
      #expect(other.imageShape == Dataset.ImageShape(height: side, width: side))
      #expect(other.reading?.notes.contains("pixels 0…255 divided by 255") == true)
    }
  }

  /// 8 × 8 counts of 0…16, 7 × 7 bytes, 65 columns, and numbers that are not whole.
  @Test func otherNumbersAreNoPixels() throws {
    for data in [
      try table(64, pictures(8, to: 16)), try table(49, pictures(7, to: 255)),
      try table(65, Array(pictures(9, to: 255).prefix(60 * 65))),
      try arrays([60, 64], pictures(8, to: 16), as: "u1"),
    ] {
      #expect(data.train.features.pixels == nil)
      #expect(data.reading?.notes.joined().contains("all features standardised") == true)
    }
    // Bytes of 65 columns are pixels all the same.
    let bytes = Array(pictures(9, to: 255).prefix(60 * 65))
    #expect(try arrays([60, 65], bytes, as: "u1").train.features.pixels != nil)
  }

  /// Kaggle's table of MNIST is the published pictures, number for number.
  @Test(.enabled(if: RealDataTests.directory != nil)) func kagglesTableIsMNIST() throws {
    let path = try #require(RealDataTests.directory) + "/mnist"
    let options = DatasetOptions(trainCount: 300, testCount: 60)
    let mnist = try Dataset.load(path: path, options: options)
    func lines(_ part: Examples) -> [UInt8] {
      let pixels = part.features.pixels ?? []
      let names = (0..<784).map { ",pixel\($0)" }.joined()
      let rows = (0..<part.count).map { row in
        "\(part.labels[row])" + pixels[row * 784..<(row + 1) * 784].map { ",\($0)" }.joined()
      }
      return Array((["label" + names] + rows).joined(separator: "\n").utf8)
    }
    let folder = try TemporaryDirectory()
    let train = try folder.file("train.csv", lines(mnist.train))
    let test = try folder.file("test.csv", lines(mnist.test))
    let table = try Dataset.load(path: train, options: DatasetOptions(testPath: test))
    #expect(table.checksum == mnist.checksum)
    #expect(table.imageShape == mnist.imageShape)
  }
}
