@testable import DropoutTraining

/// Sixty rows of four features, three classes in turn, in the forms in which such tables are met.
struct SampleTable {
  static let rowCount = 60
  var separator = ","
  var decimal = "."
  var header: String? = "a,b,c,d,label"
  /// What stands before the features of a row.
  var lead: @Sendable (Int) -> String = { _ in "" }
  /// What stands for the label of a row.
  var label: @Sendable (Int) -> String = { "\($0 % 3)" }
  /// What follows the label.
  var tail = ""

  /// The four features of a row.
  static func features(_ row: Int) -> [Float] {
    (0..<4).map { Float((row * 37 + $0 * 101) % 400 - 150) / 128 }
  }

  /// All features, row by row.
  static var features: [Float] { (0..<rowCount).flatMap(features) }

  var text: String {
    let lines = (0..<Self.rowCount).map { row in
      let fields = Self.features(row).map { "\($0)".replacing(".", with: decimal) }
      return lead(row) + (fields + [label(row)]).joined(separator: separator) + tail
    }
    return ((header.map { [$0] } ?? []) + lines).joined(separator: "\n") + "\n"
  }
}

/// Reads text as a table.
func table(
  _ text: String, _ options: DatasetOptions = DatasetOptions()
) throws -> RawExamples {
  try CSVFile.decode(Array(text.utf8), path: "x.csv", options: options)
}

/// The message with which text is refused as a data set; empty if it is not.
func refusal(_ text: String, _ options: DatasetOptions = DatasetOptions()) -> String {
  do {
    _ = try Dataset.load(bytes: Array(text.utf8), name: "x.csv", options: options)
    return ""
  } catch {
    return error.description
  }
}
