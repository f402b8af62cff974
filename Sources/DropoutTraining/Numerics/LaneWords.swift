/// Masks of a layer with examples side by side: bit e % 16 of word e / 16 of a unit's row says whether the
/// unit survives for example e.
///
/// A view; sound as long as the buffer it was taken from exists.
@safe struct LaneWords {
  /// The number of units, each with a row of words.
  let units: Int
  /// Words from one unit to the next.
  let stride: Int
  let base: UnsafeMutablePointer<UInt16>

  /// `units` rows of `stride` words from `offset` of `buffer`.
  init(_ buffer: borrowing AlignedBuffer<UInt16>, offset: Int = 0, units: Int, stride: Int) {
    self.units = units
    self.stride = stride
    unsafe base = buffer.pointer(at: offset, count: units * stride)
  }
}
