import DropoutLab
import DropoutTraining
import Testing

struct RunsCSVTests {
  private let run = RunRecord(
    policy: MaskPolicy(.perGroup(size: 16), .frozen), seed: .max, testError: 0.075,
    testLogLoss: .infinity, trainError: 1e-7, maskedTrainLoss: .nan,
    cleanTrainLoss: 0.1 + 0.2, failure: .noBetterThanGuessing, wallSeconds: 1.5, weightsDigest: "",
    curve: [])

  @Test func oneRowARunAndMetric() {
    let policy = SyntheticReport.summary(run.policy, runs: [run])
    let name = "frozen/per-group:16,18446744073709551615"
    #expect(
      RunsCSV.text(of: [policy]) == """
        policy,seed,metric,value
        \(name),testError,0.075
        \(name),testLogLoss,inf
        \(name),trainError,1e-07
        \(name),trainLogLoss,0.30000000000000004
        \(name),maskedTrainLoss,nan
        \(name),cleanTrainLoss,0.30000000000000004
        \(name),failed,1

        """)
  }

  @Test func everyRowHasFourColumns() {
    let results = SyntheticReport(seedCount: 5, curvePointCount: 0).content.results
    let rows = RunsCSV.text(of: results.arms).split(separator: "\n")
    #expect(rows.count == 1 + 5 * 5 * 7)
    #expect(rows.allSatisfy { $0.split(separator: ",").count == 4 })
    #expect(RunsCSV.text(of: [ArmSummary]()) == "policy,seed,metric,value\n")
  }
}
