/// One step of a run, decided before anything is computed.
struct StepPlan {
  /// Which masks a step uses.
  enum Masks {
    /// The masks of a draw of the run's formula, while a share of the drop rates is in force.
    case draw(UInt64, dropShare: Double)
    /// For a batch of one example, `[layer][unit]`, whether the unit is kept; layer 0 is the input.
    case given([[Bool]])
  }

  /// What a step minimises: a weighted sum of losses over the rows of the batch.
  struct Objective {
    let loss: Loss
    /// The weight of each row's loss.
    let rowWeight: Float

    /// The mean loss of a batch.
    static func mean(_ loss: Loss, batchSize: Int) -> Objective {
      Objective(loss: loss, rowWeight: 1 / Float(batchSize))
    }
  }

  let masks: Masks
  /// The example of each row; nil if they are the same as in the last step.
  let batch: [Int]?
  let objective: Objective
  /// What is done with the gradient.
  let update: OptimizerStep

  /// The draw of the step's masks, and the share of the drop rates that is in force.
  ///
  /// - Precondition: the masks are not given.
  var drawn: (draw: UInt64, dropShare: Double) {
    guard case .draw(let draw, let dropShare) = masks else {
      preconditionFailure("given masks are no draw")
    }
    return (draw, dropShare)
  }
}
