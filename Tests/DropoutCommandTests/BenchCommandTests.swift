import Foundation
import Testing

@Suite(.fewAtATime)
struct BenchCommandTests {
  private struct Document: Decodable {
    struct Workload: Decodable {
      let name: String
      let policy: String
      let threads: Int
      let microsecondsPerStep: Double
      let min: Double
      let max: Double
      let denseLimitMicroseconds: Double
    }
    struct Subnormals: Decodable {
      let microsecondsPerStep: Double
      let ordinaryMicrosecondsPerStep: Double
      let ratio: Double
    }
    let machine: String
    let subnormals: Subnormals
    let workloads: [Workload]
  }

  @Test func theCourseNetIsMeasured() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout([
      "bench", "--workloads", "course", "--policies", "none,per-batch", "--repeats", "2", "--json",
    ])
    expectSuccess(result)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    #expect(!document.machine.isEmpty)
    #expect(document.workloads.map(\.policy) == ["none", "per-batch"])
    let subnormals = document.subnormals
    #expect(subnormals.ordinaryMicrosecondsPerStep > 0 && subnormals.ratio > 0)
    let ratio = subnormals.microsecondsPerStep / subnormals.ordinaryMicrosecondsPerStep
    #expect(abs(subnormals.ratio - ratio) < 1e-9)
    for workload in document.workloads {
      #expect(workload.name == "course" && workload.threads == 1)
      #expect(workload.min > 0 && workload.denseLimitMicroseconds > 0)
      #expect(workload.min <= workload.microsecondsPerStep)
      #expect(workload.microsecondsPerStep <= workload.max)
    }
  }

  @Test(arguments: [
    (["--workloads", "coarse"], "coarse"), (["--policies", "per-exmaple"], "per-exmaple"),
    (["--threads", "0"], "--threads 0"), (["--repeats", "0"], "--repeats 0"),
  ])
  func badChoicesAreRefused(arguments: [String], named: String) async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(["bench"] + arguments)
    #expect(result.status == 64 && result.errors.contains(named))
  }
}
