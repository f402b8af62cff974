import DropoutLab
import DropoutTraining

/// Prints results as JSON.
enum JSONOutput {
  static func print(_ value: some Encodable) throws { Terminal.verbatim(try JSONText.of(value)) }

  /// Prints an object; if the data come from a file, its member `data` says how the file was read.
  static func print(_ value: some Encodable, of dataset: Dataset) throws {
    try print(OfData(value: value, reading: dataset.reading))
  }

  /// An object with the additional member `data`.
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
