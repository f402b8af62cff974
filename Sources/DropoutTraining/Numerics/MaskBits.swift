/// The mask of one layer, one bit per unit: one row for each row group of the batch.
///
/// Owns its memory; allocated once for the largest batch and redrawn in place.
@safe struct MaskBits: ~Copyable {
  /// Units of the layer.
  let units: Int
  /// Bytes from one mask row to the next.
  let stride: Int
  private let bits: AlignedBuffer<UInt8>

  /// Room for `rows` mask rows of `units` bits.
  init(rows: Int, units: Int) {
    self.units = units
    stride = padded(units) / 8
    // The kernels read whole 16-unit words, so each row has room for its padding.
    bits = AlignedBuffer(count: rows * stride + 16)
  }

  /// Draws the first `rows` rows: see ``MaskFormula`` for the formula.
  func draw(rows: Int, key: RandomKey, draw: UInt64, threshold: UInt32) {
    precondition(rows * stride <= bits.count, "\(rows) mask rows do not fit")
    Kernels.drawMask(
      into: bits, stride: stride, rows: rows, units: units, key: key, draw: draw,
      threshold: threshold)
  }

  /// Sets row 0 to the union of the first `rows` rows of `other`.
  func unite(_ other: borrowing MaskBits, rows: Int) {
    precondition(units == other.units, "\(units) units for \(other.units)")
    for byte in 0..<stride {
      bits[byte] = (0..<rows).reduce(0) { $0 | other.bits[$1 * stride + byte] }
    }
  }

  /// Sets row 0: `survivors[unit]` says whether the unit is kept.
  func set(_ survivors: [Bool]) {
    precondition(survivors.count == units, "\(survivors.count) marks for \(units) units")
    for byte in 0..<stride { bits[byte] = 0 }
    for (unit, survives) in survivors.enumerated() where survives { keep(row: 0, unit: unit) }
  }

  /// Keeps every unit of the first `rows` rows.
  func keepAll(rows: Int) {
    for row in 0..<rows {
      for unit in 0..<units { keep(row: row, unit: unit) }
    }
  }

  private func keep(row: Int, unit: Int) {
    let byte = row * stride + unit / 8
    bits[byte] = bits[byte] | 1 << (unit % 8)
  }

  /// Whether `unit` survives in mask row `row`.
  func survives(row: Int, unit: Int) -> Bool {
    bits[row * stride + unit / 8] >> (unit % 8) & 1 == 1
  }

  /// The bits of up to 64 units of mask row `row`, from `unit` on, a multiple of 64.
  func word(row: Int, unit: Int) -> UInt64 {
    let first = row * stride + unit / 8
    return (first..<min(first + 8, (row + 1) * stride)).reduce(0) { word, byte in
      word | UInt64(bits[byte]) << UInt64(8 * (byte - first))
    }
  }

  /// The survivors of mask row `row`.
  func survivors(row: Int) -> SurvivingUnits {
    var count = 0
    for byte in 0..<stride { count += bits[row * stride + byte].nonzeroBitCount }
    return unsafe SurvivingUnits(
      units: units, count: count, bits: bits.pointer(at: row * stride, count: stride))
  }

  /// The mask as the kernels take it.
  ///
  /// Sound as long as this object exists, which its owner ensures.
  func applied(rowsPerMask: Int, scale: Float) -> AppliedMask {
    unsafe AppliedMask(
      bits: bits.pointer(), stride: stride, rowsPerMask: rowsPerMask, scale: scale, factors: nil,
      factorStride: 0)
  }
}

/// The units of a layer that one row of a mask keeps.
///
/// Sound as long as the ``MaskBits`` it was taken from exists.
@safe struct SurvivingUnits {
  /// Units of the layer.
  let units: Int
  /// How many units are kept.
  let count: Int
  let bits: UnsafePointer<UInt8>
}
