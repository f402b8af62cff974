public import DropoutLab
public import DropoutTraining

/// A finished run with these scores; everything else is filled in.
public func makeRun(
  _ policy: MaskPolicy, seed: UInt64, error: Double, logLoss: Double = 0.5, failed: Bool = false
) -> RunRecord {
  RunRecord(
    policy: policy, seed: seed, testError: error, testLogLoss: logLoss, trainError: error,
    maskedTrainLoss: logLoss, cleanTrainLoss: logLoss,
    failure: failed ? .noBetterThanGuessing : nil, wallSeconds: 1, weightsDigest: "", curve: [])
}

/// Runs of one policy with seeds 0, 1, 2, …, errors given in wrongly classified examples.
public func makeRuns(_ policy: MaskPolicy, wrong: [Int], of testCount: Int) -> [RunRecord] {
  wrong.enumerated().map {
    makeRun(policy, seed: UInt64($0), error: Double($1) / Double(testCount))
  }
}

/// The policies that tests compare.
public let frozenPerBatch = MaskPolicy(.perBatch, .frozen)

/// Arms that are called by their policies.
extension Arm {
  /// No dropout.
  public static let none = Arm(MaskPolicy.none)
  /// A mask for each example.
  public static let perExample = Arm(MaskPolicy.perExample)
  /// A mask for each batch.
  public static let perBatch = Arm(MaskPolicy.perBatch)
}
