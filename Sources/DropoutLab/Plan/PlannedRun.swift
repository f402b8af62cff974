public import DropoutTraining
private import Foundation

/// One run of a plan: every value that decides its result.
public struct PlannedRun: Codable, Hashable, Sendable {
  /// Network, dropout and training.
  public var training: TrainingConfiguration
  /// The mask policy.
  public var policy: MaskPolicy
  /// The seed of weights, order and masks.
  public var seed: UInt64
  /// SHA-256 of the data.
  public var dataChecksum: String
  /// The version of the engine that trains.
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

  /// The names of the values in stores.
  private enum CodingKeys: String, CodingKey {
    case training, policy, seed, dataChecksum, engineVersion
  }

  /// The run as text: the text's version, then a line for each value that decides the run, with the names and
  /// the values that plan files have.
  ///
  ///     dropout run 1
  ///     data.checksum = "fbcb0438…"
  ///     dropout.keep = [1.0, 0.86, 0.86]
  ///     …
  ///     training.steps = 30000
  ///     policy = "per-example"
  ///     seed = 1
  ///
  /// Equal runs have equal texts, and different runs different ones: numbers read back as the same bits. The
  /// text contains no name from the code, so renaming a property loses no stored run.
  ///
  /// A setting that is added later must have no line at its neutral value, with which training is as before
  /// the setting existed; `training.max-norm`, which has no line without a limit, is an example. Then older
  /// runs keep their identities. Any other change of the text needs a new version in its first line, and a
  /// migration of stores.
  public var canonicalText: String {
    "\(sharedText)policy = \(PlanValue.text(policy.description).toml)\nseed = \(seed)\n"
  }

  /// SHA-256 of ``canonicalText``: the run's name in the store.
  public var identity: String { Self.digest(canonicalText) }

  /// SHA-256 of ``canonicalText`` without policy and seed: equal for all runs that may be compared.
  public var comparison: String { Self.digest(sharedText) }

  private var sharedText: String {
    var values = training.settingValues
    values["data.checksum"] = .text(dataChecksum)
    values["engine.version"] = .text(engineVersion)
    let lines = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.toml)\n" }
    return "dropout run 1\n\(lines.joined())"
  }

  static func digest(_ text: String) -> String {
    var digest = SHA256()
    digest.update(text)
    return digest.finalized()
  }
}

/// A run as JSON, by which it is read back from a store.
extension PlannedRun {
  /// The run as JSON with sorted keys.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      preconditionFailure("a run could not be written as JSON: \(error)")
    }
  }

  /// Reads ``json``; nil if the text is something else.
  init?(json: String) {
    guard let run = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = run
  }
}
