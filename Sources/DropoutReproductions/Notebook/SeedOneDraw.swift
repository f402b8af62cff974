import DropoutStatistics
import DropoutTraining

/// NumPy's first 23 uniform numbers after `seed(1)`: the notebook's column mask.
struct SeedOneDraw {
  let uniforms: [Double]

  init() {
    var generator = MersenneTwister(seed: 1)
    uniforms = (0..<23).map { _ in generator.randomSample() }
  }

  private func off(_ range: Range<Int>, keep: Double) -> Int {
    uniforms[range].count { $0 >= keep }
  }

  var table: ReproductionTable {
    func row(_ label: String, _ value: Double) -> ReproductionTable.Row {
      ReproductionTable.Row(
        labels: [label], ours: value,
        remark: [0.9, 0.91].map {
          "\(value < $0 ? "kept" : "off") at \(NumberText.fixed($0, decimals: 2))"
        }.joined(separator: ", "), form: .decimals(8))
    }
    return ReproductionTable(
      name: "draw", title: "NumPy's numbers after seed(1), as a column mask takes them",
      labelColumns: ["number"],
      rows: [row("largest of the 20 for layer 1", uniforms[..<20].max() ?? 0)]
        + (20..<23).map { row("unit \($0 - 19) of layer 2", uniforms[$0]) })
  }

  var findings: [String] {
    let keep = 0.91
    return [
      "The template sets seed 1 inside every forward pass, so every step has the same mask. As a "
        + "column at keep .91 it switches off \(off(0..<20, keep: keep)) of the 20 units of layer 1 "
        + "and \(off(20..<23, keep: keep)) of the 3 of layer 2, for ever: that is no dropout but a "
        + "smaller network, whose lost unit returns, untrained, at test time.",
      "As a matrix the same seed gives every training example a thinned network of its own, for ever. "
        + "Neither says what dropout does.",
    ]
  }
}
