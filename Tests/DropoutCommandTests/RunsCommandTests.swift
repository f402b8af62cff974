import Foundation
import Testing

@Suite(.fewAtATime)
struct RunsCommandTests {
  @Test func listShowExportAndDelete() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let list = try await workspace.dropout(["runs", "list", "--runs"])
    expectSuccess(list)
    #expect(list.output.split(separator: "\n").count == 5)
    #expect(list.errors == "4 runs in dropout.sqlite\n")
    let json = try await workspace.dropout(["runs", "list", "--runs", "--json", "--quiet"])
    let runs = try #require(try json.json() as? [[String: Any]])
    #expect(runs.count == 4 && json.errors.isEmpty)
    let identity = try #require(runs[0]["identity"] as? String)
    let listed = try #require(runs[0]["record"] as? [String: Any])
    let show = try await workspace.dropout(["runs", "show", String(identity.prefix(12))])
    expectSuccess(show)
    #expect(show.output.contains("identity \(identity)"))
    let shown = try await workspace.dropout(["runs", "show", identity, "--json"]).object()
    let record = try #require(shown["record"] as? [String: Any])
    #expect((record["curve"] as? [Any])?.isEmpty == false)
    // The list says the same of the run, but for the curve.
    #expect(Set(listed.keys) == Set(record.keys).subtracting(["curve"]))
    let export = try await workspace.dropout(["runs", "export"])
    expectSuccess(export)
    let rows = export.output.split(separator: "\n")
    #expect(rows.count == 5)
    #expect(rows[0].hasPrefix("run,comparison,name,arm,policy,seed,testError,"))
    #expect(rows[0].hasSuffix(",data.checksum,engine.version,finishedAt"))
    expectSuccess(try await workspace.dropout(["runs", "export", "--out", "runs.csv"]))
    #expect(try workspace.read("runs.csv") == export.output)
    let delete = try await workspace.dropout(["runs", "delete", identity, "--json"])
    #expect(try delete.object()["deleted"] as? Int == 1)
    #expect(try await workspace.compare().errors.contains("trained 1 run in"))
    #expect(try await workspace.dropout(["runs", "delete", "--all"]).output.hasPrefix("deleted 4"))
    #expect(
      try await workspace.dropout(["runs", "list", "--json", "--quiet"]).json() as? [Int] == [])
  }

  /// Weights that overflow are a result: stored as failed, told as such, valid everywhere.
  @Test func overflowingWeightsAreARecordedResult() async throws {
    let workspace = try Workspace()
    let wild = ["--learning-rate", "1e6", "--set", "training.l2=1e6", "--seeds", "7"]
    let result = try await workspace.compare(wild + ["--json"])
    expectSuccess(result)
    let policies = try #require(try result.object()["policies"] as? [[String: Any]])
    for policy in policies {
      for run in try #require(policy["runs"] as? [[String: Any]]) {
        #expect(run["failed"] as? Bool == true)
        #expect((run["failure"] as? String)?.hasPrefix("diverged ") == true)
        #expect(run["testLogLoss"] as? String == "inf")
      }
    }
    let text = try await workspace.compare(wild)
    expectSuccess(text)
    #expect(text.output.contains("∞"))
    let page = try workspace.read("dropout-report/report.html")
    #expect(page.hasSuffix("</html>\n") && !page.lowercased().contains("nan,"))
    expectSuccess(try await workspace.dropout(["report"] + tinyPlan + wild))
    #expect(try await workspace.dropout(["runs", "export"]).output.contains(",inf,"))
    let train = ["train", "--steps", "50"] + tinyData + wild.dropLast(2)
    let trained = try await workspace.dropout(train + ["--json"]).object()
    #expect(trained["failed"] as? Bool == true)
    expectSuccess(try await workspace.dropout(train + ["--record", "r"]))
    expectSuccess(try await workspace.dropout(["evaluate", "r", "--json"]))
    expectSuccess(try await workspace.dropout(["evaluate", "r", "--mc-samples", "3"]))
  }

  /// A rate this large leaves finite weights but losses of any size.
  @Test func mixedFiniteAndInfiniteLossesAreCompared() async throws {
    let workspace = try Workspace()
    let wild = ["--learning-rate", "300", "--set", "training.l2=0.01", "--seeds", "7", "--json"]
    let result = try await workspace.compare(wild)
    expectSuccess(result)
    #expect(try result.object()["comparisons"] is [[String: Any]])
  }
}
