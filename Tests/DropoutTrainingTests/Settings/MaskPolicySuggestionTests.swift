import Testing

@testable import DropoutTraining

struct MaskPolicySuggestionTests {
  @Test(arguments: [
    ("per-exmaple", "per-example"), ("per-sample", "per-example"), ("per-bach", "per-batch"),
    ("Per-batch", "per-batch"), ("per-gruop:16", "per-group:16"), ("non", "none"),
    ("frozne/per-example", "frozen/per-example"), ("evry:100/per-batch", "every:100/per-batch"),
    ("per-epoc/per-exampel", "per-epoch/per-example"),
  ])
  func nearFormsAreSuggested(text: String, meant: String) {
    #expect(MaskPolicy(text) == nil)
    #expect(MaskPolicy.suggestion(for: text)?.description == meant)
    #expect(MaskPolicy.allowedForms(insteadOf: text).hasSuffix("did you mean \(meant)?"))
  }

  @Test(arguments: [
    "", "/", "dropout", "per-epoch", "per-group", "per-group:x", "frozen/none", "a/b/c", "frozen/",
  ])
  func nothingIsSuggestedForOthers(text: String) {
    #expect(MaskPolicy.suggestion(for: text) == nil)
    #expect(MaskPolicy.allowedForms(insteadOf: text) == MaskPolicy.allowedForms)
  }
}
