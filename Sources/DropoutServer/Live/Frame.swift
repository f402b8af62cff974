import DropoutLab
import DropoutTraining
import Foundation

/// A picture of a moment: a length, JSON, and the bytes that the JSON's offsets point into.
struct Frame: Encodable {
  let type = "frame"
  /// Steps done.
  let step: Int
  let playing: Bool
  /// Requested speed; 0 means unlimited.
  let stepsPerSecond: Double
  /// Measured speed; nil while paused or not yet known.
  @NullWhereNil var rate: Double?
  /// The chosen row of the batch.
  let row: Int
  /// The chosen layer: 0 for the input, *l* for hidden layer *l*.
  let layer: Int
  /// Which training example lies in the row, from 0.
  let example: Int
  /// The step whose masks are shown: the next one, or the last if there is no next.
  let maskStep: Int
  /// Units and examples of each panel's `mask`.
  let maskUnits: Int
  let maskExamples: Int
  var panels: [PanelFrame] = []

  /// A policy's run at the moment. Pairs of whole numbers are an offset into the bytes and a length.
  struct PanelFrame: Encodable {
    let policy: String
    /// Mean loss of the last step's batch, its masks on; nil before the first step, and where it is no
    /// number.
    @NullWhereNil var maskedLoss: Double?
    /// Mean losses without masks; errors are shares.
    @NullWhereNil var trainLoss: Double?
    let trainError: Double
    @NullWhereNil var testLoss: Double?
    let testError: Double
    /// The number of the draw whose masks are shown.
    let draw: UInt64
    /// Whether the step before used another draw.
    let isNewDraw: Bool
    /// Distinct thinned networks so far.
    let distinct: Int
    /// Whether there may be more of them.
    let distinctIsLeast: Bool
    /// Of the parameters; at rest alone.
    @NullWhereNil var digest: String?
    let curve: Curve
    /// `[grid, grid]` bytes of probability in 1/255, rows from the bottom; of more than two classes the
    /// same many bytes of class before them. Nil where inputs are not points of the plane.
    @NullWhereNil var boundary: [Int]?
    /// D of the chosen layer: `[maskUnits, maskExamples]` bits, the lowest first.
    let mask: [Int]
    /// `[input and hidden units]` bytes, layer by layer: 1 if the unit survives for the chosen row.
    let alive: [Int]
    /// `[units, inputs]` 32-bit floats, layer by layer; nil if there are too many to draw.
    @NullWhereNil var weights: [Int]?
  }

  /// Points that replace those from an index on.
  struct Curve: Encodable {
    let from: Int
    let points: [Point]

    /// Written as `[step, masked loss, clean training loss, test loss, test error]`.
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
  /// The number, or nil if it is not finite.
  var ifFinite: Double? { isFinite ? self : nil }

  /// A share as a byte; one half where it is not a number.
  var asByte: UInt8 { isFinite ? UInt8((min(max(self, 0), 1) * 255).rounded()) : 128 }
}
