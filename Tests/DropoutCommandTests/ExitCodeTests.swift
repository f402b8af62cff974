import Foundation
import Testing

/// The exit codes that `dropout --help` promises; each failure is one line.
@Suite(.fewAtATime)
struct ExitCodeTests {
  @Test(
    arguments: [
      (["--policies", "per-sample"], "per-sample is not allowed; use none, per-example"),
      (["--policies", ""], "use none, per-example"),
      (["--policies", "none,none"], "none is listed twice"),
      (["--keep", "nan"], "above 0 and up to 1"), (["--keep", "0"], "above 0 and up to 1"),
      (["--keep", "1.01"], "above 0 and up to 1"), (["--keep=-0.5"], "above 0 and up to 1"),
      (["--keep", "1e-6"], "0.00001 to 0.99999"),
      (["--keep", "half"], "--keep half"), (["--keep", "0.5,,0.5"], "--keep 0.5,,0.5"),
      (["--keep", "0.1,0.2,0.3,0.4"], "dropout.keep has 4 numbers"),
      (["--learning-rate", "inf"], "training.learning-rate"),
      (["--learning-rate", "nan"], "training.learning-rate"),
      (["--learning-rate=-0.1"], "training.learning-rate"),
      (["--network", "2-"], "--network 2-"), (["--network", "2--1"], "--network 2--1"),
      (["--network", "2-99999999999999999999-1"], "--network 2-9999"),
      (["--network", "2-0-1"], "2 to 100 widths"), (["--network", "2"], "2 to 100 widths"),
      (["--network", "2-1000000-1000000-1"], "weights"),
      (["--network", "3-5-1"], "football has 2 features"),
      (["--network", "2-5-4"], "football has 2 classes"),
      (["--steps", "0"], "training.steps"), (["--steps=-1"], "training.steps"),
      (["--steps", "5", "--epochs", "2"], "not both"), (["--batch", "41"], "40 training examples"),
      (["--seeds", "0"], "comparison.seeds"), (["--seeds", "100001"], "comparison.seeds"),
      (["--first-seed=-1"], "comparison.first-seed"),
      (["--set", "x"], "section.key=value"),
      (["--set", "training.lr=1"], "training.learning-rate"),
      (["--set", "data.name="], "a name or a path"), (["--set", "x.y=1"], "no setting x.y"),
      (["--set", "training.l2=much"], "takes a number"),
      (["--set", "training.l2=1\nmore = 2"], "takes a number"),
      (["--set", "data.train=1.5"], "takes a whole number"),
      (["--set", "dropout.keep=[0.5,}"], "takes a number or a list of numbers"),
      (
        ["--set", "training.epochs=1e9", "--batch", "1", "--set", "data.train=2000"],
        "steps; 1e12 at most"
      ),
      (["--set", "training.momentum=0.9"], "no effect on sgd"),
      (["--optimizer", "sgdd"], "sgd, momentum"), (["--activation", "swish"], "relu"),
      (["--data", "footbal"], "football, moons"), (["--data", ""], "a name or a path"),
      (["--data", "teacher", "--set", "data.features=100000000"], "data.features"),
    ] as [([String], String)])
  func impossiblePlansAre64(flags: [String], part: String) async throws {
    let workspace = try Workspace()
    let plan = flags.contains("--epochs") ? [] : ["--steps", "5"]
    let epochs = flags.contains { $0.contains("epochs") && $0 != "--epochs" }
    // Settings of epochs replace steps; a flag beside --steps contradicts them.
    let base = epochs ? [] : plan
    let result = try await workspace.dropout(["compare"] + base + tinyData + flags)
    expectFailure(result, 64, part)
    #expect(!workspace.exists("dropout.sqlite") && !workspace.exists("dropout-report"))
  }

  /// A file without an end is no plan; a pipe may be one.
  @Test func plansAreReadUpToALimit() async throws {
    let workspace = try Workspace()
    expectFailure(
      try await workspace.dropout(["compare", "--plan", "/dev/zero"]), 64,
      "/dev/zero: longer than 1,048,576 bytes")
    let piped = try await workspace.shell(
      "printf '[training]\\nsteps = 77\\n' | dropout compare --dry-run --plan /dev/stdin")
    expectSuccess(piped)
    #expect(piped.output.contains("steps = 77\n"))
  }

  @Test(arguments: [
    ["compare", "--bogus"], ["compare", "--jobs", "0"], ["compare", "--steps", "x"],
    ["compare", "--steps", "99999999999999999999"], ["compare", "surplus"], ["nonsense"],
    ["masks", "--keep", "nan"], ["masks", "--keep", "0"], ["masks", "--units", "0"],
    ["masks", "--layer", "1001"], ["masks", "--policy", "x"], ["masks", "--seed=-1"],
    ["masks", "--units", "1000000", "--batch", "1000000"], ["runs", "delete"],
    ["runs", "delete", "--all", "abc"], ["evaluate"], ["evaluate", "x", "--mc-samples=-1"],
    ["data", "fetch", "cifar"], ["data", "export", "football"],
  ])
  func commandLinesThatDoNotParseNameTheHelp(arguments: [String]) async throws {
    let result = try await Workspace().dropout(arguments)
    expectFailure(result, 64, "ee dropout", "--help")
  }

  @Test func otherUsageFaultsAre64() async throws {
    let workspace = try Workspace()
    expectFailure(
      try await workspace.dropout(["train", "--policy", "none,per-example"]), 64, "one policy")
    expectFailure(
      try await workspace.dropout(["train", "--seed=-1"]), 64, "comparison.first-seed")
    expectFailure(
      try await workspace.compare(environment: ["DROPOUT_ISA": "sse9"]), 64,
      "DROPOUT_ISA sse9: this machine does not support it")
  }

  @Test func plansThatAreNoTOMLAre65WithLineAndColumn() async throws {
    let workspace = try Workspace()
    try workspace.write("[data]\nname = = 3\n", to: "plan.toml")
    let plan = ["compare", "--plan", "plan.toml"]
    expectFailure(try await workspace.dropout(plan), 65, "plan.toml, line 2, column 8")
    try workspace.write(Data([0xFF, 0xFE, 0x00, 0x5B]), to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 65, "plan.toml, line 1")
    try workspace.write("[training]\nsteps = 5\n\0[dropout]\nkeep = 0.1\n", to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 65, "plan.toml, line 3, column 1", "NUL")
    try workspace.write("[dropout]\nkeep = [0.5,}\n", to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 65, "plan.toml, line 2, column 13")
    try workspace.write("steps = 3\n", to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 64, "no setting steps")
    try workspace.write("[training]\nsteps = 3\nepochs = 2\n", to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 64, "not both")
    try workspace.write("[data]\nseed = 2024-01-01\n", to: "plan.toml")
    expectFailure(try await workspace.dropout(plan), 64, "data.seed takes a whole number")
  }

  @Test func damagedDataFilesAre65() async throws {
    let workspace = try Workspace()
    try workspace.write("a,b,c\n1,2,x\n3,y\n", to: "ragged.csv")
    try workspace.write("", to: "empty.csv")
    try workspace.write("PK\u{3}\u{4} and no more", to: "cut.npz")
    let export = ["data", "export", "glyphs", "--set", "data.train=20", "--set", "data.test=20"]
    expectSuccess(try await workspace.dropout(export + ["--out", "pictures"]))
    let images = "pictures/train-images-idx3-ubyte"
    let whole = try Data(contentsOf: workspace.url.appending(path: images))
    try workspace.write(whole.dropLast(5), to: images)
    for name in ["ragged.csv", "empty.csv", "cut.npz", "pictures"] {
      let result = try await workspace.dropout(["compare", "--data", name])
      expectFailure(result, 65, name)
    }
  }

  @Test func missingInputsAre66() async throws {
    let workspace = try Workspace()
    try FileManager.default.createDirectory(
      atPath: workspace.path("nothing"), withIntermediateDirectories: true)
    let long = String(repeating: "long/", count: 2_000)
    for (arguments, part) in [
      (["compare", "--plan", "plan.toml"], "plan.toml: there is no such plan file"),
      (["compare", "--plan", "home"], "no such plan file"),
      (["compare", "--data", "données 数.csv"], "données 数.csv"),
      (["compare", "--data", long], "no such file"),
      (["data", "describe", "nothing/at.npz"], "nothing/at.npz"),
      (["runs", "list"], "dropout.sqlite: there is no such run store"),
      (["runs", "list", "--store", "x\ny"], "x y: there is no such run store"),
      (["report"], "dropout.sqlite: there is no such run store"),
      (["evaluate", "nothing"], "nothing/plan.toml"),
    ] { expectFailure(try await workspace.dropout(arguments), 66, part) }
    #expect(!workspace.exists("dropout.sqlite"))
    let nowhere = try await workspace.dropout(
      ["compare", "--data", "mnist"], environment: ["DROPOUT_DATA": workspace.path("nothing")])
    expectFailure(
      nowhere, 66, workspace.path("nothing"), workspace.path("home/cache"), "data fetch mnist")
    expectSuccess(try await workspace.compare())
    expectFailure(try await workspace.dropout(["runs", "show", "zz"]), 66, "no run zz")
    expectFailure(try await workspace.dropout(["runs", "show", ""]), 66, "several runs")
  }

  @Test func whatCannotBeWrittenIs73() async throws {
    let workspace = try Workspace()
    try workspace.write("a file", to: "file")
    expectFailure(
      try await workspace.compare(["--out", "file"]), 73, "file is a file, not a folder")
    expectFailure(
      try await workspace.compare(["--out", "file/below"]), 73, "file is a file, not a folder")
    expectFailure(
      try await workspace.compare(["--out", String(repeating: "o", count: 5_000)]), 73,
      "cannot write")
    for store in ["nowhere/runs.sqlite", "file/runs.sqlite", "."] {
      let result = try await workspace.compare(["--quiet", "--store", store])
      expectFailure(result, 73, store)
    }
    for arguments in [
      ["train", "--steps", "5", "--record", "file/below"],
      ["data", "export", "football", "--out", "file/below.npz"],
      ["data", "export", "football", "--out", "file/below.csv"],
      ["data", "export", "football", "--out", "pictures"],
      ["masks", "--npz", "file/below.npz"],
    ] { expectFailure(try await workspace.dropout(arguments), 73, arguments.last ?? "") }
    #expect(try workspace.read("file") == "a file")
  }

  @Test func aServerThatIsNotThereIs69() async throws {
    let fetch = ["data", "fetch", "mnist", "--mirror", "http://127.0.0.1:9/", "--to", "folder"]
    expectFailure(try await Workspace().dropout(fetch), 69, "127.0.0.1")
  }

  @Test func devicesAreWrittenToAndNotReplaced() async throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else {
      return print("skipped: no /dev/full here")
    }
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let full = try await workspace.shell("dropout runs list > /dev/full")
    expectFailure(full, 73, "standard output: No space left on device")
    // Through links in the test's folder: a fault here replaces a link, not a device.
    let files = FileManager.default
    for (name, target) in [("full", "/dev/full"), ("standard", "/dev/stdout"), ("other", "old")] {
      try files.createSymbolicLink(atPath: workspace.path(name), withDestinationPath: target)
    }
    let export = ["runs", "export", "--quiet", "--out"]
    expectFailure(try await workspace.dropout(export + ["full"]), 73, "No space left")
    let printed = try await workspace.dropout(["runs", "export"]).output
    #expect(try await workspace.dropout(export + ["standard"]).output == printed)
    try workspace.write(String(repeating: "long ", count: 10_000), to: "old")
    expectSuccess(try await workspace.dropout(export + ["other"]))
    #expect(try workspace.read("old") == printed)
    for name in ["full", "standard", "other"] {
      #expect((try? files.destinationOfSymbolicLink(atPath: workspace.path(name))) != nil)
      expectFailure(try await workspace.dropout(["masks", "--npz", name]), 73, "not a plain file")
    }
  }

  @Test func aReaderThatLeavesEndsTheCommandQuietly() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--seeds", "20"]))
    for command in [
      "runs list --runs", "runs export", "runs list --json", "masks --units 2000 --batch 100",
      "compare \(tinyPlan.joined(separator: " "))", "--help",
    ] {
      let result = try await workspace.shell("dropout \(command) --quiet | head -n 1")
      #expect(!result.errors.contains("Fatal") && !result.errors.contains("Crash"))
      #expect(result.errors.isEmpty || command == "--help", "\(result.errors)")
      #expect(result.output.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    }
  }

  @Test func aClosedStandardErrorStopsNothing() async throws {
    let workspace = try Workspace()
    let plan = tinyPlan.joined(separator: " ")
    let result = try await workspace.shell("dropout compare \(plan) 2>&-")
    expectSuccess(result)
    #expect(try workspace.storedRuns().count == 4)
  }
}
