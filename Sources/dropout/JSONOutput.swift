import DropoutLab
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
}
