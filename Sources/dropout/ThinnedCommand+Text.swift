import DropoutLab
import DropoutTraining

/// The tables and sentences of `dropout thinned`.
extension ThinnedCommand {
  static func printVisits(_ visits: [ThinnedVisits]) {
    var table = TextTable([
      "policy", "steps", "masks drawn", "distinct", "expected", "weights", "least", "median",
      "most", "never",
    ])
    for visit in visits {
      for (index, layer) in visit.weights.enumerated() {
        let expected = visit.expectedDistinct.map { NumberText.count(Int($0.rounded())) } ?? "–"
        let first = [
          "\(visit.policy)", NumberText.count(visit.countedSteps),
          NumberText.count(visit.masksDrawn),
          (visit.isComplete ? "" : "≥ ") + NumberText.count(visit.distinct), expected,
        ]
        table.add(
          (index == 0 ? first : first.map { _ in "" }) + [
            "W\(layer.layer)", NumberText.fixed(layer.least, decimals: 3),
            NumberText.fixed(layer.median, decimals: 3), NumberText.fixed(layer.most, decimals: 3),
            NumberText.count(layer.never),
          ])
      }
    }
    for line in table.lines { Terminal.result(line) }
    Terminal.result("")
    for visit in visits { Terminal.result(visit.sentence) }
    if let remark = ThinnedVisits.remark(units: visits.first?.droppableUnits ?? 0) {
      Terminal.result(remark)
    }
  }

  static func printEvaluations(_ document: Document) {
    if let ensemble = document.ensemble {
      Terminal.result("")
      printEnsemble(ensemble)
    }
    if let curve = document.monteCarlo {
      Terminal.result("")
      printCurve(curve)
    }
  }

  private static func printEnsemble(_ ensemble: ThinnedEnsemble) {
    var means = TextTable([
      "\(NumberText.count(ensemble.networkCount)) networks", "error", "log-loss",
    ])
    for (name, found) in [
      ("weight scaling", ensemble.weightScaling), ("geometric mean", ensemble.geometricMean),
      ("arithmetic mean", ensemble.arithmeticMean),
    ] {
      means.add([name, "\(NumberText.percent(found.error)) %", NumberText.loss(found.loss)])
    }
    for (name, network) in [("best thinned", ensemble.best), ("worst thinned", ensemble.worst)] {
      means.add([
        "\(name), \(network.survivors.joined(separator: " "))",
        "\(NumberText.percent(network.error)) %", NumberText.loss(network.loss),
      ])
    }
    for line in means.lines { Terminal.result(line) }
    Terminal.result("")
    var spread = TextTable([
      "thinned networks", "mean", "sd", "least", "quarter", "median", "three quarters", "most",
    ])
    for (name, distributions, text) in [
      ("error, %", ensemble.errors, NumberText.percent),
      ("log-loss", ensemble.losses, NumberText.loss),
    ] {
      for (weight, found) in [
        ("as likely as masks", distributions.weighted), ("each alike", distributions.unweighted),
      ] {
        spread.add(
          ["\(name), \(weight)"]
            + [
              found.mean, found.deviation, found.least, found.lowerQuartile, found.median,
              found.upperQuartile, found.most,
            ].map(text))
      }
    }
    for line in spread.lines { Terminal.result(line) }
    Terminal.result("")
    for sentence in ensemble.sentences { Terminal.result(sentence) }
  }

  private static func printCurve(_ curve: MonteCarloCurve) {
    var table = TextTable(["passes", "error", "± ", "sd", "log-loss", "± ", "sd"])
    for point in curve.points {
      table.add([
        NumberText.count(point.passes), "\(NumberText.percent(point.error.mean)) %",
        half(point.error, NumberText.percent),
        point.errorDeviation.map(NumberText.percent) ?? "–", NumberText.loss(point.loss.mean),
        half(point.loss, NumberText.loss), point.lossDeviation.map(NumberText.loss) ?? "–",
      ])
    }
    table.add([
      "weight scaling", "\(NumberText.percent(curve.weightScaling.error)) %", "", "",
      NumberText.loss(curve.weightScaling.loss),
    ])
    for line in table.lines { Terminal.result(line) }
    Terminal.result("")
    Terminal.result(curve.sentence)
  }

  /// Half an interval; none of one repeat.
  private static func half(_ estimate: Estimate, _ text: (Double) -> String) -> String {
    estimate.half.isFinite ? text(estimate.half) : "–"
  }
}
