import Foundation
import Testing

/// What people bring from other programs gets the line that helps.
@Suite(.fewAtATime)
struct HintTests {
  @Test(arguments: [
    ("compre", "there is no command compre; did you mean compare? See dropout --help"),
    ("compare --dropout 0.2", "use --keep 0.8: the keep probability, 1 − drop rate"),
    ("compare --rate 0.14", "use --keep 0.86"), ("train --dropout-rate=0.3", "use --keep 0.7"),
    ("masks --drop_rate 0.5", "use --keep 0.5"), ("compare --dropout", "1 − drop rate"),
    ("compare --dropout 20", "1 − drop rate"), ("compare --keep-prob 0.86", "use --keep 0.86"),
    ("compare --keep_prob 0.86", "use --keep 0.86"), ("sweep --lr 0.1", "use --learning-rate 0.1"),
    ("compare --learning_rate 0.1", "use --learning-rate 0.1"),
    ("compare --epoch 3", "use --epochs 3"), ("compare --batch-size 32", "use --batch 32"),
    ("compare --iterations 500", "use --steps 500"),
    ("compare --optimiser adam", "--optimizer adam"),
    ("compare --threads 2", "use --jobs 2"), ("thinned --jobs 2", "use --threads 2"),
    ("train --policies none", "use --policy none"),
    ("compare --policy none", "use --policies none"),
    ("compare --momentum 0.9", "use --set training.momentum=0.9"),
    ("compare --weight-decay 0.01", "use --set training.l2=0.01"),
    ("compare --bogus", "unknown option '--bogus'"),
    ("compare --steps x", "--steps x: give a number; see dropout compare --help"),
    ("compare --steps 1.5", "--steps 1.5: give a whole number;"),
    ("evaluate", "missing expected argument '<folder>'; see dropout evaluate --help"),
    ("nonsense", "there is no command nonsense; see dropout --help"),
  ])
  func foreignOptionsAreTranslated(line: String, part: String) async throws {
    let result = try await Workspace().dropout(line.split(separator: " ").map(String.init))
    expectFailure(result, 64, part)
  }

  @Test func anUnknownCommandIsNamedWhateverFollows() async throws {
    let result = try await Workspace().dropout(["bogus", "--json"])
    #expect(result.status == 64)
    let error = try #require(try result.object()["error"] as? [String: Any])
    #expect(error["message"] as? String == "there is no command bogus; see dropout --help")
  }

  /// An option that a command has not is not offered.
  @Test func noOptionIsNamedThatACommandLacks() async throws {
    let result = try await Workspace().dropout(["bench", "--lr", "0.1"])
    expectFailure(result, 64, "unknown option '--lr'")
    #expect(!result.errors.contains("--learning-rate"))
  }

  @Test(arguments: [
    (["compare", "--batch", "-1"], "training.batch: -1 is not allowed"),
    (["compare", "--learning-rate", "-1"], "training.learning-rate: -1.0 is not allowed"),
    (["compare", "--learning-rate", "-.5"], "training.learning-rate: -0.5 is not allowed"),
    (["compare", "--first-seed", "-1"], "comparison.first-seed: -1 is not allowed"),
    (["train", "--seed", "-1"], "comparison.first-seed: -1 is not allowed"),
    (["masks", "--seed", "-1"], "--seed -1: give a whole number, 0 or more"),
    (["compare", "-j", "-1"], "--jobs -1: give a whole number from 1 to 1024"),
    (["compare", "-j-1"], "--jobs -1: give a whole number from 1 to 1024"),
    (["compare", "--keep", "-0.5"], "dropout.keep: -0.5 is not allowed"),
  ])
  func negativeNumbersAreValues(arguments: [String], part: String) async throws {
    expectFailure(try await Workspace().dropout(arguments), 64, part)
  }

  @Test func aLettersValueMayFollowAtOnce() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["-j1", "-oother"]))
    #expect(workspace.exists("other/report.html"))
  }

  /// Names from elsewhere, capitals and underscores give the plan of the usual spelling.
  @Test func otherSpellingsAreUnderstood() async throws {
    let workspace = try Workspace()
    func plan(_ flags: [String]) async throws -> String {
      let result = try await workspace.dropout(
        ["compare", "--dry-run", "--json", "--steps", "5"] + tinyData + flags)
      expectSuccess(result)
      let plan = try #require(try result.object()["plan"])
      return String(
        decoding: try JSONSerialization.data(withJSONObject: plan, options: .sortedKeys),
        as: UTF8.self)
    }
    for (other, usual) in [
      (["--activation", "sigmoid"], ["--activation", "logistic"]),
      (["--activation", "ReLU"], ["--activation", "relu"]),
      (["--optimizer", "Adam"], ["--optimizer", "adam"]),
      (["--optimizer", "SGD"], ["--optimizer", "sgd"]),
      (["--data", "Moons"], ["--data", "moons"]),
      (["--policies", "None,Per_Example"], ["--policies", "none,per-example"]),
      (["--set", "network.initialisation=He"], ["--set", "network.initialisation=he"]),
    ] { #expect(try await plan(other) == plan(usual), "\(other)") }
  }

  @Test(arguments: [
    (["--data", "mnits"], "did you mean mnist?"),
    (["--data", "fasion_mnist"], "did you mean fashion-mnist?"),
    (["--activation", "sgmoid"], "use relu, tanh, logistic, linear; did you mean logistic?"),
    (["--activation", "thanh"], "did you mean tanh?"),
    (["--optimizer", "adm"], "did you mean adam?"),
    (["--set", "training.lr=1"], "did you mean training.learning-rate (learning rate"),
    (["--set", "dropout.rate=0.2"], "did you mean dropout.keep (keep probability, 1 − drop rate"),
    (["--set", "training.momentun=0.9"], "did you mean training.momentum ("),
    (["--set", "x.y=1"], "dropout compare --dry-run shows all of them"),
  ])
  func misspeltValuesNameTheNearest(flags: [String], part: String) async throws {
    let result = try await Workspace().dropout(["compare", "--steps", "5"] + flags)
    expectFailure(result, 64, part)
  }

  /// Known data sets are found under other spellings, unless a file is called so.
  @Test func capitalsAndUnderscoresNameDataSets() async throws {
    let workspace = try Workspace()
    for name in ["MNIST", "Fashion_MNIST"] {
      let plain = name.lowercased().replacing("_", with: "-")
      expectFailure(
        try await workspace.dropout(["compare", "--data", name]), 66, "data fetch \(plain)")
    }
    try workspace.write("1,2,0\n2,3,1\n", to: "MNIST")
    let result = try await workspace.dropout(["compare", "--data", "MNIST"])
    #expect(!result.errors.contains("data fetch"))
  }
}
