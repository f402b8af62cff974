import DropoutTraining

/// Counts the pairs of a step and an example in which each unit is kept, and those in which the units at both
/// ends of each weight are kept.
struct WeightTally {
  private let widths: [Int]
  private let drops: [Bool]
  private let wordsPerUnit: Int
  /// Number of examples that share a row, and how many fewer the last row has.
  private let groupSize: Int
  private let missing: Int
  private let batchSize: Int
  private var pairs = 0
  /// `[layer][unit]`.
  private var unitCounts: [[Int]]
  /// `[layer][input · outputs + output]`, if both layers drop; else empty.
  private var weightCounts: [[Int]]
  private var words: [[UInt64]]

  init(_ configuration: TrainingConfiguration, rows: MaskRows, groups: [Int]) {
    widths = configuration.network.layers
    let dropping = Set(ThinnedNetworks(configuration).layers.map(\.layer))
    let drops = widths.indices.map { dropping.contains($0) }
    self.drops = drops
    wordsPerUnit = rows.wordsPerUnit
    groupSize = groups[0]
    missing = groups[0] - groups[groups.count - 1]
    batchSize = groups.reduce(0, +)
    unitCounts = widths.map { [Int](repeating: 0, count: $0) }
    words = widths.map { [UInt64](repeating: 0, count: $0 * rows.wordsPerUnit) }
    let widths = widths
    weightCounts = widths.indices.dropLast().map { layer in
      let isCounted = drops[layer] && drops[layer + 1]
      return [Int](repeating: 0, count: isCounted ? widths[layer] * widths[layer + 1] : 0)
    }
  }

  /// Number of words that ``add(_:steps:)`` goes through.
  var wordsPerDraw: Int {
    wordsPerUnit * (weightCounts.reduce(0) { $0 + $1.count } + widths.reduce(0, +))
  }

  /// Counts a draw that `steps` steps use.
  mutating func add(_ rows: MaskRows, steps: Int) {
    pairs += batchSize * steps
    let last = rows.count - 1
    let (lastWord, lastBit) = (last / 64, UInt64(1) << UInt64(last % 64))
    for layer in widths.indices where drops[layer] {
      rows.rows(layer: layer, into: &words[layer])
      for unit in 0..<widths[layer] {
        let start = unit * wordsPerUnit
        var survivors = 0
        for word in 0..<wordsPerUnit { survivors += words[layer][start + word].nonzeroBitCount }
        let short = words[layer][start + lastWord] & lastBit == 0 ? 0 : missing
        unitCounts[layer][unit] += steps * (groupSize * survivors - short)
      }
    }
    for layer in weightCounts.indices where !weightCounts[layer].isEmpty {
      let (inputs, outputs, width) = (words[layer], words[layer + 1], wordsPerUnit)
      for input in 0..<widths[layer] {
        for output in 0..<widths[layer + 1] {
          var survivors = 0
          for word in 0..<width {
            survivors +=
              (inputs[input * width + word] & outputs[output * width + word]).nonzeroBitCount
          }
          let both = inputs[input * width + lastWord] & outputs[output * width + lastWord]
          let short = both & lastBit == 0 ? 0 : missing
          weightCounts[layer][input * widths[layer + 1] + output] +=
            steps * (groupSize * survivors - short)
        }
      }
    }
  }

  private func shares(_ counts: [Int]) -> [Double] {
    counts.map { Double($0) / Double(max(pairs, 1)) }
  }

  /// One entry per layer that drops.
  var units: [ThinnedVisits.Shares] {
    widths.indices.filter { drops[$0] }.map {
      ThinnedVisits.Shares(layer: $0, shares(unitCounts[$0]))
    }
  }

  /// One entry per weight layer, from 1.
  var weights: [ThinnedVisits.Shares] {
    weightCounts.indices.map { layer in
      let (inputs, outputs) = (widths[layer], widths[layer + 1])
      let counts: [Int]
      switch (drops[layer], drops[layer + 1]) {
      case (true, true): counts = weightCounts[layer]
      case (true, false):
        counts = unitCounts[layer].flatMap { [Int](repeating: $0, count: outputs) }
      case (false, true): counts = (0..<inputs).flatMap { _ in unitCounts[layer + 1] }
      case (false, false): counts = [Int](repeating: pairs, count: inputs * outputs)
      }
      return ThinnedVisits.Shares(layer: layer + 1, shares(counts))
    }
  }
}
