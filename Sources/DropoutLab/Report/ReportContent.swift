public import DropoutTraining

/// Everything a report shows, computed beforehand: the report itself only draws.
public struct ReportContent: Codable, Hashable, Sendable {
  /// What was found.
  public var results: ComparisonResults
  /// The data's name.
  public var dataName: String
  /// A short description of the data: name, counts, classes, checksum.
  public var dataDescription: String
  /// Which examples the curves are measured on, in a sentence.
  public var curveDescription: String
  /// A one-line description of network and training, in words.
  public var trainingDescription: String
  /// The resolved plan, as TOML.
  public var planText: String
  /// The command that repeats the comparison.
  public var command: String
  /// Version of the engine that trained.
  public var engineVersion: String
  /// Masks of one layer under each policy for successive steps of one seed.
  public var maskPictures: [MaskPicture]
  /// Decision regions of one seed's networks; empty unless the data has two features.
  public var boundaries: [DecisionBoundary]

  /// One policy's masks of one layer for successive steps: the matrix D.
  public struct MaskPicture: Codable, Hashable, Sendable {
    /// The policy.
    public var policy: MaskPolicy
    /// The seed of the run whose masks are shown.
    public var seed: UInt64
    /// The layer, 0 the input.
    public var layer: Int
    /// Number of units: rows of D as drawn.
    public var units: Int
    /// Number of examples shown: columns of D as drawn.
    public var examples: Int
    /// The steps shown, from 0.
    public var steps: [Int]
    /// Per step, `units × examples` zeros and ones, unit-major.
    public var masks: [[UInt8]]

    /// Masks to draw.
    public init(
      policy: MaskPolicy, seed: UInt64, layer: Int, units: Int, examples: Int, steps: [Int],
      masks: [[UInt8]]
    ) {
      self.policy = policy
      self.seed = seed
      self.layer = layer
      self.units = units
      self.examples = examples
      self.steps = steps
      self.masks = masks
    }
  }

  /// Class probabilities on a grid, with training points on top.
  public struct DecisionBoundary: Codable, Hashable, Sendable {
    /// The policy.
    public var policy: MaskPolicy
    /// The seed of the network shown.
    public var seed: UInt64
    /// What must be said beside it, as that its frozen mask drops nothing.
    public var remark: String?
    /// Range of the first feature, left to right.
    public var x: ClosedRange<Double>
    /// Range of the second feature, bottom to top.
    public var y: ClosedRange<Double>
    /// Grid columns.
    public var columns: Int
    /// Grid rows, bottom first.
    public var rows: Int
    /// Most probable class per cell, row-major.
    public var classes: [Int]
    /// Its probability per cell, row-major.
    public var confidence: [Double]
    /// Training points: first feature, second feature, class.
    public var points: [Point]

    /// A labelled point.
    public struct Point: Codable, Hashable, Sendable {
      /// First feature.
      public var x: Double
      /// Second feature.
      public var y: Double
      /// Class number.
      public var label: Int

      /// A labelled point.
      public init(x: Double, y: Double, label: Int) {
        self.x = x
        self.y = y
        self.label = label
      }
    }

    /// Decision regions to draw.
    public init(
      policy: MaskPolicy, seed: UInt64, remark: String? = nil, x: ClosedRange<Double>,
      y: ClosedRange<Double>, columns: Int, rows: Int, classes: [Int], confidence: [Double],
      points: [Point]
    ) {
      self.policy = policy
      self.seed = seed
      self.remark = remark
      self.x = x
      self.y = y
      self.columns = columns
      self.rows = rows
      self.classes = classes
      self.confidence = confidence
      self.points = points
    }
  }

  /// What a report shows.
  public init(
    results: ComparisonResults, dataName: String, dataDescription: String,
    curveDescription: String, trainingDescription: String, planText: String, command: String,
    engineVersion: String, maskPictures: [MaskPicture], boundaries: [DecisionBoundary]
  ) {
    self.results = results
    self.dataName = dataName
    self.dataDescription = dataDescription
    self.curveDescription = curveDescription
    self.trainingDescription = trainingDescription
    self.planText = planText
    self.command = command
    self.engineVersion = engineVersion
    self.maskPictures = maskPictures
    self.boundaries = boundaries
  }
}

extension ReportContent {
  /// The policies and the data: "none, per-example on football".
  public var title: String {
    Self.title(policies: results.policies.map(\.policy), dataName: dataName)
  }

  /// Policies and data as a title; of a path its last part.
  public static func title(policies: [MaskPolicy], dataName: String) -> String {
    let name = dataName.split(separator: "/").last.map(String.init) ?? dataName
    return policies.map(\.description).joined(separator: ", ") + " on " + name
  }
}
