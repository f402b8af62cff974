import DropoutFigures

extension ReproductionTable.Row {
  /// Our figure with its interval, at a place of a diagram.
  func point(at place: Double) -> Figure.Point? {
    ours.map { Figure.Point(place, $0, low: low, high: high) }
  }
}

extension Figure {
  /// A figure of test errors with one lane per row: the published figure and ours.
  static func publishedBesideOurs(_ table: ReproductionTable, title: String) -> Figure {
    let rows = table.rows.enumerated()
    let ours = rows.compactMap { index, row in row.point(at: Double(index)) }
    let published = rows.compactMap { index, row in
      row.published.flatMap(Double.init).map { Point(Double(index), $0) }
    }
    return Figure(
      name: table.name, title: title, subtitle: "Bars: 95 % interval of our mean over seeds.",
      valueTitle: "test error in %",
      categories: table.rows.map { $0.labels.joined(separator: ", ") },
      series: [
        Series("ours", ours, look: .points), Series("published", published, look: .published),
      ].filter { !$0.points.isEmpty })
  }
}
