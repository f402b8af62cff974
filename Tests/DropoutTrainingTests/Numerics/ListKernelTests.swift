import CKernels
import DropoutTraining
import Testing

/// Lists of survivors and products over them, on every instruction set.
struct ListKernelTests {
  static let instructionSets = KernelSupport.instructionSets
  static let densities = [0, 0.02, 0.1, 0.5, 1]

  /// A survivor, as a test reads it.
  private struct Entry: Hashable {
    let index: Int
    let bits: UInt32
  }

  private func survivors(_ values: [Float]) -> [Entry] {
    values.enumerated().filter { $0.element != 0 }.map {
      Entry(index: $0.offset, bits: $0.element.bitPattern)
    }
  }

  private func entries(
    _ index: KernelBlock<Int32>, _ value: KernelBlock<Float>, from start: Int, count: Int
  ) -> [Entry] {
    (start..<start + count).map { Entry(index: Int(index[$0]), bits: value[$0].bitPattern) }
  }

  @Test(arguments: instructionSets, densities)
  func rowsAreListedInRisingOrder(name: String, density: Double) {
    for (rows, columns) in [(0, 5), (1, 1), (2, 15), (3, 16), (3, 17), (5, 64), (2, 65), (7, 300)] {
      let stride = KernelSupport.padded(columns) + 16
      let a = KernelSupport.matrix(
        rows: rows, columns: columns, stride: stride, seed: 1, density: density)
      let block = KernelBlock(a)
      let lists = KernelLists(rows: rows, columns: columns)
      let total = unsafe KernelSupport.table(name).row_lists(
        lists.rows, block.pointer, stride, rows, columns)
      #expect(total == a.count { $0 != 0 }, "\(rows) × \(columns)")
      for row in 0..<rows {
        let expected = survivors(Array(a[row * stride..<row * stride + columns]))
        let got = entries(
          lists.rowIndex, lists.rowValue, from: row * lists.rowLd, count: expected.count)
        #expect(got == expected, "row \(row) of \(rows) × \(columns)")
        for start in 0...lists.blocks {
          let count = expected.count { $0.index < start * Int(CK_BLOCK) }
          #expect(lists.rowStart[row * (lists.blocks + 1) + start] == UInt32(count))
        }
      }
    }
  }

  /// Which numbers of a test's matrix its column lists hold.
  enum Members: CaseIterable { case nonzero, surviving, all }

  @Test(arguments: instructionSets, Members.allCases)
  func columnsAreListed(name: String, members: Members) {
    for (rows, columns) in [(1, 1), (15, 16), (17, 63), (16, 65), (40, 200), (130, 130)] {
      for (density, rowsPerMask) in [(0, 1), (0.1, 3), (0.5, 1), (1, 200)] {
        let stride = KernelSupport.padded(columns) + 16
        let a = KernelSupport.matrix(
          rows: rows, columns: columns, stride: stride, seed: 2, density: density)
        let maskStride = KernelSupport.padded(columns) / 8
        let bits = KernelBlock(
          (0..<rows).flatMap {
            KernelSupport.bits(columns, seed: UInt64($0), density: 0.3)
          })
        var mask: ck_mask?
        if members != .nonzero {
          unsafe mask = ck_mask(
            bits: members == .all ? nil : bits.pointer, ld: maskStride, rowsPerMask: rowsPerMask,
            scale: 1, factors: nil, factorLd: 0)
        }
        let lists = KernelLists(rows: rows, columns: columns)
        unsafe lists.fillColumns(
          KernelSupport.table(name), KernelBlock(a), stride: stride, rows: rows, columns: columns,
          mask: mask)
        func isListed(_ row: Int, _ column: Int) -> Bool {
          switch members {
          case .nonzero: a[row * stride + column] != 0
          case .surviving:
            bits[row / rowsPerMask * maskStride + column / 8] >> (column % 8) & 1 == 1
          case .all: true
          }
        }
        let sums = KernelBlock(lists.columnValue.values.map { 2 * $0 })
        let spread = KernelBlock(Float(7), count: rows * stride)
        for column in 0..<columns {
          let expected = (0..<rows).filter { isListed($0, column) }
          #expect(lists.column(column).map(\.row) == expected, "\(rows) × \(columns)")
          #expect(
            lists.column(column).map { lists.columnValue[$0.place].bitPattern }
              == expected.map { a[$0 * stride + column].bitPattern })
        }
        unsafe lists.spreadColumns(
          KernelSupport.table(name), sums, into: spread, stride: stride, rows: rows,
          columns: columns)
        let doubled: [Float] = (0..<rows * stride).map { index in
          let (row, column) = (index / stride, index % stride)
          if column >= KernelSupport.padded(columns) { return 7 }
          return column < columns && isListed(row, column) ? 2 * a[index] : 0
        }
        #expect(spread.bits == doubled.map(\.bitPattern), "\(rows) × \(columns)")
      }
    }
  }

  /// Leaving out terms whose factor is zero changes no bit.
  @Test(arguments: instructionSets, densities)
  func productsOverListsAreTheProducts(name: String, density: Double) {
    for (rows, depth) in [(1, 1), (2, 17), (3, 64), (5, 65), (4, 200), (2, 330)] {
      let stride = KernelSupport.padded(depth)
      let a = KernelBlock(
        KernelSupport.matrix(rows: rows, columns: depth, stride: stride, seed: 3, density: density))
      let lists = KernelLists(rows: rows, columns: depth)
      _ = unsafe KernelSupport.table(name).row_lists(lists.rows, a.pointer, stride, rows, depth)
      for vectors in 1...17 {
        compare(name, a, lists, shape: (rows, depth, vectors), bias: vectors % 3 != 0)
      }
    }
  }

  private func compare(
    _ name: String, _ a: KernelBlock<Float>, _ lists: KernelLists,
    shape: (rows: Int, depth: Int, vectors: Int), bias hasBias: Bool
  ) {
    let (rows, depth, vectors) = shape
    let (bStride, outStride) = (16 * vectors + 16, 16 * vectors + 32)
    let b = KernelBlock(KernelSupport.numbers(depth * bStride, seed: 4))
    let biases = KernelBlock(KernelSupport.numbers(16 * vectors, seed: 5))
    let bias = unsafe hasBias ? UnsafePointer(biases.pointer) : nil
    let expected = KernelBlock(Float(7), count: rows * outStride)
    unsafe KernelSupport.table("portable").product(
      expected.pointer, outStride, a.pointer, lists.rowLd, b.pointer, bStride, bias, rows,
      depth, 16 * vectors)
    let out = KernelBlock(Float(7), count: rows * outStride)
    unsafe KernelSupport.table(name).list_product(
      out.pointer, outStride, lists.rows, b.pointer, bStride, bias, rows, 16 * vectors)
    #expect(out.bits == expected.bits, "\(shape)")
  }
}
