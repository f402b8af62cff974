import DropoutTraining
import Foundation
import Testing

struct DatasetSummaryTests {
  private let dataset = Dataset(
    name: "by hand", classCount: 3,
    train: Examples(featureCount: 2, features: [0, 1, -0.5, 0, 0.25, 4], labels: [2, 0, 2]),
    test: Examples(featureCount: 2, features: [], labels: []),
    imageShape: Dataset.ImageShape(height: 1, width: 2))

  @Test func valuesAreThoseOfTheData() {
    let summary = DatasetSummary(dataset)
    #expect(summary.name == "by hand")
    #expect(summary.featureCount == 2)
    #expect(summary.classCount == 3)
    #expect(summary.imageHeight == 1)
    #expect(summary.imageWidth == 2)
    #expect(summary.checksum == dataset.checksum)
    #expect(summary.train.count == 3)
    #expect(summary.train.classCounts == [1, 0, 2])
    #expect(summary.train.minimum == -0.5)
    #expect(summary.train.maximum == 4)
    #expect(summary.train.mean == 4.75 / 6)
    #expect(summary.train.zeroShare == 2.0 / 6)
    #expect(summary.classNames == ["0", "1", "2"])
    #expect(summary.features.map(\.name) == ["1", "2"])
    #expect(summary.features[0].minimum == -0.5)
    #expect(summary.features[0].maximum == 0.25)
    #expect(summary.features[1].mean == 5.0 / 3)
    // Of 1, 0, 4: their squares' mean is 17/3.
    let deviation = summary.features[1].standardDeviation ?? 0
    #expect(abs(deviation - (17.0 / 3 - 25.0 / 9).squareRoot()) < 1e-12)
    #expect(summary.features.map(\.isConstant) == [false, false])
  }

  @Test func anEmptyPartHasNoRange() {
    let part = DatasetSummary(dataset).test
    #expect(part.count == 0)
    #expect(part.classCounts == [0, 0, 0])
    #expect(part.minimum == nil && part.maximum == nil && part.mean == nil)
    #expect(part.zeroShare == nil)
  }

  @Test func itIsCodable() throws {
    let summary = DatasetSummary(dataset)
    let text = try JSONEncoder().encode(summary)
    #expect(try JSONDecoder().decode(DatasetSummary.self, from: text) == summary)
  }

  @Test func textArtShadesFromBlankToAtSign() {
    let pixels: [Float] = [9, 9, 9, 9, 9, 9, 0, 1, 0, 0.5, 0, 0]
    let examples = Examples(featureCount: 6, features: pixels, labels: [0, 0])
    let shape = Dataset.ImageShape(height: 2, width: 3)
    #expect(examples.textArt(of: 1, shape: shape) == "  @@\n++")
    #expect(examples.textArt(of: 0, shape: shape) == "\n")
  }
}
