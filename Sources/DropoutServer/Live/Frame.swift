import DropoutLab
import DropoutTraining
import Foundation

/// The state at one moment, as sent to a page: a length, JSON, and bytes that the JSON refers to by offset.
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
  /// The training example in that row, from 0.
  let example: Int
  /// The step whose masks are shown: the next one, or the last if there is no next.
  let maskStep: Int
  /// Units and examples of each panel's `mask`.
  let maskUnits: Int
  let maskExamples: Int
  var panels: [PanelFrame] = []

  /// A policy's run at that moment. A pair of integers is an offset into the bytes and a length.
  struct PanelFrame: Encodable {
    let policy: String
    /// Mean loss of the last step's batch, with masks; nil before the first step, or if it is not finite.
    @NullWhereNil var maskedLoss: Double?
    /// Mean losses and error rates without masks; rates are shares, 0…1.
    @NullWhereNil var trainLoss: Double?
    let trainError: Double
    @NullWhereNil var testLoss: Double?
    let testError: Double
    /// The number of the draw whose masks are shown.
    let draw: UInt64
    /// Whether the step before used a different draw.
    let isNewDraw: Bool
    /// Distinct thinned networks visited so far.
    let distinct: Int
    /// Whether `distinct` is only a lower bound.
    let distinctIsLeast: Bool
    /// Digest of the parameters; nil while playing.
    @NullWhereNil var digest: String?
    let curve: Curve
    /// `[grid, grid]` bytes of probability in 1/255, bottom row first; with more than two classes, as many
    /// bytes of class before them. Nil unless the data have two features.
    @NullWhereNil var boundary: [Int]?
    /// D of the chosen layer: `[maskUnits, maskExamples]` bits, the lowest first.
    let mask: [Int]
    /// `[input and hidden units]` bytes, layer by layer: 1 if the unit is kept for the chosen row.
    let alive: [Int]
    /// `[units, inputs]` 32-bit floats, layer by layer; nil if there are too many to draw.
    @NullWhereNil var weights: [Int]?
  }

  /// Curve points that replace those from index `from` on.
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

/// Collects the bytes of a frame.
struct FrameBytes {
  private(set) var bytes: [UInt8] = []

  /// Appends bytes; returns their offset and length.
  mutating func add(_ more: some Sequence<UInt8>) -> [Int] {
    let offset = bytes.count
    bytes.append(contentsOf: more)
    return [offset, bytes.count - offset]
  }

  /// The frame as sent to the page.
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

  /// A share as a byte, in 1/255; 128 if it is not finite.
  var asByte: UInt8 { isFinite ? UInt8((min(max(self, 0), 1) * 255).rounded()) : 128 }
}
