public import DropoutStatistics

/// How a difference depends on one axis of a sweep.
public struct SweepTrend: Codable, Hashable, Sendable {
  /// The shortest name of the axis.
  public var axis: String
  /// Spearman's rank correlation between the axis's value and the difference; nil for texts, or if either
  /// does not vary.
  public var rankCorrelation: Double?
  /// The two-sided p of `RankCorrelation`, or of `KruskalWallisTest` for texts; nil if there is none.
  public var p: Double?
  /// ``p`` after Holm's correction over the axes.
  public var holmP: Double?
  /// Whether this number of settings could show a trend at all: the smallest ``p`` that they can give, times
  /// the number of axes tested, is below .05.
  public var couldBeTold = false
  /// The number of settings.
  public var settingCount: Int
  /// The axis in parts, in order.
  public var parts: [Part]

  /// The smallest ``p`` that this number of settings can give.
  public var leastP: Double

  /// Settings with the same or neighbouring values on the axis.
  public struct Part: Codable, Hashable, Sendable {
    /// The value, or the lowest and the highest value.
    public var label: String
    /// The middle value; nil for texts.
    public var place: Double?
    /// Number of settings in the part.
    public var settingCount: Int
    /// Number of settings in which a has the lower mean.
    public var aLower: Int
    /// Mean difference with its 95 % t interval over these settings, if they show their spread.
    public var difference: Estimate
  }

  /// The largest number of different values that get a part each; more are put into ``rangeParts`` parts.
  static let mostValues = 8
  /// The number of equally large parts of an axis with many numbers.
  static let rangeParts = 4

  /// The trends over every axis that varies.
  ///
  /// - Parameters:
  ///   - values: Per setting, one value for each axis.
  ///   - differences: One difference per setting.
  static func all(
    _ axes: [SweepAxis], values: [[PlanValue]], differences: [Double]
  ) -> [SweepTrend] {
    var trends = axes.enumerated().compactMap { index, axis -> SweepTrend? in
      let own = values.map { $0[index] }
      guard Set(own).count > 1 else { return nil }
      return axis.isNumeric
        ? numeric(axis, own.compactMap { axis.rank($0) }, differences)
        : grouped(axis, own, differences)
    }
    let tested = trends.indices.filter { trends[$0].p != nil }
    let holm = MultipleTesting.holm(tested.compactMap { trends[$0].p })
    for (index, p) in zip(tested, holm) {
      trends[index].holmP = p
      trends[index].couldBeTold =
        p < Verdict.level
        || trends[index].leastP * Double(tested.count) < Verdict.level
    }
    return trends
  }

  private static func numeric(
    _ axis: SweepAxis, _ values: [Double], _ differences: [Double]
  ) -> SweepTrend {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let distinct = Set(values).count
    var groups: [[Int]] = []
    let hasUnlimited = values.contains(.infinity)
    if distinct <= mostValues || hasUnlimited {
      for index in order {
        if let last = groups.last?.last, values[last] == values[index] {
          groups[groups.count - 1].append(index)
        } else {
          groups.append([index])
        }
      }
    } else {
      // Equal values stay in one part.
      let cuts = (0...rangeParts).map { part in
        var cut = part * order.count / rangeParts
        while cut > 0, cut < order.count, values[order[cut]] == values[order[cut - 1]] { cut += 1 }
        return cut
      }
      groups = zip(cuts, cuts.dropFirst()).map { Array(order[$0..<$1]) }
    }
    let correlation = RankCorrelation(values, differences)
    return SweepTrend(
      axis: axis.shortName, rankCorrelation: correlation?.rho, p: correlation?.p,
      settingCount: values.count,
      parts: groups.filter { !$0.isEmpty }.map { group in
        let (low, high) = (values[group[0]], values[group[group.count - 1]])
        let label = low == high ? axis.text(low) : "\(axis.text(low))–\(axis.text(high))"
        let place = hasUnlimited ? nil : values[group[group.count / 2]]
        return Part(label, at: place, group.map { differences[$0] })
      }, leastP: correlation?.leastP ?? 1)
  }

  private static func grouped(
    _ axis: SweepAxis, _ values: [PlanValue], _ differences: [Double]
  ) -> SweepTrend {
    var labels: [PlanValue] = []
    for value in values where !labels.contains(value) { labels.append(value) }
    if case .list(let listed) = axis.values { labels = listed.filter(labels.contains) }
    let groups = labels.map { label in
      values.indices.filter { values[$0] == label }.map { differences[$0] }
    }
    let test = KruskalWallisTest(groups)
    return SweepTrend(
      axis: axis.shortName, p: test?.p, settingCount: values.count,
      parts: zip(labels, groups).map { Part($0.bareText, at: nil, $1) },
      leastP: test?.leastP ?? 1)
  }
}

extension SweepTrend.Part {
  fileprivate init(_ label: String, at place: Double?, _ differences: [Double]) {
    self.init(
      label: label, place: place, settingCount: differences.count,
      aLower: differences.count { $0 < 0 },
      difference: Estimate.ofFew(differences))
  }
}
