private import Foundation

/// JSON as every command prints and writes it: sorted keys, readable, numbers that read back exactly.
package enum JSONText {
  /// The JSON text of a value.
  package static func of(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.dateEncodingStrategy = .iso8601
    return PrintableText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
