import DropoutLab
import Foundation
import Testing

@testable import DropoutTraining

struct RunFailureTests {
  @Test(arguments: [
    (RunFailure.noBetterThanGuessing, "no better than guessing"),
    (.diverged(step: 12), "diverged at step 12"), (.divergedBy(step: 300), "diverged by step 300"),
  ])
  func textReadsBack(failure: RunFailure, text: String) throws {
    #expect("\(failure)" == text)
    #expect(RunFailure(text) == failure)
    let json = try JSONEncoder().encode([failure])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
    #expect(try JSONDecoder().decode([RunFailure].self, from: json) == [failure])
  }

  @Test(arguments: ["", "diverged", "diverged at step", "diverged at step x", "collapsed"])
  func otherTextIsNoFailure(text: String) { #expect(RunFailure(text) == nil) }

  /// Three classes, 5 + 3 + 2 examples at one point: the best that any network can do is the most frequent
  /// class; the others are wrong more often.
  @Test(arguments: [0, 1, 2])
  func answeringOneClassFails(label: Int32) throws {
    let labels: [Int32] = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
    let examples = Examples(
      featureCount: 1, features: [Float](repeating: 0.5, count: 10), labels: labels)
    #expect(ExampleMatrix(examples).mostFrequentClassCount == 5)
    var evaluation = Evaluation(
      error: Double(labels.count { $0 != label }) / 10, loss: 1, count: 10)
    #expect(evaluation.isNoBetterThanGuessing(ExampleMatrix(examples)))
    // One example more right than guessing is a result, however poor.
    evaluation.error = 0.4
    #expect(!evaluation.isNoBetterThanGuessing(ExampleMatrix(examples)))
  }
}
