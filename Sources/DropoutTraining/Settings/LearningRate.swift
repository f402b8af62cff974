/// The learning rate as a function of the step.
public struct LearningRate: Codable, Hashable, Sendable {
  /// The rate of step 0.
  public var initial: Double
  /// How the rate changes from step to step.
  public var schedule: Schedule

  /// The names of the members in stores.
  private enum CodingKeys: String, CodingKey {
    case initial, schedule
  }

  /// How a learning rate changes with the step *s* = 0, 1, 2, ….
  public enum Schedule: Codable, Hashable, Sendable {
    /// The same rate in every step.
    case constant
    /// Times `factor` after every `steps` steps: initial · factor^⌊s / steps⌋.
    case step(every: Int, factor: Double)
    /// initial · factor^(s / steps), every step.
    case exponential(every: Int, factor: Double)
    /// initial / (1 + s / halfLife): half after `halfLife` steps.
    case inverseTime(halfLife: Int)

    /// The names of the cases in stores.
    private enum CodingKeys: String, CodingKey {
      case constant, step, exponential, inverseTime
    }
    private enum StepCodingKeys: String, CodingKey {
      case every, factor
    }
    private enum ExponentialCodingKeys: String, CodingKey {
      case every, factor
    }
    private enum InverseTimeCodingKeys: String, CodingKey {
      case halfLife
    }
  }

  /// A rate and its schedule.
  public init(_ initial: Double, schedule: Schedule = .constant) {
    switch schedule {
    case .constant: break
    case .step(let steps, _), .exponential(let steps, _), .inverseTime(let steps):
      precondition(steps > 0, "a schedule over \(steps) steps")
    }
    self.initial = initial
    self.schedule = schedule
  }

  /// The rate of a step, counted from 0.
  public func rate(step: Int) -> Double {
    switch schedule {
    case .constant: initial
    case .step(let every, let factor): initial * Self.power(factor, Double(step / every))
    case .exponential(let every, let factor):
      initial * Self.power(factor, Double(step) / Double(every))
    case .inverseTime(let halfLife): initial / (1 + Double(step) / Double(halfLife))
    }
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    PortableMath.exp(exponent * PortableMath.log(base))
  }
}
