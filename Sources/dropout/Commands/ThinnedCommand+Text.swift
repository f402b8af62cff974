import DropoutStatistics
import DropoutLab
import DropoutTraining

/// The tables and sentences of `dropout thinned`.
extension ThinnedCommand {
  static func lines(_ visits: [ThinnedVisits]) -> [String] {
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
    let remark = ThinnedVisits.remark(units: visits.first?.droppableUnits ?? 0)
    return table.lines + [""] + visits.map(\.sentence) + (remark.map { [$0] } ?? [])
  }

  static func lines(_ document: Document) -> [String] {
    (document.ensemble.map { [""] + lines($0) } ?? [])
      + (document.monteCarlo.map { [""] + lines($0) } ?? [])
  }

  private static func lines(_ ensemble: ThinnedEnsemble) -> [String] {
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
    return means.lines + [""] + spread.lines + [""] + ensemble.sentences
  }

  private static func lines(_ curve: MonteCarloCurve) -> [String] {
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
    return table.lines + ["", curve.sentence]
  }

  /// Half an interval; none of one repeat.
  private static func half(_ estimate: Estimate, _ text: (Double) -> String) -> String {
    estimate.half.isFinite ? text(estimate.half) : "–"
  }
}
