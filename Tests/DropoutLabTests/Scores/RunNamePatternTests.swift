@testable import DropoutLab
import Testing

struct RunNamePatternTests {
  @Test(arguments: [
    ("{arm}-{seed}", "keep-0.8-12", "keep-0.8", "12", nil),
    ("{dataset}/{arm}/seed{seed}", "iris/none/seed3", "none", "3", "iris"),
    ("run_{arm}", "run_a_b", "a_b", nil, nil),
  ])
  func namesAreTakenApart(
    pattern: String, name: String, arm: String, seed: String?, dataset: String?
  ) throws {
    let meaning = try #require(RunNamePattern(pattern)?.meaning(of: name))
    #expect(meaning == .init(arm: arm, seed: seed, dataset: dataset))
  }

  /// The last name fits in two ways: the data set could be "a" or "a/b".
  @Test(arguments: [
    ("{arm}-{seed}", "none"), ("{arm}-{seed}", "none-x"), ("{arm}-{seed}", "-1"),
    ("{dataset}/{arm}", "a/b/c"),
  ])
  func namesThatDoNotFitAreRefused(pattern: String, name: String) throws {
    let pattern = try #require(RunNamePattern(pattern))
    #expect(pattern.meaning(of: name) == nil)
  }

  @Test(arguments: ["", "{seed}", "{arm}{seed}", "{arm}{arm}", "{arm}-{x}", "{arm", "{arm}-{step}"])
  func patternsThatCannotBeAreRefused(pattern: String) {
    #expect(RunNamePattern(pattern) == nil)
  }

  @Test func onlyTheWordSeedIsUnderstoodWithoutAPattern() {
    #expect(RunNamePattern.usual("a/b-Seed_07") == .init(arm: "a/b", seed: "07"))
    #expect(RunNamePattern.usual("drop seed=3") == .init(arm: "drop", seed: "3"))
    for name in ["drop_3", "drop-s3", "seed3", "dropseed3", "a-seed-b"] {
      #expect(RunNamePattern.usual(name) == nil, "\(name)")
    }
  }
}
