import DropoutStatistics
package import DropoutTraining

/// The results on the thinned networks of a plan, as `results.json` holds them.
package struct ThinnedDocument: Encodable, Sendable {
  let plan: PlanDocument
  let visits: [ThinnedVisits]
  /// The policy that the network was trained under.
  package var policy: MaskPolicy?
  /// All thinned networks of the trained one.
  package var ensemble: ThinnedEnsemble?
  /// Averages over masked passes.
  package var monteCarlo: MonteCarloCurve?

  /// The document before training, with the thinned networks that each policy's masks visit.
  package init(plan: Plan, visits: [ThinnedVisits]) {
    self.plan = PlanDocument(plan)
    self.visits = visits
  }
}

extension ThinnedDocument {
  /// A table and sentences on the thinned networks that the masks of each policy visit.
  package static func parts(_ visits: [ThinnedVisits]) -> [Study.Part] {
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
    return [.table(table), .sentences(visits.map(\.sentence) + (remark.map { [$0] } ?? []))]
  }

  /// Tables and sentences on the trained network's thinned networks and masked passes.
  package var trainedParts: [Study.Part] {
    (ensemble.map(Self.parts) ?? []) + (monteCarlo.map(Self.parts) ?? [])
  }

  private static func parts(_ ensemble: ThinnedEnsemble) -> [Study.Part] {
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
    return [.table(means), .table(spread), .sentences(ensemble.sentences)]
  }

  private static func parts(_ curve: MonteCarloCurve) -> [Study.Part] {
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
    return [.table(table), .sentences([curve.sentence])]
  }

  /// Half the width of an interval; "–" if there was only one repeat.
  private static func half(_ estimate: Estimate, _ text: (Double) -> String) -> String {
    estimate.half.isFinite ? text(estimate.half) : "–"
  }
}

extension Study {
  /// The study of thinned networks: its pages with a figure of their errors, and `results.json`.
  package init(_ document: ThinnedDocument, plan: Plan, command: String) throws {
    self.init(
      "Thinned networks",
      parts: [.paragraph(plan.trainingDescription + ".")]
        + (document.ensemble.map {
          [
            .picture(
              Picture(
                name: "thinned-errors", title: "Errors of the thinned networks",
                drawing: ThinnedHistogramChart($0).document))
          ]
        } ?? []) + ThinnedDocument.parts(document.visits) + document.trainedParts,
      command: command, note: "`results.json` has everything. \(Engine.madeWith)",
      files: [("results.json", try JSONText.of(document) + "\n")])
  }
}
