public import DropoutTraining
private import Foundation

/// One run of a plan: all that decides it.
public struct PlannedRun: Codable, Hashable, Sendable {
  /// Network, dropout and training.
  public var training: TrainingConfiguration
  /// The mask policy.
  public var policy: MaskPolicy
  /// The seed of weights, order and masks.
  public var seed: UInt64
  /// SHA-256 of the data.
  public var dataChecksum: String
  /// The engine that trains.
  public var engineVersion: String

  /// A run on the engine of this build.
  public init(
    training: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, dataChecksum: String
  ) {
    self.training = training
    self.policy = policy
    self.seed = seed
    self.dataChecksum = dataChecksum
    engineVersion = Engine.version
  }

  /// The run as JSON with sorted keys: equal runs have equal text.
  public var canonicalText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      preconditionFailure("a run could not be written as JSON: \(error)")
    }
  }

  /// SHA-256 of ``canonicalText``: the run's name in the store.
  public var identity: String {
    var digest = SHA256()
    digest.update(canonicalText)
    return digest.finalized()
  }
}
