import DropoutTraining

extension ComparisonEntry {
  /// The place of a run in a comparison.
  package struct Place: Sendable {
    /// The comparison.
    package let entry: ComparisonEntry
    /// The arm whose run it is.
    package let arm: Arm
  }

  /// The settings of data and training that all arms share but for what an arm changes, by their names. Of data
  /// whose settings the store does not have there is the name alone.
  package var settings: [String: PlanValue] {
    dataSettings.merging(training.settingValues) { $1 }
  }

  /// The plan whose report can be written: the one asked for last, or else all arms over the seeds that they have
  /// in common, on the data of that name without further settings.
  package var planSettings: PlanSettings {
    if let plan { return plan }
    var values = settings
    let seeds = Self.longestRow(of: commonSeeds)
    values["comparison.policies"] = .list(arms.map { .text($0.arm.name) })
    values["comparison.first-seed"] = seeds.first.flatMap(\.planValue)
    values["comparison.seeds"] = .integer(max(1, seeds.count))
    var settings = PlanSettings()
    for (name, value) in values {
      do {
        try settings.set(name, to: value, source: "store")
      } catch {
        preconditionFailure("\(error)")
      }
    }
    return settings
  }

  /// The longest part without gaps.
  private static func longestRow(of seeds: [UInt64]) -> [UInt64] {
    var (best, row): ([UInt64], [UInt64]) = ([], [])
    for seed in seeds {
      row = row.last.map { $0 + 1 == seed } == true ? row + [seed] : [seed]
      if row.count > best.count { best = row }
    }
    return best
  }

  fileprivate var dataSettings: [String: PlanValue] {
    var values: [String: PlanValue] = ["data.name": .text(dataName)]
    for setting in PlanSetting.ofData {
      if let value = plan?[setting.name] { values[setting.name] = value }
    }
    return values
  }
}

extension [ComparisonEntry] {
  /// Where each run is, by its identity; of several comparisons the first.
  package var places: [String: ComparisonEntry.Place] {
    var places: [String: ComparisonEntry.Place] = [:]
    for entry in self {
      for arm in entry.arms {
        for run in arm.runs where places[run.identity] == nil {
          places[run.identity] = ComparisonEntry.Place(entry: entry, arm: arm.arm)
        }
      }
    }
    return places
  }
}

extension StoredRun {
  /// The run's settings by their names, as far as the store knows them.
  ///
  /// - Parameter place: The comparison that says what the data are; nil if there is none.
  package func settings(in place: ComparisonEntry.Place?) -> [String: PlanValue] {
    let data = place?.entry.dataSettings ?? ["data.name": .text(dataName)]
    return data.merging(PlannedRun(json: plan)?.training.settingValues ?? [:]) { $1 }
  }
}
