@testable import DropoutLab
import Testing

struct ScoreMetricTests {
  @Test(arguments: [
    "accuracy", "val_acc", "test/top1_acc", "Test Accuracy", "ROC-AUC", "f1_macro", "F1",
    "r2_score",
    "BLEU", "neg_log_loss", "balancedAccuracy", "mAP", "mean_iou", "eval/episode_reward",
  ])
  func higherIsBetter(name: String) {
    #expect(ScoreMetric.kind(of: name)?.higherIsBetter == true)
  }

  @Test(arguments: [
    "error", "testError", "test_error", "val_loss", "logLoss", "log-loss", "testLogLoss", "NLL",
    "RMSE",
    "test RMSE", "mean_squared_error", "Brier score", "ECE", "expected_calibration_error",
    "perplexity",
    "WER", "FID",
  ])
  func lowerIsBetter(name: String) {
    #expect(ScoreMetric.kind(of: name)?.higherIsBetter == false)
  }

  @Test(arguments: [
    "", "score", "metric", "lr", "epoch", "test", "BLEU-4x", "lossless", "error bars",
  ])
  func othersAreNotKnown(name: String) { #expect(ScoreMetric.kind(of: name) == nil) }
}
