extension Trainer {
  /// A moment of a run: from there, the run can continue with the same bits.
  ///
  /// Masks are not stored, because they are a pure function of the step.
  public struct Checkpoint: Sendable {
    /// The number of steps done before it.
    public let stepsDone: Int
    /// Parameters and the optimiser's moments, in the order of their memory.
    fileprivate let numbers: [Float]
    fileprivate let order: BatchOrder

    /// The approximate size in bytes.
    public var byteCount: Int { numbers.count * 4 + order.byteCount }
  }

  /// Saves the moment between the last step and the next.
  public func checkpoint() -> Checkpoint {
    Checkpoint(stepsDone: stepsDone, numbers: state.numbers, order: order)
  }

  /// Takes the run back or forward to a checkpoint; ``lastBatchLoss`` is not restored.
  ///
  /// - Precondition: the checkpoint is of the same configuration and examples.
  public mutating func restore(_ checkpoint: Checkpoint) {
    state.set(numbers: checkpoint.numbers)
    move(to: checkpoint.stepsDone, order: checkpoint.order)
  }
}
