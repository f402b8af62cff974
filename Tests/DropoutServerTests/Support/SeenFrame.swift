import Foundation

/// A frame as a page reads it.
struct SeenFrame: Decodable, Sendable {
  let step: Int
  let playing: Bool
  let row: Int
  let layer: Int
  let example: Int
  let maskStep: Int
  let maskUnits: Int
  let maskExamples: Int
  let panels: [Panel]
  /// What the offsets point into.
  var bytes: [UInt8] = []

  struct Panel: Decodable, Sendable {
    let policy: String
    let maskedLoss: Double?
    let trainLoss: Double?
    let testError: Double
    let draw: UInt64
    let distinct: Int
    let distinctIsLeast: Bool
    let digest: String?
    let curve: Curve
    let boundary: [Int]?
    let mask: [Int]
    let alive: [Int]
    let weights: [Int]?
  }

  struct Curve: Decodable, Sendable {
    let from: Int
    let points: [[Double?]]
  }

  private enum CodingKeys: CodingKey {
    case step, playing, row, layer, example, maskStep, maskUnits, maskExamples, panels
  }

  /// The bytes of a place.
  func bytes(_ place: [Int]) -> [UInt8] { Array(bytes[place[0]..<place[0] + place[1]]) }

  /// D as zeros and ones, `[units, examples]`.
  func mask(_ panel: Int) -> [UInt8] {
    let packed = bytes(panels[panel].mask)
    return (0..<maskUnits * maskExamples).map { packed[$0 / 8] >> UInt8($0 % 8) & 1 }
  }

  /// Reads a binary message.
  init(message: Data) throws {
    let bytes = [UInt8](message)
    let count = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    self = try JSONDecoder().decode(SeenFrame.self, from: Data(bytes[4..<4 + count]))
    self.bytes = Array(bytes[(4 + count)...])
  }
}

/// A text message as a page reads it: its type, and the rest as it came.
struct SeenMessage: Decodable, Sendable {
  let type: String
  let message: String?
  let state: String?
  let done: Int?
  let verdicts: [String]?
  let report: String?
  let step: Int?
  let network: [Int]?
  let thinnedNetworks: String?
  let panels: [NoisePanel]?
  let pairs: [Pair]?

  struct NoisePanel: Decodable, Sendable {
    let policy: String
    let measured: Interval?
    let predicted: Interval?
    let note: String?
  }

  struct Interval: Decodable, Sendable {
    let mean: Double
    let low: Double
    let high: Double
  }

  struct Pair: Decodable, Sendable {
    let differences: [Double]
    let mean: Double
    let low: Double?
    let high: Double?
    let decided: Bool
  }

  init(json: String) throws {
    self = try JSONDecoder().decode(SeenMessage.self, from: Data(json.utf8))
  }
}
