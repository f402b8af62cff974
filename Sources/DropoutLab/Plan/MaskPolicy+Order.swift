package import DropoutTraining

extension [MaskPolicy] {
  /// No dropout first, then fresh masks before kept ones, and per example before per group before per batch.
  package var inUsualOrder: [MaskPolicy] {
    func rank(_ policy: MaskPolicy) -> (Int, Int, String) {
      let stepsPerMask =
        switch policy.renewal {
        case .everyStep: 1
        case .every(let steps): steps
        case .perEpoch: Int.max - 1
        case .frozen: Int.max
        }
      let examplesPerMask =
        switch policy.sharing {
        case .perExample: 1
        case .perGroup(let size): size
        case .perBatch: Int.max
        case nil: 0
        }
      return (stepsPerMask, examplesPerMask, policy.description)
    }
    return sorted { rank($0) < rank($1) }
  }
}
