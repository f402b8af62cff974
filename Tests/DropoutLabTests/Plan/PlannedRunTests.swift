import DropoutTraining
import Foundation
import Testing

@testable import DropoutLab

struct PlannedRunTests {
  private let run = PlannedRun(
    training: TrainingConfiguration(
      network: NetworkShape(layers: [2, 6, 4, 1], activation: .tanh, initialisation: .xavier),
      keepProbabilities: [0.95, 0.8, 0.7], noise: .dropconnect,
      optimizer: .adam(beta1: 0.85, beta2: 0.999, epsilon: 3e-7),
      learningRate: LearningRate(0.07, schedule: .exponential(every: 30, factor: 0.45)), l2: 1e-4,
      maxNorm: 2.5, batchSize: 16, steps: 40),
    policy: MaskPolicy(.perGroup(size: 4), .every(steps: 3)), seed: .max, dataChecksum: "1b97",
    engineVersion: "4")

  /// Stores hold these digests: text that differs in one character needs a new version of it, and a migration.
  @Test func theTextOfARunIsForEver() {
    #expect(
      run.canonicalText == """
        dropout run 1
        data.checksum = "1b97"
        dropout.keep = [0.95, 0.8, 0.7]
        dropout.noise = "dropconnect"
        dropout.scaling = "inverted"
        engine.version = "4"
        network.activation = "tanh"
        network.initialisation = "xavier"
        network.layers = [2, 6, 4, 1]
        network.loss = "sigmoid"
        training.batch = 16
        training.beta1 = 0.85
        training.beta2 = 0.999
        training.epsilon = 3e-07
        training.l2 = 0.0001
        training.learning-rate = 0.07
        training.max-norm = 2.5
        training.optimizer = "adam"
        training.schedule = "exponential"
        training.schedule-factor = 0.45
        training.schedule-steps = 30
        training.steps = 40
        policy = "every:3/per-group:4"
        seed = 18446744073709551615

        """)
    #expect(run.identity == "ff00158349a26c8a3acb9497c461f4d2ed1684754dd9c73110c6159309a2d48e")
    #expect(run.comparison == "59d40e1b9b0ea7e9c4b0555336238d894722361764d7ef63ca9fad0c395a1124")
  }

  @Test func aPlainRunHasFewLines() {
    var plain = run
    plain.training = TrainingConfiguration(
      network: NetworkShape(layers: [2, 3]), learningRate: LearningRate(1), steps: 7)
    #expect(
      plain.canonicalText.split(separator: "\n").dropFirst(2) == [
        "dropout.keep = [1.0]", "dropout.noise = \"bernoulli\"", "dropout.scaling = \"inverted\"",
        "engine.version = \"4\"", "network.activation = \"relu\"",
        "network.initialisation = \"he\"", "network.layers = [2, 3]",
        "network.loss = \"softmax\"", "training.l2 = 0.0", "training.learning-rate = 1.0",
        "training.optimizer = \"sgd\"", "training.schedule = \"constant\"", "training.steps = 7",
        "policy = \"every:3/per-group:4\"", "seed = 18446744073709551615",
      ])
  }

  /// Every stored property changes the text; a new one fails here until it is listed and does.
  @Test func everyPropertyDecidesTheIdentity() {
    let changes: [String: (inout PlannedRun) -> Void] = [
      "training.network.layers": { $0.training.network.layers[1] = 7 },
      "training.network.activation": { $0.training.network.activation = .linear },
      "training.network.loss": { $0.training.network.loss = .squared },
      "training.network.initialisation": { $0.training.network.initialisation = .he },
      "training.dropoutSchedule.kind": {
        $0.training.dropoutSchedule = DropoutSchedule(.curriculum, steps: 9)
      },
      "training.dropoutSchedule.steps": {
        $0.training.dropoutSchedule = DropoutSchedule(.curriculum, steps: 10)
      },
      "training.keepProbabilities": { $0.training.keepProbabilities[2] = 0.7.nextUp },
      "training.scaling": { $0.training.scaling = .classic },
      "training.noise": { $0.training.noise = .bernoulli },
      "training.optimizer": { $0.training.optimizer = .sgd },
      "training.learningRate.initial": { $0.training.learningRate.initial = 0.07.nextDown },
      "training.learningRate.schedule": { $0.training.learningRate.schedule = .constant },
      "training.l2": { $0.training.l2 = 0 }, "training.maxNorm": { $0.training.maxNorm = nil },
      "training.batchSize": { $0.training.batchSize = nil },
      "training.patience": { $0.training.patience = 7 },
      "training.monitor": { $0.training.monitor = .error },
      "training.steps": { $0.training.steps = 41 }, "policy": { $0.policy = .none },
      "seed": { $0.seed = 1 }, "dataChecksum": { $0.dataChecksum = "1b98" },
      "engineVersion": { $0.engineVersion = "5" },
    ]
    #expect(Set(Self.properties(of: run)) == Set(changes.keys))
    var identities: Set = [run.identity]
    for (name, change) in changes {
      var other = run
      change(&other)
      #expect(identities.insert(other.identity).inserted, "\(name)")
      let isShared = name != "policy" && name != "seed"
      #expect((other.comparison != run.comparison) == isShared, "\(name)")
      #expect(PlannedRun(json: other.json) == other, "\(name)")
    }
  }

  /// The names of what a run stores, down to values that have no parts of their own.
  private static func properties(of value: Any, in path: String = "") -> [String] {
    Mirror(reflecting: value).children.flatMap { child -> [String] in
      let name = path + (child.label ?? "")
      let isLeaf =
        Mirror(reflecting: child.value).displayStyle != .struct || child.value is MaskPolicy
      return isLeaf ? [name] : properties(of: child.value, in: name + ".")
    }
  }

  /// Every choice, and every number within one.
  @Test func everyChoiceDecidesTheIdentity() {
    func expectDistinct<Value>(
      _ values: [Value], _ property: WritableKeyPath<PlannedRun, Value>
    ) {
      let runs = values.map { value in
        var other = run
        other[keyPath: property] = value
        return other
      }
      #expect(Set(runs.map(\.identity)).count == values.count, "\(values)")
      for run in runs { #expect(PlannedRun(json: run.json) == run) }
    }
    expectDistinct(Activation.allCases, \.training.network.activation)
    expectDistinct(Loss.allCases, \.training.network.loss)
    expectDistinct(Initialisation.allCases, \.training.network.initialisation)
    expectDistinct(DropoutScaling.allCases, \.training.scaling)
    expectDistinct(DropoutNoise.allCases, \.training.noise)
    expectDistinct(
      DropoutSchedule.Kind.allCases.map { DropoutSchedule($0, steps: 7) }
        + [DropoutSchedule(.early, steps: 8)], \.training.dropoutSchedule)
    expectDistinct([nil, 0, 2.5, 2.5.nextUp], \.training.maxNorm)
    expectDistinct([nil, 0, 1], \.training.batchSize)
    expectDistinct(
      [
        .constant, .step(every: 10, factor: 0.5), .step(every: 11, factor: 0.5),
        .step(every: 10, factor: 0.4), .exponential(every: 10, factor: 0.5),
        .exponential(every: 11, factor: 0.5), .exponential(every: 10, factor: 0.4),
        .inverseTime(halfLife: 10), .inverseTime(halfLife: 11),
      ], \.training.learningRate.schedule)
    let ramps = [
      Optimizer.Momentum(0.9), .init(from: 0.5, to: 0.9, over: 10),
      .init(from: 0.4, to: 0.9, over: 10), .init(from: 0.5, to: 0.8, over: 10),
      .init(from: 0.5, to: 0.9, over: 11),
    ]
    expectDistinct(
      ramps.map(Optimizer.momentum) + ramps.map(Optimizer.nesterov) + [
        .sgd, .usualAdam, .adam(beta1: 0.8, beta2: 0.999, epsilon: 1e-8),
        .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8),
        .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-7),
      ], \.training.optimizer)
    // What would be a line of its own is text within one.
    expectDistinct(["a", "a\"", "a\nb", "a\\nb", ""], \.dataChecksum)
  }

  @Test func numbersReadBackAsTheSameBits() throws {
    for number in [
      0, -0.0, 0.1, 0.1 + 0.2, 1.0 / 3, 1e22, 1e23, .leastNonzeroMagnitude, .leastNormalMagnitude,
      123_456_789.125,
      .greatestFiniteMagnitude, 1e16, 0.3.nextUp,
    ] {
      var other = run
      other.training.l2 = number
      let line = try #require(
        other.canonicalText.split(separator: "\n").first { $0.hasPrefix("training.l2 = ") })
      #expect(Double(line.dropFirst("training.l2 = ".count))?.bitPattern == number.bitPattern)
    }
  }
}

extension PlannedRun {
  fileprivate init(
    training: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, dataChecksum: String,
    engineVersion: String
  ) {
    self.init(training: training, policy: policy, seed: seed, dataChecksum: dataChecksum)
    self.engineVersion = engineVersion
  }
}
