package import DropoutFigures
import DropoutStatistics
package import DropoutTraining

/// What a network says of each test example, and how unsure it is.
package struct ExamplePredictions: Sendable {
  /// One entry per example, in the data's order.
  package let rows: [Row]
  /// The unit of the targets; nil for classes.
  let target: Dataset.TargetScale?
  /// The names of the classes; nil for targets, or if they are numbers.
  let classNames: [String]?
  /// Masked passes per example; 0 for weight scaling.
  package let passes: Int

  /// One example.
  package struct Row: Hashable, Sendable {
    /// The class number, or the target in its unit.
    package var truth: Double
    /// The answer: a class number, or a number in the unit of the targets.
    package var answer: Double
    /// The probability of the answer; nil for targets.
    package var probability: Double?
    /// How unsure the answer is: the predictive standard deviation in the unit of the targets, or the entropy of
    /// the class probabilities in nats; nil for targets without passes.
    package var uncertainty: Double?
    /// The part of ``uncertainty`` that the passes disagree about: their standard deviation, or the mutual
    /// information of answer and mask in nats; nil without passes.
    package var disagreement: Double?
    /// The logarithm of the predictive density at the target, in nats and the target's unit; nil for classes.
    package var logDensity: Double?

    /// How wrong the answer is: 0 or 1 for a class, else the distance from the target.
    func miss(isOfTargets: Bool) -> Double {
      isOfTargets ? abs(truth - answer) : truth == answer ? 0 : 1
    }
  }
}

extension ExamplePredictions {
  /// Numbers to predict, by the mean of masked passes.
  ///
  /// - Parameter noise: The standard deviation of the targets' noise, in their unit.
  package init(
    _ passes: MonteCarloTargets, count: Int, of examples: Examples, target: Dataset.TargetScale,
    noise: Double
  ) {
    (self.target, classNames, self.passes) = (target, nil, count)
    let targets = examples.targets ?? []
    rows = targets.indices.map { row in
      let spread = target.deviation * passes.deviations[row]
      return Row(
        truth: target.inUnit(Double(targets[row])), answer: target.inUnit(passes.means[row]),
        uncertainty: (spread * spread + noise * noise).squareRoot(), disagreement: spread,
        logDensity: passes.logDensities.map { $0[row] - PortableMath.log(target.deviation) })
    }
  }

  /// Numbers to predict, by weight scaling.
  package init(outputs: [Double], of examples: Examples, target: Dataset.TargetScale) {
    (self.target, classNames, passes) = (target, nil, 0)
    rows = zip(examples.targets ?? [], outputs).map {
      Row(truth: target.inUnit(Double($0)), answer: target.inUnit($1))
    }
  }

  /// Classes, by their probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: `[examples, classes]`.
  ///   - meanEntropies: The mean of the entropies of each pass; nil without passes.
  package init(
    probabilities: [Double], meanEntropies: [Double]?, passes: Int, of examples: Examples,
    classNames: [String]?
  ) {
    (target, self.classNames, self.passes) = (nil, classNames, passes)
    let classes = probabilities.count / max(examples.count, 1)
    rows = (0..<examples.count).map { row in
      let p = Array(probabilities[row * classes..<(row + 1) * classes])
      let best = p.indices.reduce(0) { p[$1] > p[$0] ? $1 : $0 }
      let entropy = Self.entropy(p)
      return Row(
        truth: Double(examples.labels[row]), answer: Double(best), probability: p[best],
        uncertainty: entropy, disagreement: meanEntropies.map { max(0, entropy - $0[row]) })
    }
  }

  /// −Σ p log p, in nats.
  package static func entropy(_ p: some Sequence<Double>) -> Double {
    p.reduce(0) { $1 > 0 ? $0 - $1 * PortableMath.log($1) : $0 }
  }
}

extension Dataset.TargetScale {
  /// A standardised number in the unit of the targets.
  fileprivate func inUnit(_ value: Double) -> Double { value * deviation + mean }
}

/// Tables and figures.
extension ExamplePredictions {
  private var isOfTargets: Bool { target != nil }

  /// One row an example.
  package var csv: String {
    let columns =
      isOfTargets
      ? "example,target,prediction,predictive_sd,passes_sd,log_density"
      : "example,class,answer,probability,entropy,mutual_information"
    var lines = [columns]
    for (number, row) in rows.enumerated() {
      let numbers =
        isOfTargets
        ? [row.uncertainty, row.disagreement, row.logDensity]
        : [row.probability, row.uncertainty, row.disagreement]
      let answers = [row.truth, row.answer].map(text)
      let fields = ["\(number)"] + answers + numbers.map { $0.map { "\($0)" } ?? "" }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A class, or a number to predict.
  private func text(_ answer: Double) -> String {
    if isOfTargets { return "\(answer)" }
    return classNames.map { CSVText.quoted($0[Int(answer)]) } ?? "\(Int(answer))"
  }

  /// How wrong the network is where it says that it is unsure: the examples in ten groups, the surest first; nil
  /// without uncertainties or with fewer than ten examples.
  package var reliability: Figure? {
    let sorted = rows.filter { $0.uncertainty?.isFinite == true }.sorted {
      ($0.uncertainty ?? 0) < ($1.uncertainty ?? 0)
    }
    guard sorted.count >= 10 else { return nil }
    let points = (0..<10).map { group -> Figure.Point in
      let (start, end) = (group * sorted.count / 10, (group + 1) * sorted.count / 10)
      let unsure: [Double] = sorted[start..<end].compactMap(\.uncertainty)
      let misses: [Double] = sorted[start..<end].map { $0.miss(isOfTargets: isOfTargets) }
      let squares: [Double] = misses.map { $0 * $0 }
      let wrong =
        isOfTargets ? Descriptive.mean(squares).squareRoot() : 100 * Descriptive.mean(misses)
      return Figure.Point(Descriptive.mean(unsure), wrong)
    }
    let groups = "Test examples in ten groups, the surest first; \(source)."
    guard isOfTargets else {
      return Figure(
        name: "uncertainty", title: "Is it wrong where it is unsure?", subtitle: groups,
        valueTitle: "error in %", overTitle: "mean entropy of the answer, nats",
        series: [Figure.Series("groups", points, look: .points)])
    }
    let ends = [points.map(\.place).min() ?? 0, points.map(\.place).max() ?? 1]
    return Figure(
      name: "uncertainty", title: "Is it wrong where it is unsure?",
      subtitle: groups + " On the line the error is as large as said.", valueTitle: "RMSE",
      overTitle: "mean predictive standard deviation",
      series: [
        Figure.Series("groups", points, look: .points),
        Figure.Series("as said", ends.map { Figure.Point($0, $0) }, look: .dashedLine),
      ])
  }

  private var source: String {
    passes == 0
      ? "weight scaling" : "\(NumberText.count(passes)) masked \(passes == 1 ? "pass" : "passes")"
  }

  /// The number predicted along the one feature of the data, with two predictive standard deviations on both
  /// sides.
  ///
  /// - Parameters:
  ///   - xs: The places at which these predictions were made, ascending.
  ///   - feature: The name of the feature.
  ///   - shown: Training examples to show, in the unit of the targets.
  package func alongFeature(
    _ xs: [Double], feature: String, shown: [(x: Double, y: Double)]
  ) -> Figure {
    let points = zip(xs, rows).map { x, row in
      Figure.Point(
        x, row.answer, low: row.uncertainty.map { row.answer - 2 * $0 },
        high: row.uncertainty.map { row.answer + 2 * $0 })
    }
    return Figure(
      name: "along-feature", title: "What is predicted, and how surely",
      subtitle:
        "Mean of \(source) with two predictive standard deviations; dots are training examples.",
      valueTitle: target?.name ?? "", overTitle: feature,
      series: [
        Figure.Series("prediction", points, look: .line),
        Figure.Series(
          "training examples", shown.map { Figure.Point($0.x, $0.y) }, look: .cloud),
      ])
  }
}
