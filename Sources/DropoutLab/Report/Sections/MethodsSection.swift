import DropoutStatistics
import DropoutFigures

/// How the figures were made, how to read them, and their sources.
struct MethodsSection {
  let context: ReportContext

  var markup: Markup {
    """
    <div class="prose">
    <h3>How to read a verdict</h3>
    \(rule)
    \(smallSample)
    <h3>How the figures were made</h3>
    <p>A <dfn>mask</dfn> is the matrix <i>D</i> of zeros and ones that says which unit is dropped \
    for which example (Hinton et al. 2012; Srivastava et al. 2014); what survives is divided by \
    the keep probability while training, so that testing needs no correction. A <dfn>mask \
    policy</dfn> says which examples share a mask and when a new one is drawn. \(schedule)\(pairing) \
    All random numbers come from Philox4x32-10 (Salmon et al. 2011) as a function of seed, \
    layer, step and unit: nothing is reseeded.</p>
    <p>\(errors) \(tests) \(runs)</p>
    <details><summary>References</summary><ul class="references">\(references)</ul></details>
    </div>
    """
  }

  /// The schedules of dropout, if there are any.
  private var schedule: Markup {
    context.content.scheduleDescription.map { "\($0) " as Markup } ?? .empty
  }

  /// What the runs of one seed have in common.
  private var pairing: Markup {
    if let unpaired = context.content.unpaired { return "\(unpaired)." }
    return """
      Run <i>i</i> of every \(context.side) starts from the same weights and sees the data in the same order; \
      only \(context.isOfArms ? "what the arms change differs" : "the masks differ").
      """
  }

  /// When an arm is said to be better.
  private var rule: Markup {
    guard let added = context.content.results.judgement.seedsAdded else {
      return """
        <p><b>Better</b>: the sign-flip p, after Holm’s correction for the number of pairs, is below \
        .05, <i>and</i> the interval of the mean difference leaves out 0 on the same side; where all \
        seeds give one and the same difference there is no interval, and p alone decides. <b>Cannot \
        tell</b>: everything else, which is no proof that the \(context.sides) are equal: a true difference \
        below the detectable one, the smallest that a single pair would show with 80\u{A0}% power, may \
        well be there. <b>Identical</b>: every seed gave the same value under both.</p>
        """
    }
    let none: Markup =
      added.indifference == nil
      ? ""
      : """
       <b>No difference that matters</b>: the interval lies within ± \
      \(NumberText.percent(added.indifference ?? 0)) points.
      """
    return """
      <p><b>Better</b>: the anytime interval of the mean difference leaves out 0. <b>Cannot tell</b>: \
      it does not, with all the seeds there are, which is no proof that the \(context.sides) are equal.\(none) \
      A pair that is decided keeps the figures of the seeds that decided it. The number of seeds \
      followed from the results, so a test or an interval for a number of seeds fixed beforehand would \
      find differences that are not there: none is shown.</p>
      """
  }

  private var errors: Markup {
    "\(context.content.results.metrics.map(\.definition).joined(separator: " "))"
  }

  private var tests: Markup {
    guard context.isFixed else {
      return """
        An anytime interval is one of a confidence sequence: all of them, at every number of seeds and \
        for all pairs, hold together with 95\u{A0}%.
        """
    }
    return """
      The intervals of a mean and of a mean difference over paired seeds are Student’s on a scale from \
      which skewness was taken out (Johnson 1978). The sign-flip p is the share of all assignments of \
      signs to the paired differences that give a mean as far from zero. Holm’s correction (1979) covers \
      all pairs of a metric. Wilcoxon’s signed ranks, Friedman’s test and Nemenyi’s critical difference \
      follow Demšar (2006).
      """
  }

  private var runs: Markup {
    """
    IQM, the mean of the middle half, is advised by Agarwal et al. (2021) because a few failed runs \
    cannot carry it away. A run has failed if on its training examples it is no better than always \
    answering their most frequent class, or their mean if numbers are predicted, or if its weights or its training loss are not finite; a run that has not \
    failed may still do badly. Test error and log-loss are judged apart: a \
    network can classify more examples rightly and yet be surer of its mistakes. What is found holds for \
    these settings, the number of steps among them.
    """
  }

  /// A caution if there are too few seeds for a verdict: the smallest sign-flip p is 2^(1 − n).
  private var smallSample: Markup {
    let seeds = context.seedCount
    let pairs = PairOrder.deciding(context.content.results.comparisons).count
    let needed = Verdict.seedsNeeded(pairCount: pairs)
    guard context.isFixed, pairs > 0, seeds > 0, seeds < needed else { return .empty }
    let least = NumberText.fixed(2 / Double(1 << seeds), decimals: 3)
    return """
      <p class="caution">With \(NumberText.count(seeds)) \(seeds == 1 ? "seed" : "seeds") the \
      sign-flip test cannot give a p below \(least), however large the difference; over \(pairs) \
      \(pairs == 1 ? "pair" : "pairs") a verdict needs at least \(needed) seeds.</p>
      """
  }

  /// The sources that the section mentions.
  private var references: Markup {
    let tests =
      context.isFixed
      ? [
        "Demšar, J. (2006). Statistical comparisons of classifiers over multiple data sets. Journal of Machine Learning Research.",
        "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics.",
      ]
      : [
        "Wang, H., Ramdas, A. Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance. arXiv:2310.03722.",
        "Waudby-Smith, I., Ramdas, A. (2024). Estimating means of bounded random variables by betting. Journal of the Royal Statistical Society, Series B.",
      ]
    let others = [
      "Agarwal, R., et al. (2021). Deep reinforcement learning at the edge of the statistical precipice. NeurIPS.",
      "Hinton, G. E., et al. (2012). Improving neural networks by preventing co-adaptation of feature detectors. arXiv:1207.0580.",
      "Johnson (1978). Modified t tests and confidence intervals for asymmetrical populations.",
      "Salmon, J. K., et al. (2011). Parallel random numbers: as easy as 1, 2, 3. SC ’11.",
      "Srivastava, N., et al. (2014). Dropout: a simple way to prevent neural networks from overfitting. Journal of Machine Learning Research.",
    ]
    let schedules: [String] =
      context.content.scheduleDescription == nil
      ? []
      : [
        "Liu, Z., et al. (2023). Dropout reduces underfitting. ICML.",
        "Morerio, P., et al. (2017). Curriculum dropout. ICCV.",
      ]
    return "\((tests + others + schedules).sorted().map { "<li>\($0)</li>\n" as Markup })"
  }
}
