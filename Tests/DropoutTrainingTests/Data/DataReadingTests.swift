import Foundation
import Testing

@testable import DropoutTraining

struct DataReadingTests {
  @Test func theSummaryNamesClassFeaturesAndChanges() {
    let reading = DataReading(
      labelName: "team", classNames: ["0", "1"], featureCount: 2, featureNames: ["x", "y"],
      notes: ["left out: id (an index)"])
    #expect(
      reading.summary == "class: team (0, 1); 2 features: x, y; left out: id (an index)")
    #expect(
      DataReading(classNames: ["a", "b"], featureCount: 1).summary == "classes: a, b; 1 feature")
  }

  @Test func longListsAreCut() {
    let letters = (0..<26).map { String(UnicodeScalar(97 + UInt8($0))) }
    let reading = DataReading(
      labelName: "letter", classNames: letters, featureCount: 26, featureNames: letters)
    #expect(
      reading.summary == "class: letter (a, b, c, …, 26 classes); 26 features: a, b, c, …")
    let ten = DataReading(classNames: Array(letters.prefix(10)), featureCount: 3)
    #expect(ten.summary == "classes: a, b, c, d, e, f, g, h, i, j; 3 features")
    let long = String(repeating: "n", count: 90) + "\u{1B}[31m"
    let named = DataReading(labelName: long, classNames: ["\n", "b"], featureCount: 1)
    #expect(named.summary == "class: \(long.prefix(40))… (\\u{a}, b); 1 feature")
  }

  @Test func aTableSaysWhatItTook() throws {
    let text = "x,team,y\n" + (0..<20).map { "\($0 % 3),\($0 % 2),\($0 % 4)\n" }.joined()
    let data = try Dataset.load(
      bytes: Array(text.utf8), name: "t.csv",
      options: DatasetOptions(labelColumn: .name("team")))
    #expect(
      data.reading
        == DataReading(
          labelName: "team", classNames: ["0", "1"], featureCount: 2, featureNames: ["x", "y"],
          setsTestAside: true))
    #expect(data.validationSplit(share: 0.5, seed: 1).reading == data.reading)
    #expect(try DataGenerator.moons.makeDataset(GeneratorOptions(seed: 1)).reading == nil)
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(data.reading))
    let object = try #require(json as? [String: Any])
    #expect(object["label"] as? String == "team")
    #expect(object["summary"] as? String == "class: team (0, 1); 2 features: x, y")
  }
}
