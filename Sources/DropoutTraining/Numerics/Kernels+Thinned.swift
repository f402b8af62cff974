import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// Memory for the networks of one call of ``thinned(_:common:own:labels:points:factor:_:)``.
  final class ThinnedMemory {
    /// The weight of each network's predictions.
    let weights: AlignedBuffer<Float>
    /// The sum of each network's losses.
    let losses: AlignedBuffer<Float>
    /// The number of points that each network classifies wrongly.
    let wrong: AlignedBuffer<UInt32>
    private let room: AlignedBuffer<Float>

    /// Room for `networks` networks.
    init(networks: Int, classes: Int, stride: Int) {
      weights = AlignedBuffer(count: networks)
      losses = AlignedBuffer(count: networks)
      wrong = AlignedBuffer(count: networks)
      room = AlignedBuffer(count: Kernels.thinnedSumRows(classes: classes) * stride + 16 * classes)
    }

    /// Sound as long as this object exists.
    fileprivate func room(count: Int) -> UnsafeMutablePointer<Float> {
      unsafe room.pointer(at: 0, count: count)
    }
  }

  /// The number of rows of sums: the logits, then the probabilities of every class.
  static func thinnedSumRows(classes: Int) -> Int { classes + max(classes, 2) }

  /// Computes losses, wrong points and weighted sums of predictions of some networks.
  ///
  /// - Parameters:
  ///   - common: `[classes, points]`, part of every network's logits.
  ///   - own: `[networks · classes, points]`, the other part.
  ///   - labels: Padded to whole vectors.
  ///   - points: The number of points; columns after them are padding.
  ///   - factor: The factor with which the networks' weighted predictions are added to `sums`.
  ///   - sums: `[thinnedSumRows, stride]`; the results are added to it.
  static func thinned(
    _ loss: Loss, common: Matrix, own: Matrix, labels: borrowing AlignedBuffer<Int32>, points: Int,
    factor: Double, sums: borrowing AlignedBuffer<Double>, _ memory: ThinnedMemory
  ) {
    let (classes, stride) = (common.rows, common.stride)
    let networks = own.rows / classes
    precondition(
      own.rows == networks * classes && own.stride == stride && points <= common.columns
        && networks <= memory.weights.count && loss != .squared
        && (classes == 1) == (loss == .sigmoid),
      "\(networks) networks, \(classes) classes, \(points) points of \(common.columns), \(loss)")
    let count = thinnedSumRows(classes: classes) * stride
    // Sound: every buffer's length is checked here or where its pointer is taken.
    var arguments = unsafe ck_thinned(
      classes: classes, points: points, ld: stride, networks: networks, a: common.base, b: own.base,
      weights: memory.weights.pointer(at: 0, count: networks),
      labels: labels.pointer(at: 0, count: padded(points)), factor: factor,
      sums: sums.pointer(at: 0, count: count), room: memory.room(count: count + 16 * classes),
      losses: memory.losses.pointer(at: 0, count: networks),
      wrong: memory.wrong.pointer(at: 0, count: networks))
    unsafe table.pointee.thinned(loss.kernelCode, &arguments)
  }

  /// `row of output += factor · row of input` by fused multiply-add.
  static func addScaled(
    _ input: Matrix, row: Int, factor: Float, to output: Matrix, row target: Int
  ) {
    precondition(
      input.stride == output.stride && input.columns == output.columns && row < input.rows
        && target < output.rows,
      "row \(row) of \(input.rows) to \(target) of \(output.rows)")
    unsafe table.pointee.add_scaled(
      output.base + target * output.stride, input.base + row * input.stride, factor,
      output.stride, 1, output.columns)
  }
}
