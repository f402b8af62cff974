/// How the drop rates of all layers change while training.
///
/// A layer whose keep probability is set to *p* keeps a unit in step *s* = 0, 1, 2, … with probability
///
/// ```
/// keep(s) = 1 − a(s) · (1 − p)
/// ```
///
/// *a*, the ``dropShare(step:)``, is the share of the drop rate 1 − p that is in force; see ``Kind`` for each
/// kind's formula. Gaussian noise takes its variance (1 − keep(s))/keep(s) from it. A step in which nothing is
/// dropped is computed as one without dropout, bit for bit.
///
/// ```swift
/// var configuration = TrainingConfiguration.course
/// configuration.dropoutSchedule = DropoutSchedule(.early, steps: 5_000)
/// print(configuration.keep(layer: 1, step: 4_999).realised)  // 0.8600006103515625
/// print(configuration.keep(layer: 1, step: 5_000).realised)  // 1.0
/// ```
public struct DropoutSchedule: Codable, Hashable, Sendable {
  /// The kind of schedule, with *a(s)* over a length of *N* steps.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// a = 1: the same keep probabilities in every step.
    case constant
    /// a = 1 in the first *N* steps, then 0 (early dropout: Liu et al. 2023).
    case early
    /// a = 0 in the first *N* steps, then 1 (late dropout: Liu et al. 2023).
    case late
    /// a = 1 − e^(−10 s/N): keep falls from 1 and approaches the one that is set.
    ///
    /// Keep is (1 − p) e^(−γs) + p with γ = 10/N. Idea and name are those of Morerio et al. 2017; the formula has
    /// not been compared with theirs.
    case curriculum
    /// a = 1 − s/N in the first *N* steps, then 0: keep rises linearly to 1. With a short *N* it is the linear
    /// variant of early dropout.
    case annealed
  }

  /// The kind.
  public let kind: Kind
  /// *N*, the length in steps; 0 if the schedule is constant, which has none.
  public let steps: Int

  /// The names of the members in stores.
  private enum CodingKeys: String, CodingKey {
    case kind, steps
  }

  /// The same keep probabilities in every step.
  public static let constant = DropoutSchedule(.constant, steps: 1)

  /// A schedule over `steps` steps, at least one; a constant one ignores their number.
  public init(_ kind: Kind, steps: Int) {
    precondition(steps > 0, "a schedule over \(steps) steps")
    self.kind = kind
    self.steps = kind == .constant ? 0 : steps
  }

  /// Whether keep probabilities never change.
  public var isConstant: Bool { kind == .constant }

  /// *a*, the share of the drop rates that is in force in a step, 0…1.
  ///
  /// - Parameter step: from 0.
  public func dropShare(step: Int) -> Double {
    let done = Double(step) / Double(max(steps, 1))
    return switch kind {
    case .constant: 1
    case .early: step < steps ? 1 : 0
    case .late: step < steps ? 0 : 1
    case .curriculum: 1 - PortableMath.exp(-10 * done)
    case .annealed: max(1 - done, 0)
    }
  }

  /// The keep probability that masks realise in a step, from the one that is set, above 0 and up to 1.
  public func keep(_ keepProbability: Double, step: Int) -> KeepProbability {
    Self.keep(keepProbability, dropShare: dropShare(step: step))
  }

  fileprivate static func keep(_ keepProbability: Double, dropShare: Double) -> KeepProbability {
    // The probability that is set keeps its bits.
    KeepProbability(dropShare == 1 ? keepProbability : 1 - dropShare * (1 - keepProbability))
  }
}

extension TrainingConfiguration {
  /// The keep probability that masks of a layer realise in a step; layer 0 is the input, steps count from 0.
  public func keep(layer: Int, step: Int) -> KeepProbability {
    dropoutSchedule.keep(keepProbabilities[layer], step: step)
  }

  /// The keep probability of a layer while a share of its drop rate is in force.
  func keep(layer: Int, dropShare: Double) -> KeepProbability {
    DropoutSchedule.keep(keepProbabilities[layer], dropShare: dropShare)
  }

  /// The configuration without a schedule, with the keep probabilities of one step in all steps: for studies of
  /// a network at a moment of its training.
  public func constantDropout(step: Int) -> TrainingConfiguration {
    guard !dropoutSchedule.isConstant else { return self }
    var constant = self
    constant.keepProbabilities = keepProbabilities.indices.map {
      keep(layer: $0, step: step).realised
    }
    constant.dropoutSchedule = .constant
    return constant
  }

  /// Refuses a schedule where masks need one keep probability.
  func requireConstantDropout(_ what: String) {
    precondition(
      dropoutSchedule.isConstant,
      "\(what) at one keep probability, not a schedule; take constantDropout(step:)")
  }
}
