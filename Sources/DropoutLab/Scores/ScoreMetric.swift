import DropoutStatistics

/// A metric of scores that were made elsewhere: its name in the file, its direction, and its unit.
package struct ScoreMetric: Hashable, Sendable {
  /// The name, as the file has it.
  package let name: String
  /// Whether a higher score is the better one.
  package let higherIsBetter: Bool
  /// The unit of the file.
  package let unit: Unit
  /// The least and the greatest possible score, in the file's unit; nil if they are not known.
  package let range: ClosedRange<Double>?

  /// What the numbers of a file are measured in.
  package enum Unit: String, Codable, Hashable, Sendable {
    /// Shares, 0 to 1.
    case share
    /// Per cent, 0 to 100.
    case percent
    /// The metric's own unit, such as nats or the target's unit.
    case own

    /// What scores in this unit lie between; nil if that is not known.
    var range: ClosedRange<Double>? {
      switch self {
      case .share: 0...1
      case .percent: 0...100
      case .own: nil
      }
    }
  }

  /// A metric.
  package init(
    name: String, higherIsBetter: Bool, unit: Unit = .own, range: ClosedRange<Double>? = nil
  ) {
    self.name = name
    self.higherIsBetter = higherIsBetter
    self.unit = unit
    self.range = range ?? unit.range
  }

  /// What a score is multiplied by so that lower is better.
  var sign: Double { higherIsBetter ? -1 : 1 }

  /// Between what two scores can differ; infinite ends if that is not known.
  var differenceLimits: ClosedRange<Double> {
    let width = range.map { $0.upperBound - $0.lowerBound } ?? .infinity
    return -width...width
  }

  /// The unit behind a difference: " points" of per cent, or nothing.
  var differenceUnit: String { unit == .percent ? " points" : "" }

  /// "accuracy, higher is better, as shares (0 to 1)".
  package var description: String {
    let unitText =
      switch unit {
      case .share: ", as shares (0 to 1)"
      case .percent: ", in percent; differences are in points"
      case .own:
        range.map { ", \(NumberText.short($0.lowerBound)) to \(NumberText.short($0.upperBound))" }
          ?? ", in the file's own unit"
      }
    return "\(name), \(higherIsBetter ? "higher" : "lower") is better\(unitText)"
  }
}

/// What a metric's name says.
extension ScoreMetric {
  /// The direction of a metric, and whether it is a share or a percentage.
  struct Kind: Hashable, Sendable {
    let higherIsBetter: Bool
    let isShare: Bool
  }

  /// The kind of a metric that is known by name; nil for any other, whose direction must be given.
  ///
  /// Words that only say on which examples or how it was averaged (test, val, macro, top1) do not matter, nor do
  /// capitals, hyphens and underscores: `testError`, `val/top1_acc` and `Test error` are known.
  static func kind(of name: String) -> Kind? {
    let words = words(of: name)
    let plain = words.filter { !context.contains($0) }
    for candidate in [words, plain] {
      let text = candidate.joined()
      if lower.contains(text) { return Kind(higherIsBetter: false, isShare: false) }
      if lowerShares.contains(text) { return Kind(higherIsBetter: false, isShare: true) }
      if higher.contains(text) { return Kind(higherIsBetter: true, isShare: false) }
      if higherShares.contains(text) { return Kind(higherIsBetter: true, isShare: true) }
      // scikit-learn's scorers of losses, as in neg_log_loss, are negated so that higher is better.
      if candidate.first == "neg", lower.contains(candidate.dropFirst().joined()) {
        return Kind(higherIsBetter: true, isShare: false)
      }
    }
    return nil
  }

  /// The words of a name in lower case: `testError` and `test_error` are "test", "error".
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previousIsLower = false
    for letter in name {
      guard letter.isLetter || letter.isNumber else {
        if !word.isEmpty { words.append(word) }
        (word, previousIsLower) = ("", false)
        continue
      }
      if letter.isUppercase, previousIsLower {
        words.append(word)
        word = ""
      }
      word += letter.lowercased()
      previousIsLower = letter.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  private static let context: Set = [
    "test", "testing", "val", "valid", "validation", "eval", "evaluation", "dev", "train",
    "training", "mean", "avg", "average", "top1", "top", "1", "macro", "micro", "weighted", "final",
    "last", "score", "metric", "metrics", "epoch", "summary", "clean", "masked", "binary",
    "categorical", "sparse", "multiclass",
  ]
  private static let lower: Set = [
    "loss", "logloss", "nll", "negativeloglikelihood", "negloglikelihood", "crossentropy", "ce",
    "xent", "bce", "mse", "rmse", "mae", "mape", "msle", "rmsle", "squarederror", "absoluteerror",
    "meansquarederror", "rootmeansquarederror", "meanabsoluteerror", "brier", "brierscore",
    "brierloss", "brierscoreloss", "perplexity", "ppl", "bpc", "bpd", "bitsperchar", "bitsperdim",
    "wer", "cer", "ter", "fid", "kl", "kldivergence", "hinge", "hingeloss", "regret", "crps",
  ]
  private static let lowerShares: Set = [
    "error", "err", "errorrate", "testerr", "misclassification", "misclassificationrate",
    "zerooneloss", "hammingloss", "ece", "mce", "ace", "calibrationerror",
    "expectedcalibrationerror", "maximumcalibrationerror", "maxcalibrationerror", "eer", "fpr",
    "fnr", "falsepositiverate", "falsenegativerate",
  ]
  private static let higher: Set = [
    "r2", "rsquared", "bleu", "sacrebleu", "rouge", "rouge1", "rouge2", "rougel", "rougelsum",
    "meteor", "chrf", "mcc", "matthewscorrcoef", "kappa", "cohenkappa", "cohenskappa",
    "loglikelihood", "elbo", "psnr", "ssim", "reward", "return", "episodereward", "episodereturn",
    "spearman", "spearmanr", "pearson", "pearsonr", "explainedvariance",
  ]
  private static let higherShares: Set = [
    "accuracy", "acc", "top5accuracy", "top5acc", "top5", "5accuracy", "balancedaccuracy", "auc",
    "auroc", "rocauc", "aucroc", "auprc", "aucpr", "prauc", "averageprecision", "ap", "map",
    "meanaverageprecision", "f1", "f1score", "fscore", "fmeasure", "precision", "recall",
    "sensitivity", "specificity", "tpr", "tnr", "iou", "miou", "meaniou", "dice", "dicescore",
    "jaccard", "ndcg", "mrr", "hits1", "hits10", "recall1", "recall10", "exactmatch", "em",
  ]
}
