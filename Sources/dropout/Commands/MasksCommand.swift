import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout masks`: shows the masks that a run would use.
struct MasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "masks",
    abstract: "Show which units a run would drop: rows are units, columns are examples.")

  @Option(help: "Mask policy, as in per-example or frozen/per-batch.")
  var policy = "per-example"

  @Option(help: "Probability that a unit is kept.")
  var keep = 0.5

  @Option(
    help: """
      How the drop rate changes over the steps: \
      \(DropoutSchedule.Kind.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var schedule = DropoutSchedule.Kind.constant.rawValue

  @Option(
    help:
      "Length of the schedule in steps (default: half of --steps for early and late, else --steps)."
  )
  var scheduleSteps: Int?

  @Option(help: "Units of the layer.")
  var units = 8

  @Option(help: "Examples per batch.")
  var batch = 16

  @Option(help: "Steps to show, from the first.")
  var steps = 3

  @Option(help: "Seed of the run.")
  var seed: UInt64 = 1

  @Option(help: "Layer: 0 is the input, 1 the first hidden layer.")
  var layer = 1

  @Option(
    help: """
      Training examples, at least one batch (default: one batch, so that an epoch is a step); \
      matters to per-epoch/ policies only.
      """)
  var examples: Int?

  @Option(
    help: ArgumentHelp("Write the masks as array mask, steps × batch × units.", valueName: "file"))
  var npz: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard MaskPolicy(policy) != nil else {
      throw ValidationError("--policy \(policy): use \(MaskPolicy.allowedForms(insteadOf: policy))")
    }
    guard KeepProbability.isRealisable(keep) else {
      throw ValidationError("--keep \(keep): use \(KeepProbability.allowedForms)")
    }
    guard DropoutSchedule.Kind(rawValue: schedule) != nil else {
      let kinds = DropoutSchedule.Kind.allCases.map(\.rawValue)
      throw ValidationError(
        "--schedule \(schedule): use \(Suggestion.list(kinds, insteadOf: schedule))")
    }
    try check("--schedule-steps", scheduleSteps, in: 1...1_000_000_000)
    try check("--units", units, in: 1...1_000_000)
    try check("--batch", batch, in: 1...1_000_000)
    try check("--steps", steps, in: 1...1_000_000)
    try check("--layer", layer, in: 0...1_000)
    try check("--examples", examples, in: batch...1_000_000_000)
    guard units * batch <= 1_000_000_000 / steps else {
      throw ValidationError("\(steps) steps of \(batch) × \(units) are over 1,000 million elements")
    }
  }

  func run() throws {
    guard let policy = MaskPolicy(policy), let kind = DropoutSchedule.Kind(rawValue: schedule)
    else { return }
    let masks = MaskFormula(policy: policy, seed: seed)
    let isSwitched = kind == .early || kind == .late
    let changes = DropoutSchedule(
      kind, steps: scheduleSteps ?? (isSwitched ? (steps + 1) / 2 : steps))
    let keeps = (0..<steps).map { changes.keep(keep, step: $0) }
    let all = keeps.enumerated().map { step, probability in
      masks.matrix(
        layer: layer, keep: probability, batchSize: batch, units: units, step: step,
        epoch: step * batch / (examples ?? batch))
    }
    if let npz {
      try NPZFile.write(
        [("mask", NumericArray(shape: [steps, batch, units], all.flatMap { $0 }))], to: npz)
      output.say("wrote \(npz): mask, \(steps) × \(batch) × \(units)")
    }
    if output.json {
      try JSONOutput.print(
        Document(
          policy: policy, keep: keep, realisedKeep: KeepProbability(keep).realised,
          stepKeeps: changes.isConstant ? nil : keeps.map(\.realised), layer: layer, seed: seed,
          masks: all.map { matrix in
            (0..<batch).map { Array(matrix[$0 * units..<($0 + 1) * units]) }
          }))
    } else if npz == nil {
      printArt(all, policy: policy, keeps: keeps, schedule: changes)
    }
  }

  /// How often masks under this policy drop no unit at all.
  private func emptyOdds(_ policy: MaskPolicy, _ probability: KeepProbability) -> String {
    EmptyMask.odds(
      EmptyMask.chance([(probability, units)], policy: policy, batchSize: batch), policy: policy)
  }

  private struct Document: Encodable {
    let policy: MaskPolicy
    let keep: Double
    let realisedKeep: Double
    /// The realised keep probability of each step, if a schedule changes it.
    let stepKeeps: [Double]?
    let layer: Int
    let seed: UInt64
    /// `[step][example][unit]`.
    let masks: [[[UInt8]]]
  }

  private func printArt(
    _ all: [[UInt8]], policy: MaskPolicy, keeps: [KeepProbability], schedule: DropoutSchedule
  ) {
    Terminal.result(
      "D\(layer) under \(policy), keep \(keep) (\(KeepProbability(keep).threshold) of 65536): rows are "
        + "units, columns are examples; █ kept, · dropped"
        + (schedule.words.map { "; \($0)" } ?? ""))
    for (step, matrix) in all.enumerated() {
      let kept = matrix.reduce(0) { $0 + Int($1) }
      let probability = keeps[step]
      let isEmpty = kept == matrix.count && policy.drops(at: probability)
      let keep =
        schedule.isConstant ? "" : ", keep \(NumberText.fixed(probability.realised, decimals: 4))"
      Terminal.result("")
      Terminal.result(
        "step \(step)\(keep): \(NumberText.percent(Double(kept) / Double(matrix.count))) % kept"
          + (isEmpty ? ": drops nothing, by chance, \(emptyOdds(policy, probability))" : ""))
      for unit in 0..<units {
        Terminal.verbatim((0..<batch).map { matrix[$0 * units + unit] == 1 ? "█" : "·" }.joined())
      }
    }
  }
}
