import DropoutTraining

/// The pairs of arms that are compared.
enum ArmPairs {
  /// Indices of the arms of each pair: every two, the first before the second, or each arm against `baseline`.
  static func indices(_ arms: [Arm], baseline: Arm?) -> [(a: Int, b: Int)] {
    if let baseline, let place = arms.firstIndex(of: baseline) {
      return arms.indices.filter { $0 != place }.map { ($0, place) }
    }
    return arms.indices.flatMap { a in arms.indices[(a + 1)...].map { (a, $0) } }
  }
}
