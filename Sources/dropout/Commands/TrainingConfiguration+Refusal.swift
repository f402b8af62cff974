import DropoutTraining

extension TrainingConfiguration {
  /// Refuses a schedule of dropout.
  ///
  /// - Parameters:
  ///   - reason: Why one keep probability is needed.
  ///   - remedy: What to do instead.
  func refuseSchedule(_ reason: String, remedy: String = "leave it out") throws {
    guard !dropoutSchedule.isConstant else { return }
    throw CommandError.badArgument(
      "dropout.schedule", value: dropoutSchedule.kind.rawValue, message: "\(reason); \(remedy)")
  }
}
