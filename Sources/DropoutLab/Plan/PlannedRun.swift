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
  public var canonicalText: String { Self.json(self) }

  /// SHA-256 of ``canonicalText``: the run's name in the store.
  public var identity: String { Self.digest(canonicalText) }

  /// SHA-256 of everything but policy and seed: equal in all runs that may be compared.
  public var comparison: String {
    Self.digest(
      Self.json(
        Shared(training: training, dataChecksum: dataChecksum, engineVersion: engineVersion)))
  }

  private struct Shared: Encodable {
    let training: TrainingConfiguration
    let dataChecksum: String
    let engineVersion: String
  }

  private static func digest(_ text: String) -> String {
    var digest = SHA256()
    digest.update(text)
    return digest.finalized()
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      preconditionFailure("a run could not be written as JSON: \(error)")
    }
  }
}
