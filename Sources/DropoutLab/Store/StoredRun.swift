import DropoutTraining
package import Foundation

/// A row of the store: a finished run and the plan entry that decided it.
package struct StoredRun: Hashable, Sendable {
  /// The run's name, ``PlannedRun/identity``.
  package var identity: String
  /// The name of the data in the plan.
  package var dataName: String
  /// The plan entry, as ``PlannedRun/json``.
  package var plan: String
  /// SHA-256 of what the runs of one comparison share, ``PlannedRun/comparison``.
  package var comparison: String
  /// The mask policy's text.
  package var policy: String
  /// The seed's bits: SQLite has no unsigned numbers.
  package var seed: Int64
  /// The version of the engine that trained.
  package var engineVersion: String
  /// The finite scores among ``RunScore/all``, by name.
  package var scores: [String: Double]
  /// Why the run failed, as ``RunFailure``'s text; nil for one that did not.
  package var failure: String?
  /// SHA-256 of the final weights.
  package var weightsDigest: String
  /// The curve, as JSON.
  package var curve: String
  /// ``RunRecord/best`` as JSON; nil if no examples were held out.
  package var best: String?
  /// ``RunRecord/details`` as JSON; nil for a run of an earlier version.
  package var details: String?
  /// The final weights; nil for a large network.
  package var weights: Data?
  /// When the run was finished.
  package var finishedAt: Date

  init(run: PlannedRun, finished: FinishedRun, dataName: String) throws {
    let record = finished.record
    identity = run.identity
    self.dataName = dataName
    plan = run.json
    comparison = run.comparison
    policy = record.policy.description
    seed = Int64(bitPattern: record.seed)
    engineVersion = run.engineVersion
    scores = Dictionary(
      uniqueKeysWithValues: RunScore.all.map { ($0.name, record[keyPath: $0.value]) }
    ).filter(\.value.isFinite)
    failure = record.failure?.description
    weightsDigest = record.weightsDigest
    let encoder = JSONEncoder()
    // Equal runs are equal rows.
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    curve = String(decoding: try encoder.encode(record.curve), as: UTF8.self)
    best = try record.best.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    details = try record.details.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    let small = run.training.network.parameterCount <= RunStore.storedParameterLimit
    weights = small ? finished.parameters.storedBytes : nil
    finishedAt = Self.storable(Date())
  }

  /// The time, or the nearest one that a row can hold: years have four digits there.
  static func storable(_ date: Date) -> Date {
    // 9999-12-31 23:59:59 in universal time.
    let last = Date(timeIntervalSince1970: 253_402_300_799)
    return min(max(date, Date(timeIntervalSince1970: 0)), last)
  }

  /// The run's record.
  ///
  /// - Parameter path: The store's path, for messages.
  /// - Throws: ``StoreError/damagedRun(path:identity:reason:)``.
  package func record(storePath path: String) throws(StoreError) -> RunRecord {
    guard let policy = MaskPolicy(policy) else { throw damage(.policy(self.policy), path) }
    let failure = self.failure.flatMap { RunFailure($0) }
    if failure == nil, let text = self.failure { throw damage(.failure(text), path) }
    guard let points = try? Self.points(curve) else { throw damage(.curve, path) }
    let bestPoint = best.flatMap { try? Self.bestPoint($0) }
    if bestPoint == nil, best != nil { throw damage(.best, path) }
    let testDetails = details.flatMap { try? Self.testDetails($0) }
    if testDetails == nil, details != nil { throw damage(.details, path) }
    return RunRecord(
      policy: policy, seed: UInt64(bitPattern: seed), failure: failure,
      weightsDigest: weightsDigest, curve: points, best: bestPoint, details: testDetails,
      value: value)
  }

  private func damage(_ problem: DamagedRow.Problem, _ path: String) -> StoreError {
    .damagedRun(path: path, identity: identity, reason: problem.reason)
  }

  /// The run's value of a score.
  package func value(of score: RunScore) -> Double { scores[score.name] ?? score.missing }
}

extension StoredRun {
  /// The points of a curve's JSON.
  static func points(_ curve: String) throws -> [RunRecord.CurvePoint] {
    try decoded([RunRecord.CurvePoint].self, from: curve)
  }

  /// The best moment's JSON.
  static func bestPoint(_ best: String) throws -> RunRecord.BestPoint {
    try decoded(RunRecord.BestPoint.self, from: best)
  }

  /// The details' JSON.
  static func testDetails(_ details: String) throws -> TestDetails {
    try decoded(TestDetails.self, from: details)
  }

  private static func decoded<Value: Decodable>(_: Value.Type, from text: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(Value.self, from: Data(text.utf8))
  }
}
