import DropoutStatistics
import DropoutFigures

extension WagerStudy {
  /// The findings from the trainings.
  struct Found {
    let outcomes: [Outcome]
    let keeps: [Double]

    private func values(_ keep: Double, _ value: (Outcome) -> Double?) -> [Double] {
      outcomes.filter { $0.one.keep == keep }.compactMap(value)
    }

    private static func text(_ keep: Double) -> String { NumberText.fixed(keep, decimals: 2) }

    private func ratios(_ keep: Double) -> [Double] {
      values(keep) { $0.quadraticPenalty / $0.exactPenalty }
    }

    /// The test log-loss of one objective minus that of another, paired by seed.
    private func difference(
      _ a: LogisticObjective, _ b: LogisticObjective, keep: Double
    ) -> [Double] {
      values(keep) { outcome in
        outcome.testLoss[a].flatMap { a in outcome.testLoss[b].map { a - $0 } }
      }
    }

    var penaltyTable: ReproductionTable {
      ReproductionTable(
        name: "penalty", title: "Quadratic penalty as a multiple of the exact one",
        labelColumns: ["keep q"],
        rows: keeps.map { keep in
          let exact = values(keep, \.exactPenalty)
          return ReproductionTable.Row(
            labels: [Self.text(keep)], over: ratios(keep),
            remark: exact.isEmpty ? "" : "exact \(NumberText.loss(Descriptive.mean(exact)))",
            form: .decimals(3))
        })
    }

    /// The multiple at the same weights if dropping is rare.
    var rareTable: ReproductionTable {
      ReproductionTable(
        name: "rare",
        title:
          "The same multiple at keep \(NumberText.fixed(WagerStudy.rareKeep, decimals: 3)), at "
          + "the weights that training with keep q ends with",
        labelColumns: ["keep q"],
        rows: keeps.map { keep in
          ReproductionTable.Row(
            labels: [Self.text(keep)], over: values(keep, \.rareRatio), form: .decimals(3))
        })
    }

    var lossTable: ReproductionTable {
      let pairs: [(String, LogisticObjective, LogisticObjective)] = [
        ("quadratic − dropout", .quadratic, .dropout),
        ("drawn masks − dropout", .drawnMasks, .dropout), ("none − dropout", .none, .dropout),
      ]
      return ReproductionTable(
        name: "training", title: "Differences of test log-loss after training, paired by seed",
        labelColumns: ["keep q", "a − b"],
        rows: keeps.flatMap { keep in
          pairs.map { name, a, b in
            ReproductionTable.Row(
              labels: [Self.text(keep), name], over: difference(a, b, keep: keep),
              form: .decimals(4))
          }
        })
    }

    private static func interval(_ estimate: Estimate, decimals: Int) -> String {
      "\(NumberText.fixed(estimate.mean, decimals: decimals)) (95 % interval "
        + "\(NumberText.fixed(estimate.low, decimals: decimals)) to "
        + "\(NumberText.fixed(estimate.high, decimals: decimals)))"
    }

    var findings: [String] {
      let measured = keeps.filter { ratios($0).count > 1 }
      guard let most = measured.first, let least = measured.last else { return [] }
      var sentences = [most, least].map { keep in
        "At keep \(Self.text(keep)) the quadratic penalty is "
          + "\(Self.interval(Estimate(ratios(keep)), decimals: 3)) times the exact one."
      }
      let rare = Estimate(values(most, \.rareRatio))
      sentences.append(
        "Dropping more rarely does not make the quadratic penalty exact: at the weights of keep "
          + "\(Self.text(most)) the multiple at keep "
          + "\(NumberText.fixed(WagerStudy.rareKeep, decimals: 3)) is "
          + "\(Self.interval(rare, decimals: 3))"
          + (rare.low <= 1 && rare.high >= 1
            ? ", which cannot be told from 1."
            : ". A dropped feature moves the logit by its whole share, however rarely it is dropped.")
      )
      let apart = measured.filter { keep in
        let estimate = Estimate(difference(.quadratic, .dropout, keep: keep))
        return estimate.low > 0 || estimate.high < 0
      }
      sentences.append(
        apart.isEmpty
          ? "Training with the quadratic penalty instead of dropout: no difference of test log-loss "
            + "can be told at any keep probability."
          : "Training with the quadratic penalty instead of dropout changes test log-loss at keep "
            + "\(apart.map(Self.text).joined(separator: ", ")) "
            + "(intervals not corrected for \(measured.count) comparisons); "
            + worst(apart))
      return sentences + [drawnSentence(measured)]
    }

    /// The finding on how close training with drawn masks comes to training on the expectation.
    private func drawnSentence(_ keeps: [Double]) -> String {
      let estimates = keeps.map { ($0, Estimate(difference(.drawnMasks, .dropout, keep: $0))) }
      let largest = estimates.map(\.1.mean.magnitude).max() ?? 0
      let apart = estimates.filter { $0.1.low > 0 || $0.1.high < 0 }.map(\.0)
      return "Training with drawn masks ends within \(NumberText.fixed(largest, decimals: 4)) of "
        + "training with all masks enumerated"
        + (apart.isEmpty
          ? "; no difference can be told."
          : "; at keep \(apart.map(Self.text).joined(separator: ", ")) it can be told from 0.")
    }

    private func worst(_ keeps: [Double]) -> String {
      let estimates = keeps.map { ($0, Estimate(difference(.quadratic, .dropout, keep: $0))) }
      guard let (keep, estimate) = estimates.max(by: { $0.1.mean.magnitude < $1.1.mean.magnitude })
      else { return "" }
      return "most at \(Self.text(keep)): \(Self.interval(estimate, decimals: 4))."
    }

    private func line(
      _ name: String, look: Figure.Series.Look = .line,
      _ value: (Outcome) -> Double?
    ) -> Figure.Series {
      Figure.Series(
        name,
        keeps.compactMap { keep in
          let values = values(keep, value)
          guard values.count > 1 else { return nil }
          let estimate = Estimate(values)
          return .init(keep, estimate.mean, low: estimate.low, high: estimate.high)
        }, look: look)
    }

    var penaltyFigure: Figure {
      Figure(
        name: "penalty", title: "What dropout adds to the loss of a logistic regression",
        subtitle:
          "Mean over training examples at the weights that dropout training ends with; bands "
          + "are 95 % intervals over seeds.",
        valueTitle: "penalty, nats an example", overTitle: "keep probability q",
        series: [
          line("exact", \.exactPenalty), line("quadratic", look: .dashedLine, \.quadraticPenalty),
        ])
    }

    var lossFigure: Figure {
      let names: [(LogisticObjective, String)] = [
        (.none, "no dropout"), (.dropout, "dropout, exact"), (.drawnMasks, "dropout, drawn masks"),
        (.quadratic, "quadratic penalty"),
      ]
      return Figure(
        name: "training", title: "Test log-loss after training",
        subtitle: "Means over seeds; every seed is a task of its own, so compare by the table of "
          + "paired differences.",
        valueTitle: "test log-loss, nats", overTitle: "keep probability q",
        series: names.map { objective, name in
          let series = line(name) { $0.testLoss[objective] }
          // Four overlapping bands would hide the lines; the table has the intervals.
          return .init(
            name, series.points.map { .init($0.place, $0.value) },
            look: objective == .quadratic || objective == .none ? .dashedLine : .line)
        })
    }
  }
}
