import CKernels
import DropoutTraining

/// Numbers on a 64-byte boundary for the C kernels.
///
/// Sound: it frees what it allocated, and every test keeps it alive through its calls.
@safe final class KernelBlock<Element: BitwiseCopyable> {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(_ values: [Element]) {
    count = values.count
    let capacity = max(count, 16)
    unsafe pointer = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: Element.self, capacity: capacity)
    unsafe values.withUnsafeBufferPointer {
      if let start = $0.baseAddress { unsafe pointer.update(from: start, count: $0.count) }
    }
  }

  convenience init(_ value: Element, count: Int) {
    self.init([Element](repeating: value, count: count))
  }

  deinit { unsafe pointer.deallocate() }

  var values: [Element] { unsafe Array(UnsafeBufferPointer(start: pointer, count: count)) }
  subscript(index: Int) -> Element { unsafe pointer[index] }
}

extension KernelBlock<Float> {
  var bits: [UInt32] { values.map(\.bitPattern) }
}

/// What the kernel tests share.
enum KernelSupport {
  /// Every instruction set this machine has.
  static let instructionSets: [String] = ["portable", "avx2", "avx512"].filter {
    unsafe ck_kernels_for($0) != nil
  }

  /// The kernels of an instruction set.
  static func table(_ name: String) -> ck_table {
    guard let table = unsafe ck_kernels_for(name) else { preconditionFailure(name) }
    return unsafe table.pointee
  }

  /// A prime number of pairs, normal and uniform, made once: unoptimised builds draw slowly.
  private static let pool: [(normal: Float, uniform: Double)] = {
    var random = RandomSequence(RandomKey(seed: 1))
    return (0..<10_007).map { _ in (Float(random.normal()), random.uniform()) }
  }()

  /// Normal numbers, of which about a share `density` is not zero.
  static func numbers(_ count: Int, seed: Int, density: Double = 1) -> [Float] {
    let pool = pool
    return (0..<count).map { index in
      let pair = pool[(index + 1_009 * seed) % 10_007]
      return pair.uniform < density ? pair.normal : 0
    }
  }

  /// A matrix of normal numbers whose padding is zero.
  static func matrix(
    rows: Int, columns: Int, stride: Int, seed: Int, density: Double = 1
  ) -> [Float] {
    var values = numbers(rows * stride, seed: seed, density: density)
    for index in values.indices where index % stride >= columns { values[index] = 0 }
    return values
  }

  /// Bits of `count` units, padding clear.
  static func bits(_ count: Int, seed: UInt64, density: Double) -> [UInt8] {
    var random = RandomSequence(RandomKey(seed: seed))
    var bits = [UInt8](repeating: 0, count: padded(count) / 8)
    for unit in 0..<count where random.uniform() < density { bits[unit / 8] |= 1 << (unit % 8) }
    return bits
  }

  /// The units whose bit is set.
  static func set(_ bits: [UInt8]) -> [Int] {
    (0..<8 * bits.count).filter { bits[$0 / 8] >> ($0 % 8) & 1 == 1 }
  }

  /// `width` rounded up to whole vectors.
  static func padded(_ width: Int) -> Int { (width + 15) / 16 * 16 }
}

/// Memory for the survivors of a matrix's rows and columns.
final class KernelLists {
  let rowIndex, columnIndex: KernelBlock<Int32>
  let rowValue, columnValue: KernelBlock<Float>
  let rowStart, columnStart: KernelBlock<UInt32>
  let rowLd, columnLd, blocks: Int

  init(rows: Int, columns: Int) {
    rowLd = KernelSupport.padded(columns)
    columnLd = KernelSupport.padded(rows)
    blocks = (columns + Int(CK_BLOCK) - 1) / Int(CK_BLOCK)
    let listed = blocks * Int(CK_BLOCK)
    rowIndex = KernelBlock(-1, count: rows * rowLd)
    rowValue = KernelBlock(-1, count: rows * rowLd)
    rowStart = KernelBlock(99, count: rows * (blocks + 1))
    columnIndex = KernelBlock(-1, count: listed * columnLd)
    columnValue = KernelBlock(-1, count: listed * columnLd)
    columnStart = KernelBlock(99, count: listed * 2)
  }

  var rows: ck_lists {
    unsafe ck_lists(
      index: rowIndex.pointer, value: rowValue.pointer, start: rowStart.pointer, ld: rowLd,
      blocks: blocks)
  }

  var columns: ck_lists {
    unsafe ck_lists(
      index: columnIndex.pointer, value: columnValue.pointer, start: columnStart.pointer,
      ld: columnLd, blocks: 1)
  }

  /// The lists of one block of columns.
  private func block(from column: Int) -> ck_lists {
    unsafe ck_lists(
      index: columnIndex.pointer + column * columnLd,
      value: columnValue.pointer + column * columnLd, start: columnStart.pointer + 2 * column,
      ld: columnLd, blocks: 1)
  }

  private func blocks(_ columns: Int) -> [(column: Int, count: Int)] {
    stride(from: 0, to: columns, by: Int(CK_BLOCK)).map { ($0, min(Int(CK_BLOCK), columns - $0)) }
  }

  /// Lists the columns of a matrix, block by block.
  func fillColumns(
    _ table: ck_table, _ a: KernelBlock<Float>, stride: Int, rows: Int, columns: Int,
    mask: ck_mask?
  ) {
    for (column, count) in blocks(columns) {
      let part = unsafe block(from: column)
      if var mask = unsafe mask {
        unsafe mask.bits = unsafe mask.bits.map { unsafe $0 + column / 8 }
        unsafe table.column_lists(part, a.pointer + column, stride, rows, count, &mask)
      } else {
        unsafe table.column_lists(part, a.pointer + column, stride, rows, count, nil)
      }
    }
  }

  /// A number for each entry, as a matrix.
  func spreadColumns(
    _ table: ck_table, _ sums: KernelBlock<Float>, into out: KernelBlock<Float>, stride: Int,
    rows: Int, columns: Int
  ) {
    for (column, count) in blocks(columns) {
      unsafe table.spread_columns(
        out.pointer + column, stride, block(from: column), sums.pointer + column * columnLd, rows,
        count)
    }
  }

  /// Each entry of a column: its place and its row.
  func column(_ column: Int) -> [(place: Int, row: Int)] {
    let base = column / Int(CK_BLOCK) * Int(CK_BLOCK) * columnLd
    return (columnStart[2 * column]..<columnStart[2 * column + 1]).map {
      (base + Int($0), Int(columnIndex[base + Int($0)]))
    }
  }
}
