import DropoutTraining
import Foundation
import GRDB

/// Writing a run as a row of the table, and reading it back.
extension StoredRun {
  /// The columns except the weights, in the order of the table.
  static let columnsWithoutWeights = StoreSchema.runColumns.filter { $0 != "weights" }

  /// Every column and its value, including the digest.
  var columns: [(name: String, value: DatabaseValue)] {
    var content: [(name: String, value: DatabaseValue)] = [
      ("identity", identity.databaseValue), ("dataName", dataName.databaseValue),
      ("plan", plan.databaseValue), ("comparison", comparison.databaseValue),
      ("policy", policy.databaseValue), ("seed", seed.databaseValue),
      ("engineVersion", engineVersion.databaseValue), ("failure", failure.databaseValue),
      ("weightsDigest", weightsDigest.databaseValue), ("curve", curve.databaseValue),
      ("best", best.databaseValue), ("details", details.databaseValue),
      ("weights", weights.databaseValue),
      ("finishedAt", finishedAt.databaseValue),
    ]
    for score in RunScore.all { content.append((score.name, scores[score.name].databaseValue)) }
    content.append((RowDigest.column, RowDigest.of(content.map { $0 }).databaseValue))
    return content
  }

  /// Reads a row that has the column `rowNumber`; without a column `weights` the run has no weights.
  ///
  /// - Throws: ``DamagedRow`` if a value is never written in its column, or the digest does not match.
  init(_ row: Row) throws(DamagedRow) {
    let reader = RowReader(row)
    identity = try reader.text("identity")
    dataName = try reader.text("dataName")
    plan = try reader.text("plan")
    comparison = try reader.text("comparison")
    policy = try reader.text("policy")
    seed = try reader.integer("seed")
    engineVersion = try reader.text("engineVersion")
    best = try reader.optionalText("best")
    details = try reader.optionalText("details")
    let isOfTargets = details?.contains(Metric.rootMeanSquaredError.rawValue) == true
    scores = [:]
    for score in RunScore.all {
      scores[score.name] =
        score.unit == .share
        ? try reader.share(score.name, isOfTargets: isOfTargets) : try reader.score(score.name)
    }
    failure = try reader.optionalText("failure")
    weightsDigest = try reader.text("weightsDigest")
    curve = try reader.text("curve")
    weights = row.hasColumn("weights") ? try reader.data("weights") : nil
    finishedAt = try reader.date("finishedAt")
    guard MaskPolicy(policy) != nil else { throw reader.damage(.policy(policy)) }
    if let failure, RunFailure(failure) == nil { throw reader.damage(.failure(failure)) }
    let content = row.filter { $0.0 != "rowNumber" }
    guard try reader.text(RowDigest.column) == RowDigest.of(content) else {
      throw reader.damage((try? Self.points(curve)) == nil ? .curve : .digest)
    }
  }

  /// The weights of the run's network; nil if none are stored.
  ///
  /// - Throws: ``DamagedRow`` if the weights do not match the row's digest of them.
  func parameters(shape: NetworkShape, number: Int64) throws(DamagedRow) -> Parameters? {
    guard let weights else { return nil }
    guard let parameters = Parameters(storedBytes: weights, shape: shape),
      parameters.digest == weightsDigest
    else { throw DamagedRow(identity: identity, number: number, problem: .weights) }
    return parameters
  }
}
