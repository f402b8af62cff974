/// Runs thinned networks on a chunk of examples, on one thread. Matrices are units × examples.
final class ThinnedWorker {
  private let layout: ThinnedLayout
  /// Views of the network's parameters; the caller keeps their memory alive.
  private let weights: [Matrix]
  private let biases: [Matrix]
  /// Per layer, its masked activations.
  private let outputs: [OwnedMatrix]
  private let activated: OwnedMatrix
  /// Per layer, mask words of its units.
  private let words: [Words]
  /// The sums that the tabulated units contribute to the layer above, for each of their masks.
  private let partial: OwnedMatrix
  private let base: OwnedMatrix
  private let zeros: OwnedMatrix
  private let single: Kernels.ThinnedMemory
  private let memory: Kernels.ThinnedMemory

  /// A class only because arrays cannot hold noncopyable values.
  private final class Words {
    let value: AlignedBuffer<UInt16>
    init(units: Int) {
      value = AlignedBuffer(count: units * rowStride(ThinnedLayout.chunk) / 16)
      for index in 0..<value.count { value[index] = .max }
    }

    /// The words of all units.
    var view: LaneWords {
      let stride = rowStride(ThinnedLayout.chunk) / 16
      return LaneWords(value, units: value.count / stride, stride: stride)
    }

    /// Keeps or drops a unit for every example.
    func set(_ unit: Int, isKept: Bool) {
      let width = rowStride(ThinnedLayout.chunk) / 16
      for index in unit * width..<(unit + 1) * width { value[index] = isKept ? .max : 0 }
    }
  }

  /// Memory for a network whose parameters outlive this.
  init(_ layout: ThinnedLayout, weights: [Matrix], biases: [Matrix]) {
    self.layout = layout
    self.weights = weights
    self.biases = biases
    let widths = layout.configuration.network.layers
    func room(_ rows: Int) -> OwnedMatrix {
      OwnedMatrix(rows: rows, columns: ThinnedLayout.chunk)
    }
    outputs = widths.map(room)
    activated = room(widths.max() ?? 1)
    words = widths.map { Words(units: $0) }
    let above = widths[layout.highest + 1]
    partial = room(above << layout.tabulatedUnits)
    base = room(above)
    zeros = room(layout.outputs)
    let stride = rowStride(ThinnedLayout.chunk)
    single = Kernels.ThinnedMemory(networks: 1, classes: layout.outputs, stride: stride)
    let tabulated = 1 << layout.tabulatedUnits
    memory = Kernels.ThinnedMemory(networks: tabulated, classes: layout.outputs, stride: stride)
    let unitCount = layout.networks.unitCount
    for mask in 0..<tabulated {
      memory.weights[mask] = Float(
        layout.networks.probability(
          of: mask, units: unitCount - layout.tabulatedUnits..<unitCount))
    }
  }

  // MARK: Passes

  /// Computes layer `layer` + 1 under its mask from layer `layer`.
  private func forward(from layer: Int, scale: Float, input: Matrix) {
    let isLast = layer == weights.count - 1
    Kernels.narrowForward(
      layout.configuration.network.activation, input, weights: weights[layer], bias: biases[layer],
      activated: activated.view, mask: isLast ? nil : words[layer + 1].view,
      scale: isLast ? 1 : scale, into: outputs[layer + 1].view)
  }

  /// The activations of the lowest layer that drops, before its mask.
  func ground(_ input: Matrix) -> Matrix {
    var below = input
    for layer in 0..<layout.lowest {
      forward(from: layer, scale: 1, input: below)
      below = outputs[layer + 1].view
    }
    return below
  }

  /// Computes the highest dropping layer under one mask of the lower layers, with all its own units kept and
  /// scaled, and tabulates the contributions of its last units.
  private func prepare(lower: Int, ground: Matrix) {
    for layer in layout.lowest..<layout.highest {
      guard let first = layout.firstUnit(layer: layer) else { continue }
      for unit in 0..<outputs[layer].view.rows {
        words[layer].set(unit, isKept: lower >> (first + unit) & 1 == 1)
      }
    }
    func scale(_ layer: Int) -> Float {
      layout.firstUnit(layer: layer) == nil ? 1 : layout.configuration.survivorScale(layer: layer)
    }
    Kernels.applyLanes(
      ground, words: words[layout.lowest].view, scale: scale(layout.lowest),
      into: outputs[layout.lowest].view)
    for layer in layout.lowest..<layout.highest {
      forward(from: layer, scale: scale(layer + 1), input: outputs[layer].view)
    }
    let above = base.view.rows
    for mask in 1..<1 << layout.tabulatedUnits {
      let bit = Int.bitWidth - 1 - mask.leadingZeroBitCount
      let rest = mask ^ 1 << bit
      for row in 0..<above {
        partial.view.copyRow(mask * above + row, from: partial.view, row: rest * above + row)
      }
      add(unit: layout.summedUnits + bit, to: partial.view, from: mask * above)
    }
  }

  /// Adds the contribution of a unit of the highest dropping layer to the sums of the layer above.
  private func add(unit: Int, to sums: Matrix, from row: Int) {
    let (above, units) = (weights[layout.highest], outputs[layout.highest].view)
    for output in 0..<above.columns {
      Kernels.addScaled(
        units, row: unit, factor: above[unit, output], to: sums, row: row + output)
    }
  }

  // MARK: Networks

  /// Runs the networks of a block on a chunk of examples and adds to `sums` and `results`.
  func run(
    block: Int, ground: Matrix, labels: borrowing AlignedBuffer<Int32>, points: Int,
    sums: borrowing AlignedBuffer<Double>, results: ThinnedResults
  ) {
    let common = layout.lowerUnits + layout.summedUnits
    var prepared = -1
    for item in layout.items(block: block) {
      // The lower layers' mask is in the high bits, so that each is prepared once.
      let lower = item >> layout.summedUnits
      let summed = item & (1 << layout.summedUnits - 1)
      if lower != prepared { prepare(lower: lower, ground: ground) }
      prepared = lower
      base.view.fillRows(from: biases[layout.highest])
      for unit in 0..<layout.summedUnits where summed >> unit & 1 == 1 {
        add(unit: unit, to: base.view, from: 0)
      }
      let number = lower | summed << layout.lowerUnits
      let chance = layout.networks.probability(of: number, units: 0..<common)
      if layout.endsInLogits {
        Kernels.thinned(
          layout.configuration.network.loss, common: base.view, own: partial.view, labels: labels,
          points: points, factor: chance, sums: sums, memory)
        for mask in 0..<1 << layout.tabulatedUnits {
          results.add(memory, at: mask, to: number | mask << common)
        }
      } else {
        for mask in 0..<1 << layout.tabulatedUnits {
          finish(mask)
          single.weights[0] = memory.weights[mask]
          Kernels.thinned(
            layout.configuration.network.loss, common: outputs[outputs.count - 1].view,
            own: zeros.view, labels: labels, points: points, factor: chance, sums: sums, single)
          results.add(single, at: 0, to: number | mask << common)
        }
      }
    }
  }

  /// Computes the logits of one tabulated mask if there are layers above the highest one that drops.
  private func finish(_ mask: Int) {
    let above = outputs[layout.highest + 1].view
    for row in 0..<above.rows {
      above.copyRow(row, from: base.view, row: row)
      Kernels.addScaled(
        partial.view, row: mask * above.rows + row, factor: 1, to: above, row: row)
    }
    Kernels.activate(
      layout.configuration.network.activation, above, into: above, masked: above, mask: .all())
    for layer in layout.highest + 1..<weights.count {
      forward(from: layer, scale: 1, input: outputs[layer].view)
    }
  }
}

/// The loss and the number of wrong examples of every network; threads write to different networks.
final class ThinnedResults {
  let losses: AlignedBuffer<Double>
  let wrong: AlignedBuffer<UInt32>

  init(networks: Int) {
    losses = AlignedBuffer(count: networks)
    wrong = AlignedBuffer(count: networks)
  }

  /// Adds a network's outcome on a chunk of examples.
  func add(_ memory: Kernels.ThinnedMemory, at index: Int, to network: Int) {
    losses[network] += Double(memory.losses[index])
    wrong[network] += memory.wrong[index]
  }
}
