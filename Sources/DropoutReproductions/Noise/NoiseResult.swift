import DropoutStatistics
import DropoutLab
import DropoutFigures
import DropoutTraining

/// The measured gradient noise of one network.
struct NoiseResult {
  let one: NoiseCase
  let noise: GradientNoise

  private func cells(_ policy: MaskPolicy) -> [GradientNoise.Cell] {
    noise.cells.filter { $0.policy == policy }.sorted { $0.batchSize < $1.batchSize }
  }

  var findings: [String] {
    let (single, shared) = (cells(.perExample), cells(.perBatch))
    guard let first = single.first, let last = single.last, let lastShared = shared.last,
      let firstShared = shared.first
    else { return [] }
    func factor(_ a: Estimate, _ b: Estimate) -> String {
      NumberText.fixed(a.mean / b.mean, decimals: a.mean < 10 * b.mean ? 1 : 0)
    }
    let agreeing = noise.cells.count { $0.measured.agrees(with: $0.predicted) }
    var sentences = [
      "\(one.title): from batch \(first.batchSize) to \(last.batchSize) the variance falls by a factor "
        + "of \(factor(first.measured, last.measured)) with a mask for every example "
        + "(1/M would be \(last.batchSize / first.batchSize)) and of "
        + "\(factor(firstShared.measured, lastShared.measured)) with one shared mask."
    ]
    if noise.components.common.low > 0, let turning = noise.turningBatchSize {
      sentences.append(
        "\(one.title): the floor is \(NumberText.loss(noise.components.common.mean)) "
          + "(95 % interval \(NumberText.loss(noise.components.common.low)) to "
          + "\(NumberText.loss(noise.components.common.high))); at batch \(last.batchSize) sharing is "
          + "\(factor(lastShared.measured, last.measured)) times as noisy. From batch "
          + "\(NumberText.fixed(turning, decimals: 0)) on, more of its noise stays than falls.")
    } else {
      sentences.append("\(one.title): cannot tell whether there is a floor above 0.")
    }
    sentences.append(
      "\(one.title): \(agreeing) of \(noise.cells.count) measured variances agree with the formula "
        + "within the 95 % intervals.")
    return sentences
  }

  var table: ReproductionTable {
    ReproductionTable(
      name: one.name, title: "Variance of the gradient, \(one.title)",
      labelColumns: ["batch M", "masks"],
      rows: noise.cells.map { cell in
        ReproductionTable.Row(
          labels: ["\(cell.batchSize)", "\(cell.policy)"], ours: cell.measured.mean,
          low: cell.measured.low, high: cell.measured.high,
          remark: "formula \(NumberText.loss(cell.predicted.mean))", form: .magnitude)
      })
  }

  var figure: Figure {
    func measured(_ policy: MaskPolicy) -> [Figure.Point] {
      cells(policy).map { cell in
        .init(
          Double(cell.batchSize), cell.measured.mean, low: cell.measured.low,
          high: cell.measured.high)
      }
    }
    func predicted(_ policy: MaskPolicy) -> [Figure.Point] {
      cells(policy).map { .init(Double($0.batchSize), $0.predicted.mean) }
    }
    let floor = noise.components.common
    return Figure(
      name: one.name, title: "Variance of the gradient, \(one.title)",
      subtitle: "Bars are 95 % intervals; both axes are logarithmic.",
      valueTitle: "variance", overTitle: "batch size M", placesAreLogarithmic: true,
      valuesAreLogarithmic: true,
      series: [
        .init("one mask an example", measured(.perExample)),
        .init("one shared mask", measured(.perBatch)),
        .init("formula, an example", predicted(.perExample), look: .dashedLine, colouredAs: 0),
        .init("formula, shared", predicted(.perBatch), look: .dashedLine, colouredAs: 1),
      ], references: floor.low > 0 ? [.init(floor.mean, "floor of sharing")] : [])
  }
}
