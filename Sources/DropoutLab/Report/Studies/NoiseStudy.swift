import DropoutStatistics
package import DropoutTraining

/// The noise of gradients at some moments of a training, as `results.json` holds it.
package struct NoiseDocument: Encodable, Sendable {
  let plan: PlanDocument
  let moments: [Moment]

  /// The measurement at one moment.
  package struct Moment: Encodable, Sendable {
    /// The number of steps before the moment.
    package let step: Int
    /// The measured noise.
    package let noise: GradientNoise
    /// The keep probabilities of the masks, the input's first, if a schedule changes them.
    package let keepProbabilities: [Double]?
    /// What the measurement means, in sentences.
    package let sentences: [String]

    /// The measurement after some steps of a training.
    package init(step: Int, noise: GradientNoise, training: TrainingConfiguration) {
      self.step = step
      self.noise = noise
      keepProbabilities =
        training.dropoutSchedule.isConstant
        ? nil : training.constantDropout(step: step).keepProbabilities
      let dropsNothing = keepProbabilities?.allSatisfy { $0 == 1 } ?? false
      sentences =
        dropsNothing
        ? [
          "Nothing is dropped at this moment: all of the variance comes from the examples, and sharing masks "
            + "changes nothing."
        ] : noise.sentences
    }
  }

  /// The measurements in a plan's training.
  package init(plan: Plan, moments: [Moment]) {
    self.plan = PlanDocument(plan)
    self.moments = moments
  }
}

extension NoiseDocument.Moment {
  /// The moment in words, with the keep probabilities if a schedule changes them.
  package var title: String {
    let keeps = keepProbabilities.map { keeps in
      ", keep " + keeps.map { NumberText.fixed($0, decimals: 4) }.joined(separator: ", ")
    }
    return "after \(NumberText.counted(step, "step"))\(keeps ?? "")"
  }

  /// One row per batch size and policy.
  package var table: TextTable {
    var table = TextTable([
      "batch", "sharing", "masks", "variance", "± ", "formula", "± ", "× per-example",
      "direction variance", "direction error",
    ])
    for cell in noise.cells {
      let single = noise.cells.first {
        $0.batchSize == cell.batchSize && $0.policy == .perExample
      }
      table.add([
        "\(cell.batchSize)", "\(cell.policy)", "\(cell.masks)",
        NumberText.loss(cell.measured.mean), NumberText.loss(cell.measured.half),
        NumberText.loss(cell.predicted.mean), NumberText.loss(cell.predicted.half),
        NumberText.fixed(cell.measured.mean / (single?.measured.mean ?? .nan), decimals: 2),
        NumberText.fixed(cell.directionVariance.mean, decimals: 3),
        NumberText.fixed(cell.directionError.mean, decimals: 3),
      ])
    }
    return table
  }
}

extension GradientNoise {
  /// The parts of one example's variance, with their exact values if they are known.
  package var partsLine: String {
    func text(_ name: String, _ estimate: Estimate, _ exact: Double?) -> String {
      "\(name) \(NumberText.loss(estimate.mean)) ± \(NumberText.loss(estimate.half))"
        + (exact.map { " (exactly \(NumberText.loss($0)))" } ?? "")
    }
    let (parts, exact) = (components, self.exact)
    return [
      text("σx²", parts.example, exact?.example), text("σd²", parts.mask, exact?.mask),
      text("τ²", parts.common, exact?.common),
    ].joined(separator: ", ")
  }
}

extension Study {
  /// The study of gradient noise: its pages, with figures and a table for each moment, and `results.json`.
  package init(_ document: NoiseDocument, plan: Plan, command: String) throws {
    self.init(
      "The noise of gradients",
      parts: [.paragraph(plan.trainingDescription + ".")]
        + document.moments.flatMap { moment -> [Part] in
          [
            .heading(moment.title.prefix(1).uppercased() + moment.title.dropFirst()),
            .paragraph(moment.noise.partsLine), .sentences(moment.sentences),
          ] + moment.noise.figures(step: moment.step).map { .picture(Picture($0)) }
            + [.table(moment.table)]
        },
      command: command,
      note: "`results.json` has everything, also by layer. \(Engine.madeWith)",
      files: [("results.json", try JSONText.of(document) + "\n")])
  }
}
