import DropoutLab
import DropoutTraining
import Foundation

/// A picture of a moment: a length, JSON, and the bytes that the JSON's offsets point into.
struct Frame: Encodable {
  let type = "frame"
  let step: Int
  let playing: Bool
  let stepsPerSecond: Double
  @NullWhereNil var rate: Double?
  let row: Int
  let layer: Int
  let example: Int
  let maskStep: Int
  let maskUnits: Int
  let maskExamples: Int
  var panels: [PanelFrame] = []

  struct PanelFrame: Encodable {
    let policy: String
    @NullWhereNil var maskedLoss: Double?
    @NullWhereNil var trainLoss: Double?
    let trainError: Double
    @NullWhereNil var testLoss: Double?
    let testError: Double
    let draw: UInt64
    let distinct: Int
    let distinctIsLeast: Bool
    @NullWhereNil var digest: String?
    let curve: Curve
    @NullWhereNil var boundary: [Int]?
    let mask: [Int]
    let alive: [Int]
    @NullWhereNil var weights: [Int]?
  }

  /// Points that replace those from an index on.
  struct Curve: Encodable {
    let from: Int
    let points: [Point]

    struct Point: Encodable {
      let point: Panel.CurvePoint

      func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(point.step)
        for number in [point.maskedLoss, point.train.loss, point.test.loss, point.test.error] {
          if number.isFinite { try container.encode(number) } else { try container.encodeNil() }
        }
      }
    }
  }
}

/// The bytes of a frame as they are gathered.
struct FrameBytes {
  private(set) var bytes: [UInt8] = []

  /// Adds bytes; where they lie.
  mutating func add(_ more: some Sequence<UInt8>) -> [Int] {
    let offset = bytes.count
    bytes.append(contentsOf: more)
    return [offset, bytes.count - offset]
  }

  /// The frame as it is sent.
  func message(_ frame: Frame) -> Data {
    let json = PageJSON.data(frame)
    var message = Data(capacity: 4 + json.count + bytes.count)
    message.append(contentsOf: UInt32(json.count).littleEndianBytes)
    message.append(json)
    message.append(contentsOf: bytes)
    return message
  }
}

extension UInt32 {
  var littleEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}

extension Double {
  /// The number, or nil where it is not finite.
  var ifFinite: Double? { isFinite ? self : nil }

  /// A share as a byte; one half where it is not a number.
  var asByte: UInt8 { isFinite ? UInt8((min(max(self, 0), 1) * 255).rounded()) : 128 }
}
