import Testing

@testable import DropoutTraining

struct SuggestionTests {
  @Test(arguments: [
    ("mnits", "mnist"), ("MNIST", "mnist"), ("fashion_mnist", "fashion-mnist"),
    ("fasion-mnist", "fashion-mnist"), ("mnsit", "mnist"), ("mnist2", "mnist"), ("cifar", nil),
    ("", nil), ("m", nil),
  ])
  func theNearestWordIsFound(text: String, meant: String?) {
    #expect(Suggestion.nearest(to: text, among: ["mnist", "fashion-mnist", "moons"]) == meant)
  }

  @Test func longTextsAreNotMeasured() {
    let long = String(repeating: "mnist", count: 100_000)
    #expect(Suggestion.nearest(to: long, among: ["mnist"]) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ab", "ba", 1),
    ("ca", "abc", 3), ("mnits", "mnist", 1), ("abcdef", "badcfe", 3),
  ])
  func distancesAreTheTextbooks(first: String, second: String, distance: Int) {
    #expect(Suggestion.editDistance(first, second) == distance)
    #expect(Suggestion.editDistance(second, first) == distance)
  }
}
