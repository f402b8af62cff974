import DropoutStatistics
import DropoutTraining

extension TrainingConfiguration {
  /// Changes the kind or the length of the schedule; nil leaves it.
  mutating func setDropoutSchedule(_ kind: DropoutSchedule.Kind?, steps: Int?) {
    dropoutSchedule = DropoutSchedule(
      kind ?? dropoutSchedule.kind, steps: steps ?? max(1, dropoutSchedule.steps))
  }
}

extension Plan {
  /// Gives a schedule of dropout its usual length; refuses one that has no effect, or with classic scaling.
  mutating func settleDropoutSchedule(_ settings: PlanSettings) throws(PlanError) {
    let kind = training.dropoutSchedule.kind
    guard kind != .constant else { return }
    guard training.scaling == .inverted else {
      throw .conflict(
        name: "dropout.schedule", value: kind.rawValue,
        message:
          "with classic scaling evaluation would need one keep probability, and here it changes; "
          + "use dropout.scaling=inverted")
    }
    let isSwitched = kind == .early || kind == .late
    guard settings["dropout.schedule-steps"] != nil else {
      // A sixth: 50 of 300 epochs in Liu et al. 2023.
      let usual = isSwitched ? (training.steps + 5) / 6 : training.steps
      return training.setDropoutSchedule(kind, steps: usual)
    }
    let steps = training.dropoutSchedule.steps
    if isSwitched, steps >= training.steps {
      throw .conflict(
        name: "dropout.schedule-steps", value: "\(steps)",
        message:
          "dropout would not change in \(NumberText.counted(training.steps, "step")); give fewer")
    }
  }
}

extension Plan {
  /// What the schedules of the arms' dropout are, as formulas; nil if there is none.
  package var scheduleDescription: String? {
    let used = Set(arms.map(\.training.dropoutSchedule.kind))
    let formulas = DropoutSchedule.Kind.allCases.filter(used.contains).compactMap { kind in
      kind.formula.map { "\(kind): \($0)" }
    }
    guard !formulas.isEmpty else { return nil }
    return
      "Where dropout has a schedule, step s = 0, 1, 2 … keeps a unit with probability "
      + "1 − a(1 − p), with the keep probability p that is set and the schedule’s N steps ("
      + formulas.joined(separator: "; ") + ")."
  }
}

extension DropoutSchedule.Kind {
  fileprivate var formula: String? {
    switch self {
    case .constant: nil
    case .early: "a = 1 in the first N steps, then 0"
    case .late: "a = 0 in the first N steps, then 1"
    case .curriculum: "a = 1 − exp(−10 s/N)"
    case .annealed: "a = 1 − s/N in the first N steps, then 0"
    }
  }
}

extension DropoutSchedule {
  /// What the schedule does, in words; nil if it is constant.
  package var words: String? {
    let count = NumberText.counted(steps, "step")
    return switch kind {
    case .constant: nil
    case .early: "dropout in the first \(count) only"
    case .late: "dropout after the first \(count) only"
    case .curriculum:
      "drop rates rising from 0, in step s by the factor 1 − exp(−10 s/\(NumberText.count(steps)))"
    case .annealed: "drop rates falling linearly to 0 over \(count)"
    }
  }
}
