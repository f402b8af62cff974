import DropoutTraining
import TestSupport
import Testing

/// Short runs of every kind whose weights are known to the bit: on every platform, instruction set
/// and number of threads.
struct GoldenDigestTests {
  /// A run over 40 examples and the digest of its weights.
  struct Run: Sendable, CustomTestStringConvertible {
    let name: String
    let policy: String
    let configuration: TrainingConfiguration
    let digest: String
    var testDescription: String { name }

    init(
      _ name: String, _ policy: String, _ configuration: TrainingConfiguration, _ digest: String
    ) {
      self.name = name
      self.policy = policy
      self.configuration = configuration
      self.digest = digest
    }
  }

  private static func run(_ run: Run, threads: Int) throws -> String {
    let policy = try #require(MaskPolicy(run.policy))
    let test = TrainingCase(run.configuration, policy: policy, seed: 11, count: 40)
    var trainer = Trainer(
      run.configuration, policy: policy, seed: 11, examples: ExampleMatrix(test.examples),
      threads: threads)
    for _ in 0..<run.configuration.steps { trainer.step() }
    #expect(trainer.parameters.isFinite)
    return trainer.parameters.digest
  }

  @Test(arguments: narrow + wide, [1, 2, 4])
  func weightsAreKnownToTheBit(run: Run, threads: Int) throws {
    let digest = try Self.run(run, threads: threads)
    #expect(digest == run.digest, "\(run.name): \(digest)")
  }

  @Test func digestsDiffer() {
    let runs = Self.narrow + Self.wide
    #expect(Set(runs.map(\.digest)).count == runs.count)
  }
}
