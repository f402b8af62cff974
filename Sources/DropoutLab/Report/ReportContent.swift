package import DropoutTraining

/// Everything a report shows, computed beforehand: the report itself only draws.
public struct ReportContent: Sendable {
  /// What was found.
  package var results: ComparisonResults
  /// What the comparison is called, and what was written about it.
  package var label = ComparisonLabel()
  /// The data's name.
  package var dataName: String
  /// A short description of the data: name, counts, classes, checksum.
  package var dataDescription: String
  /// The names of the classes, by class number; nil if they are numbers.
  package var classNames: [String]?
  /// Which examples the curves are measured on, in a sentence.
  package var curveDescription: String
  /// A one-line description of network and training, in words.
  package var trainingDescription: String
  /// What the runs of one seed do not have in common in all arms; nil if nothing.
  package var unpaired: String?
  /// The formulas of the schedules that dropout has; nil if none has one.
  package var scheduleDescription: String?
  /// The resolved plan, as TOML.
  package var planText: String
  /// The command that repeats the comparison.
  package var command: String
  /// Version of the engine that trained.
  package var engineVersion: String
  /// Masks of one layer in each arm for successive steps of one seed.
  package var maskPictures: [MaskPicture]
  /// Decision regions of one seed's networks; empty unless the data has two features.
  package var boundaries: [DecisionBoundary]

  /// One arm's masks of one layer for successive steps: the matrix D.
  package struct MaskPicture: Sendable {
    /// The arm.
    package var arm: Arm
    /// Its mask policy.
    package var policy: MaskPolicy
    /// The seed of the run whose masks are shown.
    package var seed: UInt64
    /// The layer, 0 the input.
    package var layer: Int
    /// Number of units: rows of D as drawn.
    package var units: Int
    /// Number of examples shown: columns of D as drawn.
    package var examples: Int
    /// The steps shown, from 0.
    package var steps: [Int]
    /// Per step, `units × examples` zeros and ones, unit-major.
    package var masks: [[UInt8]]
  }

  /// Class probabilities on a grid, with training points on top.
  package struct DecisionBoundary: Sendable {
    /// The arm.
    package var arm: Arm
    /// The seed of the network shown.
    package var seed: UInt64
    /// A remark to show with the picture, such as that the frozen mask drops nothing; nil if there is none.
    package var remark: String?
    /// Range of the first feature, left to right.
    package var x: ClosedRange<Double>
    /// Range of the second feature, bottom to top.
    package var y: ClosedRange<Double>
    /// Grid columns.
    package var columns: Int
    /// Grid rows, bottom first.
    package var rows: Int
    /// Most probable class per cell, row-major.
    package var classes: [Int]
    /// Its probability per cell, row-major.
    package var confidence: [Double]
    /// Training points: first feature, second feature, class.
    package var points: [Point]

    /// A labelled point.
    package struct Point: Sendable {
      /// First feature.
      package var x: Double
      /// Second feature.
      package var y: Double
      /// Class number.
      package var label: Int
    }
  }
}

extension ReportContent {
  /// The comparison's name, or else the arms and the data: "none, per-example on football".
  package var title: String { label.name ?? sides }

  /// The arms and the data, if the title is a name.
  package var subtitle: String? { label.name.map { _ in sides } }

  private var sides: String {
    Self.title(sides: results.arms.map(\.arm.name), dataName: dataName)
  }

  /// A title from names and data; if the data's name is a path, only its last part.
  package static func title(sides: [String], dataName: String) -> String {
    let name = dataName.split(separator: "/").last.map(String.init) ?? dataName
    return sides.joined(separator: ", ") + " on " + name
  }
}
