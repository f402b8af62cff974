extension Trainer {
  /// A moment of a run: taken back to it, a run goes on with the same bits.
  ///
  /// Masks need not be kept, for they are a pure function of the step.
  public struct Checkpoint: Sendable {
    /// Steps done by then.
    public let stepsDone: Int
    /// Parameters and the optimiser's moments as they lie in memory.
    fileprivate let numbers: [Float]
    fileprivate let order: BatchOrder

    /// About how many bytes it takes.
    public var byteCount: Int { numbers.count * 4 + order.byteCount }
  }

  /// The moment between the last step and the next.
  public func checkpoint() -> Checkpoint {
    Checkpoint(stepsDone: stepsDone, numbers: state.numbers, order: order)
  }

  /// Takes the run back, or on, to a moment of itself; ``lastBatchLoss`` is not that moment's.
  ///
  /// - Precondition: the checkpoint is of the same configuration and examples.
  public mutating func restore(_ checkpoint: Checkpoint) {
    state.set(numbers: checkpoint.numbers)
    move(to: checkpoint.stepsDone, order: checkpoint.order)
  }
}
