import DropoutLab
import DropoutTraining
import Foundation

/// JSON as every command prints it: sorted keys, readable, numbers that read back exactly.
enum JSONOutput {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.dateEncodingStrategy = .iso8601
    return PrintableText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  static func print(_ value: some Encodable) throws { Terminal.verbatim(try text(value)) }

  /// Prints an object with how the data's file was taken as its `data`, if they come from a file.
  static func print(_ value: some Encodable, of dataset: Dataset) throws {
    try print(OfData(value: value, reading: dataset.reading))
  }

  /// An object with one more member.
  struct OfData<Value: Encodable>: Encodable {
    let value: Value
    let reading: DataReading?

    private enum CodingKeys: String, CodingKey { case data }

    func encode(to encoder: any Encoder) throws {
      try value.encode(to: encoder)
      guard let reading else { return }
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(reading, forKey: .data)
    }
  }
}
