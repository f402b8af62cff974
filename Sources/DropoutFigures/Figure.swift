/// What a figure of a page shows; ``FigureDrawing`` draws it.
public struct Figure: Codable, Hashable, Sendable {
  /// Names its file: letters, digits and hyphens.
  public var name: String
  /// The title.
  public var title: String
  /// A line under it: the unit, what the bars are.
  public var subtitle: String
  /// What is measured.
  public var valueTitle: String
  /// What it is measured over; not drawn over categories.
  public var overTitle: String
  /// The names of the places, where these are categories and no numbers; place *i* is the *i*th.
  public var categories: [String]?
  /// Whether places stand on a logarithmic axis.
  public var placesAreLogarithmic: Bool
  /// Whether values stand on a logarithmic axis.
  public var valuesAreLogarithmic: Bool
  /// What is drawn.
  public var series: [Series]
  /// Values to mark by a line across.
  public var references: [Reference]

  /// Points that belong together.
  public struct Series: Codable, Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// Its points.
    public var points: [Point]
    /// How it is drawn.
    public var look: Look
    /// The number of the series whose colour it has; nil for one of its own.
    public var colouredAs: Int?

    /// How a series is drawn.
    public enum Look: String, Codable, Hashable, Sendable {
      /// Points joined by a line, with a band where they have intervals.
      case line
      /// The same, dashed: predictions and published curves.
      case dashedLine
      /// Points with bars of their intervals.
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
    /// Where: a number, or the number of a category.
    public var place: Double
    /// The value.
    public var value: Double
    /// Lower end of its interval.
    public var low: Double?
    /// Upper end.
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
    /// What is written beside it.
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

  /// A figure over categories, drawn as lanes, one under the other.
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
