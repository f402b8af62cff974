import DropoutTraining
import Testing

struct MaskPolicyTests {
  @Test(arguments: [
    "none", "per-example", "per-batch", "per-group:16", "frozen/per-example", "frozen/per-batch",
    "every:100/per-batch", "per-epoch/per-example", "every:7/per-group:3", "frozen/per-group:2",
  ])
  func textFormReadsBack(text: String) {
    #expect(MaskPolicy(text)?.description == text)
  }

  @Test(arguments: [
    "", "None", "per example", "per-group", "per-group:", "per-group:0", "per-group:-3",
    "per-group:1.5", "per-group:99999999999999999999", "every:/per-batch", "every:0/per-batch",
    "frozen", "frozen/", "/per-batch", "per-batch/frozen", "frozen/none", "frozen/frozen/per-batch",
    "per-group:٣", "every:+5/per-batch",
  ])
  func anythingElseIsRefused(text: String) {
    #expect(MaskPolicy(text) == nil)
  }

  @Test func everyStepHasOneSpelling() {
    #expect(MaskPolicy("every:1/per-batch") == .perBatch)
  }

  @Test func sharingChoosesRowsAndRenewalChoosesDraws() {
    #expect(MaskPolicy.perExample.rowsPerMask(batchSize: 8) == 1)
    #expect(MaskPolicy(.perGroup(size: 3)).rowsPerMask(batchSize: 8) == 3)
    #expect(MaskPolicy(.perGroup(size: 30)).rowsPerMask(batchSize: 8) == 8)
    #expect(MaskPolicy.perBatch.rowsPerMask(batchSize: 8) == 8)
    #expect(MaskPolicy.perExample.draw(step: 12, epoch: 3) == 12)
    #expect(MaskPolicy(.perBatch, .every(steps: 5)).draw(step: 12, epoch: 3) == 2)
    #expect(MaskPolicy(.perBatch, .perEpoch).draw(step: 12, epoch: 3) == 3)
    #expect(MaskPolicy(.perBatch, .frozen).draw(step: 12, epoch: 3) == 0)
  }
}
