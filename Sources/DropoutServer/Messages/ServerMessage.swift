import DropoutFigures
import DropoutLab
import DropoutTraining
import Foundation

/// The messages that the server sends a page as text; frames are sent as bytes.
enum ServerMessage: Sendable {
  case hello(Hello)
  case opened(Opened)
  case error(String)
  case noise(Noise)
  case comparison(ComparisonProgress)
  case bye(String)

  /// Whether the message replaces an earlier one of its kind that still waits to be sent.
  var replacesEarlier: Bool {
    switch self {
    case .noise, .comparison, .opened: true
    case .hello, .error, .bye: false
    }
  }

  /// Whether two messages are of one kind.
  func isLike(_ other: ServerMessage) -> Bool { parts.type == other.parts.type }

  /// The message as JSON with its `type`.
  var json: String { Self.text(parts.type, parts.content) }

  private var parts: (type: String, content: any Encodable) {
    switch self {
    case .hello(let content): ("hello", content)
    case .opened(let content): ("opened", content)
    case .noise(let content): ("noise", content)
    case .comparison(let content): ("comparison", content)
    case .error(let message): ("error", ["message": message])
    case .bye(let message): ("bye", ["message": message])
    }
  }

  private static func text(_ type: String, _ content: some Encodable) -> String {
    PageJSON.text(Typed(type: type, content: content))
  }

  private struct Typed<Content: Encodable>: Encodable {
    let type: String
    let content: Content

    private enum Keys: String, CodingKey { case type }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(type, forKey: .type)
      try content.encode(to: encoder)
    }
  }

  /// What the page offers to choose from, and its limits.
  struct Hello: Encodable, Sendable {
    let version: String
    let datasets: [DataChoice]
    let activations: [String]
    /// The settings of a page whose address contains none.
    let settings: ExperimentSettings
    /// The policies that are offered first when a panel is added.
    let usualPolicies: [String]
    let sharings: [PanelLook.Choice]
    let renewals: [PanelLook.Choice]
    let limits: Limits

    struct DataChoice: Encodable, Sendable {
      let name: String
      let summary: String
      /// The usual noise and its bounds, in the unit that ``noiseMeaning`` names.
      let noise: Double
      let noiseLow: Double
      let noiseHigh: Double
      let noiseMeaning: String
    }

    struct Limits: Encodable, Sendable {
      let hiddenLayers: Int
      let seeds: Int
      let fewestPanels: Int
      let panels: Int
      /// In steps a second.
      let slowest: Double
      let fastest: Double
      let uploadBytes: Int
    }
  }

  /// An experiment with everything that does not change while it trains.
  struct Opened: Encodable, Sendable {
    let settings: ExperimentSettings
    /// Units of each layer, from the input to the output.
    let network: [Int]
    let batchSize: Int
    let trainCount: Int
    let testCount: Int
    let classCount: Int
    @NullWhereNil var classNames: [String]?
    /// The training examples; nil if they are not points of the plane, as is ``range``.
    @NullWhereNil var points: Points?
    /// The part of the plane that the decision boundary covers.
    @NullWhereNil var range: Range?
    /// Cells of the boundary along each axis.
    let grid: Int
    let looks: [PanelLook]
    /// The layers that may drop.
    let layers: [Layer]
    /// The number *n* of droppable units, and the number 2ⁿ of thinned networks, in digits.
    let droppableUnits: Int
    let thinnedNetworks: String
    /// Data and training in words.
    let dataLine: String
    let trainingLine: String
    /// The `dropout compare` command for the same policies.
    let command: String

    struct Points: Encodable, Sendable {
      let x: [Float]
      let y: [Float]
      let label: [Int32]
    }

    /// Lowest and highest value of each feature.
    struct Range: Encodable, Sendable {
      let x: [Double]
      let y: [Double]
    }

    struct Layer: Encodable, Sendable {
      let layer: Int
      let units: Int
      let keep: Double
    }
  }

  /// How noisy each panel's gradient is at a step.
  struct Noise: Encodable, Sendable {
    let step: Int
    let panels: [Panel]

    struct Panel: Encodable, Sendable {
      let policy: String
      @NullWhereNil var measured: Interval?
      @NullWhereNil var predicted: Interval?
      @NullWhereNil var note: String?
    }

    /// A variance of the gradient, summed over all parameters, with its 95 % interval.
    struct Interval: Encodable, Sendable {
      let mean: Double
      let low: Double
      let high: Double
    }
  }

  /// The progress of "Real or luck?".
  struct ComparisonProgress: Encodable, Sendable {
    enum State: String, Encodable, Sendable {
      case waiting, running, done, stopped, failed

      var isEnd: Bool { self != .waiting && self != .running }
    }

    var state: State
    /// What is compared, in words: by now, the page may show another experiment.
    let about: String
    var seeds: Int
    var done = 0
    let policies: [String]
    /// Per policy, its slot of the palette.
    let slots: [Int]
    /// Per policy, test errors by seed, as shares.
    var errors: [[Double]] = []
    var pairs: [Pair] = []
    /// A warning to be shown first, if most runs failed.
    @NullWhereNil var failureHint: String?
    @NullWhereNil var verdicts: [String]?
    @NullWhereNil var report: String?
    @NullWhereNil var message: String?

    init(state: State, about: String, seeds: Int, policies: [MaskPolicy]) {
      (self.state, self.about, self.seeds) = (state, about, seeds)
      self.policies = policies.map(\.description)
      let style = ArmStyle(self.policies)
      slots = self.policies.map(style.slot(of:))
    }

    struct Pair: Encodable, Sendable {
      let a: String
      let b: String
      /// a − b in points, by seed.
      let differences: [Double]
      /// The mean of the differences and its interval, in points; bounds are nil if infinite.
      let mean: Double
      @NullWhereNil var low: Double?
      @NullWhereNil var high: Double?
      let decided: Bool
      let sentence: String
      /// The sentence about test log-loss; nil until all seeds are done.
      @NullWhereNil var logLossSentence: String?
    }
  }
}

/// JSON as the page reads it: numbers that are not finite are null.
enum PageJSON {
  static func text(_ value: some Encodable) -> String {
    String(decoding: data(value), as: UTF8.self)
  }

  static func data(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    encoder.dateEncodingStrategy = .iso8601
    do {
      return try encoder.encode(value)
    } catch {
      preconditionFailure("a message could not be written as JSON: \(error)")
    }
  }
}
