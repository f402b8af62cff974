import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Decision regions of networks with two inputs: hue shows the class, strength the confidence.
struct BoundaryChart {
  let context: ReportContext

  private static let width = 320.0
  private static let levels = 5
  private static let greatestPointCount = 1500

  /// One panel per policy; empty without boundaries.
  var markup: Markup {
    let panels = context.content.boundaries.filter(Self.isWhole).map(panel)
    return panels.isEmpty ? .empty : "<div class=\"boundaries\">\(panels)</div>"
  }

  private static func isWhole(_ boundary: ReportContent.DecisionBoundary) -> Bool {
    let cells = boundary.columns * boundary.rows
    return boundary.columns > 0 && boundary.rows > 0 && boundary.classes.count == cells
      && boundary.confidence.count == cells && boundary.x.upperBound > boundary.x.lowerBound
      && boundary.y.upperBound > boundary.y.lowerBound
  }

  private func panel(_ boundary: ReportContent.DecisionBoundary) -> Markup {
    let (spanX, spanY) = (
      boundary.x.upperBound - boundary.x.lowerBound, boundary.y.upperBound - boundary.y.lowerBound
    )
    let height = min(max(Self.width * spanY / spanX, 160), 420).rounded()
    let (scaleX, scaleY) = (
      Self.width / Double(boundary.columns), height / Double(boundary.rows)
    )
    let error = context.arms.first { $0.arm == boundary.arm }?.runs
      .first { $0.seed == boundary.seed }?.testError
    let remark: Markup = boundary.remark.map { "<p>\($0)</p>" } ?? ""
    let errorText = error.map { ", test error \(NumberText.percent($0))\u{A0}%" } ?? ""
    return """
      <figure class="panel"><figcaption><h3>\(context.name(boundary.arm))</h3>\
      <p>seed \(boundary.seed)\(errorText)</p>\(remark)</figcaption>\
      <svg class="boundary" viewBox="0 0 320 \(.pixels(height))" role="img" \
      aria-label="decision regions of \(boundary.arm.name), seed \(boundary.seed)\
      \(errorText)"><g transform="scale(\(.scale(scaleX)) \(.scale(scaleY)))">\
      <g class="regions">\(regions(boundary))</g>\
      <path class="border" d="\(ClassBorder.path(boundary))"/></g>\(points(boundary, height: height))\
      </svg></figure>\n
      """
  }

  /// One path for each class and level of confidence, made of strips along the rows.
  private func regions(_ boundary: ReportContent.DecisionBoundary) -> Markup {
    let classCount = max(2, (boundary.classes.max() ?? 0) + 1)
    var paths: [Int: String] = [:]
    for row in 0..<boundary.rows {
      let top = boundary.rows - 1 - row
      let keys = (0..<boundary.columns).map { column in
        let cell = row * boundary.columns + column
        return max(0, boundary.classes[cell]) * Self.levels
          + level(boundary.confidence[cell], classCount: classCount)
      }
      var column = 0
      while column < boundary.columns {
        let (start, key) = (column, keys[column])
        while column < boundary.columns, keys[column] == key { column += 1 }
        paths[key, default: ""] += "M\(start) \(top)h\(column - start)v1h\(start - column)z"
      }
    }
    return paths.keys.sorted().map { key -> Markup in
      let (number, level) = (key / Self.levels, key % Self.levels)
      return "<path class=\"c\(number % 8) v\(level)\" d=\"\(Markup(raw: paths[key] ?? ""))\"/>"
    }.joined()
  }

  /// The level of a confidence: from 0, no better than guessing, to ``levels`` − 1.
  private func level(_ confidence: Double, classCount: Int) -> Int {
    guard confidence.isFinite else { return 0 }
    let guess = 1 / Double(classCount)
    let strength = (confidence - guess) / (1 - guess)
    return min(Self.levels - 1, max(0, Int((strength * Double(Self.levels)).rounded(.down))))
  }

  /// The training points, one path a class: discs, squares, triangles, diamonds.
  private func points(_ boundary: ReportContent.DecisionBoundary, height: Double) -> Markup {
    let shown = CurveSummary.thinned(boundary.points, to: Self.greatestPointCount)
    var paths: [Int: String] = [:]
    let (x, y) = (LinearScale(domain: boundary.x), LinearScale(domain: boundary.y))
    for point in shown where point.x.isFinite && point.y.isFinite {
      let (left, top) = (x.fraction(point.x) * Self.width, (1 - y.fraction(point.y)) * height)
      paths[max(0, point.label), default: ""] +=
        "M\(NumberText.coordinate(left)) \(NumberText.coordinate(top))"
        + Self.shapes[max(0, point.label) % Self.shapes.count]
    }
    return paths.keys.sorted().map { label -> Markup in
      "<path class=\"point c\(label % 8)\" d=\"\(Markup(raw: paths[label] ?? ""))\"/>"
    }.joined()
  }

  /// Marks around the current point as path data, in pixels.
  static let shapes = [
    "m-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z", "m-2.3-2.3h4.6v4.6h-4.6z",
    "m0-3 2.9 5h-5.8z", "m0-3.2 3.2 3.2-3.2 3.2-3.2-3.2z",
  ]

  /// The classes that occur, as a legend.
  var legend: Markup {
    let labels = Set(
      context.content.boundaries.flatMap { $0.points.map { max(0, $0.label) } + $0.classes }
    ).sorted()
    let keys = labels.prefix(20).map { label -> Markup in
      """
      <li><span class="policy"><svg class="mark" width="12" height="12" viewBox="-6 -6 12 12" \
      aria-hidden="true"><path class="point c\(((label % 8) + 8) % 8)" \
      d="M0 0\(Markup(raw: Self.shapes[max(0, label) % Self.shapes.count]))"/></svg>\
      class \(label)</span></li>
      """
    }
    return "<ul class=\"legend\">\(keys)</ul>"
  }
}

extension Markup {
  /// A factor with five decimals.
  fileprivate static func scale(_ value: Double) -> Markup {
    Markup(raw: NumberText.fixed(value, decimals: 5))
  }
}
