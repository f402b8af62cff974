import DropoutTraining
import Testing

@testable import DropoutLab

struct MaskPictureTests {
  private typealias Picture = ReportContent.MaskPicture

  private func training(keep: [Double]) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: [2, 20, 3, 1]), keepProbabilities: keep,
      learningRate: LearningRate(0.3), steps: 10)
  }

  private func pictures(keep: [Double], seeds: [UInt64]) -> [Picture] {
    Picture.pictures(
      of: [.perExample, .perBatch, MaskPolicy(.perBatch, .frozen)].map {
        PlannedArm($0, training(keep: keep))
      }, seeds: seeds, exampleCount: 30)
  }

  /// With keep .86 a mask of 20 units keeps all with probability 0.05: such seeds are passed over.
  @Test func seedShowsAStripe() throws {
    let seeds = Array(UInt64(0)..<200)
    let dull = try #require(
      seeds.first { seed in
        pictures(keep: [1, 0.86, 0.86], seeds: [seed])[2].masks[0].allSatisfy { $0 == 1 }
      })
    let shown = pictures(keep: [1, 0.86, 0.86], seeds: [dull] + seeds.suffix(100))
    #expect(shown.allSatisfy { $0.seed != dull && $0.seed == shown[0].seed })
    let stripe = shown[2].masks[0]
    #expect(stripe.contains(0) && stripe.contains(1))
    #expect(shown[2].masks == [stripe, stripe, stripe])
  }

  @Test func firstSeedStandsWhereNoneShowsAStripe() {
    let shown = pictures(keep: [1, 0.99999, 1], seeds: [7, 8])
    #expect(shown.map(\.seed) == [7, 7, 7])
    // And the words beside the stripes that are not there say so.
    for picture in shown {
      #expect(MaskPictureChart.caption(picture).hasSuffix("here happens to drop nothing."))
    }
    for picture in pictures(keep: [1, 0.86, 0.86], seeds: [1, 2]) {
      #expect(MaskPictureChart.caption(picture) == MaskPictureChart.caption(picture.policy))
    }
  }

  @Test func firstHiddenLayerThatDropsIsShown() {
    #expect(pictures(keep: [0.5, 1, 0.5], seeds: [1]).map(\.layer) == [2, 2, 2])
    #expect(pictures(keep: [0.5, 1, 1], seeds: [1]).map(\.layer) == [0, 0, 0])
    #expect(pictures(keep: [1, 1, 1], seeds: [1]).isEmpty)
  }
}
