import DropoutFigures

extension Figure {
  /// A figure with one lane per row: the published figure and ours.
  static func publishedBesideOurs(
    _ table: ReproductionTable, name: String, title: String, valueTitle: String
  ) -> Figure {
    let rows = table.rows.enumerated()
    let ours = rows.compactMap { index, row in
      row.ours.map { Point(Double(index), $0, low: row.low, high: row.high) }
    }
    let published = rows.compactMap { index, row in
      row.published.flatMap(Double.init).map { Point(Double(index), $0) }
    }
    return Figure(
      name: name, title: title, subtitle: "Bars: 95 % interval of our mean over seeds.",
      valueTitle: valueTitle, categories: table.rows.map { $0.labels.joined(separator: ", ") },
      series: [
        Series("ours", ours, look: .points), Series("published", published, look: .published),
      ].filter { !$0.points.isEmpty })
  }
}
