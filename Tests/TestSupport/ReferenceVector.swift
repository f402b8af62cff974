import Foundation

/// One entry of the reference vectors: inputs, expected values and their tolerance.
public struct ReferenceVector {
  private let entry: [String: Any]

  /// The entry of this name; nil, said aloud, where there are no vectors beside the checkout.
  public init?(_ name: String) throws {
    guard let entry = try referenceVector(name) else { return nil }
    self.entry = entry
  }

  /// An input: a number, or an array of up to two dimensions.
  public func input<Value>(_ name: String, as type: Value.Type = Value.self) -> Value {
    value(["inputs", name])
  }

  /// An expected value, by the keys that lead to it.
  public func expected<Value>(_ path: String..., as type: Value.Type = Value.self) -> Value {
    value(["expected"] + path)
  }

  private func value<Value>(_ path: [String]) -> Value {
    var node: Any = entry
    for key in path { node = (node as? [String: Any])?[key] ?? NSNull() }
    guard let value = node as? Value else {
      preconditionFailure("\(path.joined(separator: ".")) is no \(Value.self)")
    }
    return value
  }

  /// |got − want| ≤ absolute + relative · |want|.
  public func agrees(_ got: Double, _ want: Double) -> Bool {
    let tolerance = entry["tolerance"] as? [String: Any]
    let absolute = tolerance?["absolute"] as? Double ?? 0
    let relative = tolerance?["relative"] as? Double ?? 0
    return abs(got - want) <= absolute + relative * abs(want)
  }

  /// Element by element.
  public func agrees(_ got: [Double], _ want: [Double]) -> Bool {
    got.count == want.count && zip(got, want).allSatisfy { agrees($0, $1) }
  }

  /// Row by row.
  public func agrees(_ got: [[Double]], _ want: [[Double]]) -> Bool {
    got.count == want.count && zip(got, want).allSatisfy { agrees($0, $1) }
  }
}

/// Rows become columns: the notebook keeps examples in columns and weights as outputs × inputs.
public func transposed(_ matrix: [[Double]]) -> [[Double]] {
  guard let first = matrix.first else { return [] }
  return first.indices.map { column in matrix.map { $0[column] } }
}
