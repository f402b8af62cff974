import CKernels
import DropoutTraining
import Testing

/// What lies in the padding of a kernel's operands changes no bit, and the padding of what it writes is
/// zero.
struct PaddingTests {
  static let instructionSets = KernelSupport.instructionSets
  static let widths = [1, 15, 16, 17, 33, 257]
  private static let fills: [Float] = [0, 0.5, .nan]

  /// What a kernel wrote when padding held `padding`.
  private typealias Run = (_ table: ck_table, _ padding: Float) -> [PaddedOperand]

  private func check(_ name: String, _ what: String, _ run: Run) {
    let expected = unsafe run(KernelSupport.table("portable"), 0).map(\.bits)
    for padding in Self.fills {
      let got = unsafe run(KernelSupport.table(name), padding)
      #expect(got.map(\.bits) == expected, "\(what), padding \(padding)")
      #expect(got.allSatisfy { $0.isClean }, "\(what) leaves padding, given \(padding)")
    }
  }

  /// Bits of rows of units; those of padding are set where it is not zero.
  private func maskBits(_ rows: Int, _ units: Int, padding: Float) -> KernelBlock<UInt8> {
    KernelBlock(
      (0..<rows).flatMap { row in
        var bits = KernelSupport.bits(units, seed: UInt64(row), density: 0.6)
        for unit in units..<8 * bits.count where padding != 0 { bits[unit / 8] |= 1 << (unit % 8) }
        return bits
      })
  }

  @Test(arguments: instructionSets, widths)
  func productsHold(name: String, width: Int) {
    for depth in [1, 17, 70] {
      unsafe check(name, "product \(depth) × \(width)") { table, padding in
        let a = PaddedOperand(5, depth, seed: 1, density: 0.4, padding: padding)
        let b = PaddedOperand(depth, width, seed: 2, padding: padding)
        let bias = PaddedOperand(1, width, seed: 3, padding: padding)
        let dense = PaddedOperand(5, width, seed: 4, padding: padding)
        let sparse = PaddedOperand(5, width, seed: 4, padding: padding)
        let sums = PaddedOperand(1, width, seed: 4, padding: padding)
        let lists = KernelLists(rows: 5, columns: depth)
        unsafe table.product(
          dense.pointer, dense.stride, a.pointer, a.stride, b.pointer, b.stride, bias.pointer, 5,
          depth, width)
        let count = unsafe table.row_lists(lists.rows, a.pointer, a.stride, 5, depth)
        unsafe table.list_product(
          sparse.pointer, sparse.stride, lists.rows, b.pointer, b.stride, bias.pointer, 5, width)
        unsafe table.column_sums(sums.pointer, b.pointer, b.stride, depth, width)
        #expect(count <= 5 * depth)
        #expect(dense.bits == sparse.bits)
        return [dense, sparse, sums]
      }
    }
  }

  @Test(arguments: instructionSets, widths)
  func rearrangementsHold(name: String, width: Int) {
    unsafe check(name, "rearrangement of \(width)") { table, padding in
      let a = PaddedOperand(19, width, seed: 1, density: 0.5, padding: padding)
      let turned = PaddedOperand(width, 19, seed: 2, padding: padding)
      unsafe table.transpose(turned.pointer, turned.stride, a.pointer, a.stride, 19, width)
      let bits = maskBits(1, width, padding: padding)
      let kept = (0..<width).count { bits[$0 / 8] >> ($0 % 8) & 1 == 1 }
      let room = PaddedOperand(19, width, seed: 3, padding: padding)
      unsafe table.compact(
        room.pointer, room.stride, a.pointer, a.stride, nil, 19, bits.pointer, width)
      for row in 0..<19 {
        for column in kept..<KernelSupport.padded(kept) {
          #expect(room[row, column].bitPattern == 0, "\(kept) of \(width)")
          // What the next kernel gets.
          if padding != 0 { room[row, column] = padding }
        }
      }
      let spread = PaddedOperand(19, width, seed: 4, padding: padding)
      unsafe table.expand(
        spread.pointer, spread.stride, room.pointer, room.stride, 19, bits.pointer, width)
      let lists = KernelLists(rows: 19, columns: width)
      let block = KernelBlock((0..<19 * a.stride).map { unsafe a.pointer[$0] })
      unsafe lists.fillColumns(
        table, block, stride: a.stride, rows: 19, columns: width, mask: nil)
      #expect(
        (0..<width).allSatisfy { column in
          lists.column(column).map(\.row) == (0..<19).filter { a[$0, column] != 0 }
        })
      return [turned, spread]
    }
  }

  @Test(arguments: instructionSets, widths)
  func activationsHold(name: String, width: Int) {
    for activation in Int32(0)...3 {
      for noise in ["none", "bernoulli", "gaussian"] {
        unsafe check(name, "activation \(activation), \(noise), \(width)") { table, padding in
          let z = PaddedOperand(5, width, seed: 1, padding: padding)
          let (a, h) = (z, PaddedOperand(5, width, seed: 2, padding: padding))
          let dh = PaddedOperand(5, width, seed: 3, padding: padding)
          let dz = PaddedOperand(5, width, seed: 4, padding: padding)
          let bits = maskBits(3, width, padding: padding)
          let factors = PaddedOperand(3, width, seed: 5, padding: padding)
          var mask = unsafe ck_mask(
            bits: nil, ld: KernelSupport.padded(width) / 8, rowsPerMask: 2, scale: 1.25,
            factors: nil, factorLd: factors.stride)
          if noise == "bernoulli" { unsafe mask.bits = UnsafePointer(bits.pointer) }
          if noise == "gaussian" { unsafe mask.factors = UnsafePointer(factors.pointer) }
          unsafe table.activate(
            activation, z.pointer, a.pointer, h.pointer, z.stride, 5, width, mask)
          let saved = (0..<5).map { a[$0, 0] }
          unsafe table.activate_backward(
            activation, dh.pointer, a.pointer, dz.pointer, z.stride, 5, width, mask)
          #expect((0..<5).allSatisfy { a[$0, 0].bitPattern == saved[$0].bitPattern })
          return [a, h, dz]
        }
      }
    }
  }

  @Test(arguments: instructionSets, widths)
  func lossesHold(name: String, width: Int) {
    let labels = (0..<5).map { Int32($0 % max(width, 2)) }
    for loss: Int32 in width == 1 ? [1, 2] : [0, 2] {
      unsafe check(name, "loss \(loss), \(width)") { table, padding in
        let z = PaddedOperand(5, width, seed: 1, padding: padding)
        let dz = PaddedOperand(5, width, seed: 2, padding: padding)
        let losses = PaddedOperand(5, 1, seed: 3, padding: 0)
        var values = [Float](repeating: 0, count: 5)
        unsafe table.loss_gradient(loss, z.pointer, dz.pointer, z.stride, labels, 5, width, 0.25)
        unsafe table.loss(loss, z.pointer, z.stride, labels, 5, width, &values)
        for row in 0..<5 { losses[row, 0] = values[row] }
        return [dz, losses]
      }
    }
  }

  private static let rules = [CK_SGD, CK_MOMENTUM, CK_NESTEROV, CK_ADAM, CK_STORE].map {
    Int32($0.rawValue)
  }

  private func update(_ rule: Int32) -> ck_update {
    ck_update(
      rule: rule, rate: 0.1, decay: 0.01, momentum: 0.9, beta1: 0.9, beta2: 0.999, gain1: 0.1,
      gain2: 0.001, firstScale: 2, secondScale: 3, epsilon: 0, maxNorm: 1.5)
  }

  /// A layer's step in every form. Adam's epsilon is 0: in padding it would divide 0 by 0.
  @Test(arguments: instructionSets, widths)
  func stepsHold(name: String, width: Int) {
    let inputs = 65
    for rule in Self.rules {
      for form in ["tiles", "lists", "lists and sums", "compacted", "update"] {
        unsafe check(name, "rule \(rule), \(form), \(width)") { table, padding in
          let a = PaddedOperand(9, inputs, seed: 1, density: 0.5, padding: padding)
          let gradient = PaddedOperand(9, width, seed: 2, padding: padding)
          let compact = PaddedOperand(inputs, width, seed: 2, padding: padding)
          let p = PaddedOperand(inputs, width, seed: 3, padding: padding)
          let m = PaddedOperand(inputs, width, seed: 4, padding: padding)
          let v = PaddedOperand(inputs, width, seed: 5, padding: padding).mapped(abs)
          let stored = PaddedOperand(inputs, width, seed: 6, padding: padding)
          let squares = PaddedOperand(2, width, seed: 7, padding: padding)
          let sums = KernelBlock(Float(7), count: 128 * 16)
          let lists = KernelLists(rows: 9, columns: inputs)
          let block = KernelBlock((0..<9 * a.stride).map { unsafe a.pointer[$0] })
          unsafe lists.fillColumns(
            table, block, stride: a.stride, rows: 9, columns: inputs, mask: nil)
          var step = update(rule)
          var layer = unsafe ck_weights(
            weights: p.pointer, m: m.pointer, v: v.pointer, stored: stored.pointer,
            squares: squares.pointer, ld: p.stride, outputs: width, first: 0, a: a.pointer,
            aLd: a.stride, batch: 9, columns: ck_lists(), gradient: gradient.pointer,
            gradientLd: gradient.stride, sums: nil)
          if form.hasPrefix("lists") { unsafe layer.columns = lists.columns }
          if form.hasSuffix("sums") { unsafe layer.sums = sums.pointer }
          switch form {
          case "compacted":
            unsafe layer.gradient = UnsafePointer(compact.pointer)
            let rows = KernelSupport.bits(inputs, seed: 1, density: 0.5)
            let bits = maskBits(1, width, padding: padding)
            unsafe table.step_compacted(layer, inputs, 0, inputs + 1, rows, bits.pointer, &step)
          case "update":
            guard rule != Int32(CK_STORE.rawValue) else { return [] }
            unsafe table.update(
              p.pointer, compact.pointer, m.pointer, v.pointer, p.stride, inputs, width, &step)
          default: unsafe table.step_weights(layer, 0, inputs, &step)
          }
          let got = PaddedOperand(inputs * 9, 1, seed: 1, padding: 0).mapped { _ in 0 }
          for input in 0..<inputs where form.hasSuffix("sums") {
            for (place, row) in lists.column(input) { got[input * 9 + row, 0] = sums[place] }
          }
          if rule == Int32(CK_STORE.rawValue) { return [stored, got] }
          if form == "compacted" || form == "update" {
            unsafe table.square_sums(squares.pointer, p.pointer, p.stride, inputs, width)
          }
          unsafe table.limit_norms(p.pointer, p.stride, inputs, width, squares.pointer, 1.5)
          let usesFirst = rule != Int32(CK_SGD.rawValue)
          let usesSecond = rule == Int32(CK_ADAM.rawValue)
          return [p, squares, got] + (usesFirst ? [m] : []) + (usesSecond ? [v] : [])
        }
      }
    }
  }

  @Test(arguments: instructionSets, widths)
  func sumsOverGradientsHold(name: String, width: Int) {
    unsafe check(name, "sums over \(width)") { table, padding in
      let a = PaddedOperand(3, width, seed: 1, padding: padding)
      let b = PaddedOperand(3, width, seed: 2, padding: padding)
      let sums = PaddedOperand(1, 2, seed: 3, padding: 0)
      sums[0, 0] = unsafe Float(table.dot(a.pointer, b.pointer, a.stride, 3, width))
      sums[0, 1] = unsafe Float(
        table.squared_distance(a.pointer, b.pointer, a.stride, 3, width))
      unsafe table.add_scaled(a.pointer, b.pointer, 0.75, a.stride, 3, width)
      return [a, sums]
    }
  }
}
