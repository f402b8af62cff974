private import Foundation

/// Lists the nonzero numbers of a matrix, row by row.
///
/// Products over lists leave out the terms whose factor is zero; every sum keeps its order, so no bit changes
/// as long as the other factor is finite. Memory is allocated once.
@safe final class RowLists {
  private let index: AlignedBuffer<Int32>
  private let value: AlignedBuffer<Float>
  private let start: AlignedBuffer<UInt32>
  private let capacity: Int
  private let largestBlocks: Int
  private let counts: AlignedBuffer<Int>

  /// From this share of nonzero numbers on, computing every term is as fast.
  static let worthwhileDensity = 0.6

  /// Room for matrices of up to `rows` × `columns`.
  init(rows: Int, columns: Int) {
    capacity = padded(columns)
    largestBlocks = (columns + Kernels.listBlock - 1) / Kernels.listBlock
    index = AlignedBuffer(count: rows * capacity)
    value = AlignedBuffer(count: rows * capacity)
    start = AlignedBuffer(count: rows * (largestBlocks + 1))
    counts = AlignedBuffer(count: rows)
  }

  /// The lists of rows from `rows.lowerBound` on.
  func lists(from rows: Range<Int>, columns: Int) -> NumberLists {
    let blocks = (columns + Kernels.listBlock - 1) / Kernels.listBlock
    precondition(
      blocks <= largestBlocks && rows.upperBound * capacity <= index.count,
      "\(rows) × \(columns) beyond the lists")
    let first = rows.lowerBound
    return unsafe NumberLists(
      index: index.pointer(at: first * capacity), value: value.pointer(at: first * capacity),
      start: start.pointer(at: first * (blocks + 1)), sums: nil, stride: capacity, blocks: blocks)
  }

  /// Lists the nonzero numbers of every row.
  ///
  /// - Returns: The share of nonzero numbers.
  func fill(_ a: Matrix, team: WorkTeam) -> Double {
    team.split(a.rows) { rows in
      self.counts[rows.lowerBound] = Kernels.listRows(
        of: a.rows(rows.lowerBound, count: rows.count),
        into: self.lists(from: rows, columns: a.columns))
      for row in rows.dropFirst() { self.counts[row] = 0 }
    }
    let total = (0..<a.rows).reduce(0) { $0 + counts[$1] }
    return Double(total) / Double(max(a.rows * a.columns, 1))
  }
}

extension RowLists {
  /// `output = a · b + bias`, over nonzero numbers of `a` or over all, whichever is faster; the lists of `a`
  /// are made either way.
  ///
  /// - Returns: The share of nonzero numbers.
  @discardableResult
  func product(
    _ a: Matrix, _ b: Matrix, bias: Matrix? = nil, into output: Matrix, team: WorkTeam
  ) -> Double {
    let density = Skipping.isOn ? fill(a, team: team) : 1
    // Without a column, only the bias is left.
    let sparse = density < Self.worthwhileDensity && a.columns > 0
    team.split(b.vectors, unit: b.vectors >= 16 ? 8 : 1) { vectors in
      let part = b.columns(vectors: vectors)
      let target = output.columns(vectors: vectors)
      let bias = bias?.columns(vectors: vectors)
      if sparse {
        Kernels.product(
          self, rows: 0..<a.rows, depth: a.columns, part, bias: bias,
          into: target)
      } else {
        Kernels.product(a, part, bias: bias, into: target)
      }
    }
    return density
  }
}

/// Whether products leave out zeros if that saves work, or compute every term.
enum Skipping {
  /// `DROPOUT_SKIP=off` computes every term, for tests; the bits are the same until a run diverges, when 0 ·
  /// ∞ would be NaN. Otherwise the choice depends on the data alone, so it is the same on every machine.
  static let isOn = ProcessInfo.processInfo.environment["DROPOUT_SKIP"] != "off"
}
