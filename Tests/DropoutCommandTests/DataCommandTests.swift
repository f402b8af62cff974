import DropoutTraining
import Foundation
import Testing

@Suite(.fewAtATime)
struct DataCommandTests {
  /// So many that an exported file names every one of 100 classes.
  private static let small = ["--set", "data.train=120", "--set", "data.test=110"]

  @Test func listNamesEveryGenerator() async throws {
    let workspace = try Workspace()
    let result = try await workspace.dropout(["data", "list"])
    expectSuccess(result)
    let json = try await workspace.dropout(["data", "list", "--json"])
    let entries = try #require(try json.json() as? [[String: String]])
    let names = DataGenerator.allCases.map(\.rawValue) + ["mnist", "fashion-mnist"]
    #expect(entries.map { $0["name"] } == names)
    for name in names { #expect(result.output.contains(name + " ")) }
    #expect(try await workspace.dropout(["data", "list", "-q"]).errors.isEmpty)
  }

  /// Describe, export and compare: the exported file trains to the very same weights.
  @Test(arguments: DataGenerator.allCases)
  func exportedGeneratorsTrainTheSame(generator: DataGenerator) async throws {
    let workspace = try Workspace()
    let name = generator.rawValue
    let describe = try await workspace.dropout(["data", "describe", name, "--json"] + Self.small)
    expectSuccess(describe)
    let summary = try describe.object()
    let features = try #require(summary["featureCount"] as? Int)
    #expect((summary["train"] as? [String: Any])?["count"] as? Int == 120)
    let drawn = try await workspace.dropout(["data", "describe", name, "--draw"] + Self.small)
    expectSuccess(drawn)
    if generator.traits.imageShape == nil {
      #expect(drawn.output.contains("nothing to draw"))
    } else {
      for label in 0...2 { #expect(drawn.output.contains(", class \(label)\n")) }
    }
    let export = try await workspace.dropout(
      ["data", "export", name, "--out", "data.npz"] + Self.small)
    expectSuccess(export)
    #expect(export.output == "data.npz\n")
    let plan = ["compare", "--steps", "5", "--seeds", "1", "--policies", "none,per-example"]
    let direct = try await workspace.dropout(plan + ["--json", "--data", name] + Self.small)
    expectSuccess(direct)
    // A file has defaults of its own, so it takes the generator's plan.
    let dry = try await workspace.dropout(plan + ["--dry-run", "--data", name] + Self.small)
    try workspace.write(dry.output, to: "plan.toml")
    let file = try await workspace.dropout(
      [
        "compare", "--plan", "plan.toml", "--json", "--data", "data.npz", "--store", "file.sqlite",
      ] + (generator.traits.classes == 0 ? ["--set", "data.task=regression"] : []))
    expectSuccess(file)
    #expect(try digests(file) == digests(direct))
    let network = (try file.object()["plan"] as? [String: [String: Any]])?["network"]
    #expect((network?["layers"] as? [Int])?.first == features)
  }

  @Test(arguments: [
    ("a,b,kind\n", ["data.label=kind"], ""), ("a,b,kind\n", ["data.label=3"], ""),
    ("a,b,kind\n", ["data.label=-1"], ""), ("a,b,kind\n", ["data.header=true"], ""),
    ("a,b,kind\n", [], ""), ("", [], ""), ("", ["data.header=false", "data.label=3"], ""),
    ("kind,a,b\n", ["data.label=kind"], "first"), ("", ["data.label=1"], "first"),
  ])
  func tablesWithNamedClassesTrainTheSame(
    header: String, settings: [String], place: String
  ) async throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { row -> String in
      let label = ["tulip", "rose, red", "Ähre"][row % 3]
      let (x, y) = (Double(row % 7) / 7, Double(row % 5) / 5)
      return place == "first" ? "\"\(label)\",\(x),\(y)\n" : "\(x),\(y),\"\(label)\"\n"
    }
    let name = "blumen ü.csv"
    try workspace.write(header + rows.joined(), to: name)
    let sets = settings.flatMap { ["--set", $0] }
    let describe = try await workspace.dropout(["data", "describe", name, "--json"] + sets)
    expectSuccess(describe)
    #expect(try describe.object()["classCount"] as? Int == 3)
    #expect(try describe.object()["featureCount"] as? Int == 2)
    // The split depends on the seed alone, so the column's place must not show.
    #expect((try describe.object()["train"] as? [String: Any])?["count"] as? Int == 32)
    let plan = ["compare", "--steps", "5", "--seeds", "1", "--policies", "none,per-example"]
    expectSuccess(try await workspace.dropout(plan + ["--data", name] + sets))
  }

  @Test func exportedTablesComeBack() async throws {
    let workspace = try Workspace()
    let export = try await workspace.dropout(
      ["data", "export", "moons", "--out", "moons.csv", "--json"] + Self.small)
    expectSuccess(export)
    let files = try #require(try export.object()["written"] as? [String])
    #expect(files == ["moons.csv", "moons-test.csv"])
    let describe = ["data", "describe", "moons.csv", "--set", "data.test-file=moons-test.csv"]
    let back = try await workspace.dropout(describe + ["--json"]).object()
    let made = try await workspace.dropout(["data", "describe", "moons", "--json"] + Self.small)
      .object()
    #expect(back["checksum"] as? String == made["checksum"] as? String)
    #expect(back["checksum"] != nil)
  }
}
