/// The content of a figure: series of points over numbers or categories. ``FigureDrawing`` draws it.
public struct Figure: Codable, Hashable, Sendable {
  /// The name of its file, without an ending: letters, digits and hyphens.
  public var name: String
  /// The title.
  public var title: String
  /// A line under the title, such as the unit and the meaning of bars.
  public var subtitle: String
  /// The title of the axis of values.
  public var valueTitle: String
  /// The title of the axis of places; not drawn over categories.
  public var overTitle: String
  /// The names of the categories; place *i* is the *i*th of them. Nil if places are numbers.
  public var categories: [String]?
  /// Whether the axis of places is logarithmic.
  public var placesAreLogarithmic: Bool
  /// Whether the axis of values is logarithmic.
  public var valuesAreLogarithmic: Bool
  /// The series to draw.
  public var series: [Series]
  /// Values that are marked by a line across the figure.
  public var references: [Reference]

  /// Points that belong together.
  public struct Series: Codable, Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// Its points.
    public var points: [Point]
    /// How it is drawn.
    public var look: Look
    /// The number of the series whose colour it takes; nil for a colour of its own.
    public var colouredAs: Int?

    /// How a series is drawn.
    public enum Look: String, Codable, Hashable, Sendable {
      /// Points joined by a line, with a band if they have intervals.
      case line
      /// Points joined by a dashed line: predictions and published curves.
      case dashedLine
      /// Points with bars for their intervals.
      case points
      /// Small dots beside each other: single observations.
      case cloud
      /// Hollow points: published figures.
      case published
    }

    /// A series.
    public init(
      _ name: String, _ points: [Point], look: Look = .points, colouredAs: Int? = nil
    ) {
      self.name = name
      self.points = points
      self.look = look
      self.colouredAs = colouredAs
    }
  }

  /// A value at a place.
  public struct Point: Codable, Hashable, Sendable {
    /// The place: a number, or the index of a category.
    public var place: Double
    /// The value.
    public var value: Double
    /// Lower end of its interval; nil without one.
    public var low: Double?
    /// Upper end of its interval; nil without one.
    public var high: Double?

    /// A point.
    public init(_ place: Double, _ value: Double, low: Double? = nil, high: Double? = nil) {
      self.place = place
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// A marked value.
  public struct Reference: Codable, Hashable, Sendable {
    /// The value.
    public var value: Double
    /// The text beside the line.
    public var label: String

    /// A marked value.
    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// A figure over numbers.
  public init(
    name: String, title: String, subtitle: String = "", valueTitle: String, overTitle: String,
    placesAreLogarithmic: Bool = false, valuesAreLogarithmic: Bool = false, series: [Series],
    references: [Reference] = []
  ) {
    self.name = name
    self.title = title
    self.subtitle = subtitle
    self.valueTitle = valueTitle
    self.overTitle = overTitle
    self.placesAreLogarithmic = placesAreLogarithmic
    self.valuesAreLogarithmic = valuesAreLogarithmic
    self.series = series
    self.references = references
  }

  /// A figure over categories, drawn as lanes one below the other.
  public init(
    name: String, title: String, subtitle: String = "", valueTitle: String, categories: [String],
    valuesAreLogarithmic: Bool = false, series: [Series], references: [Reference] = []
  ) {
    self.init(
      name: name, title: title, subtitle: subtitle, valueTitle: valueTitle, overTitle: "",
      valuesAreLogarithmic: valuesAreLogarithmic, series: series, references: references)
    self.categories = categories
    precondition(
      series.flatMap(\.points).allSatisfy { Double(categories.count) > $0.place && $0.place >= 0 },
      "a point stands beyond the \(categories.count) categories")
  }
}
