package import DropoutTraining

/// The look of each policy: one slot of ``Palette``, and so the same colour and mark in every chart.
///
/// The usual five policies have the same slots in every report; other policies take free ones.
package struct PolicyStyle: Hashable, Sendable {
  private var slots: [MaskPolicy: Int] = [:]

  /// A look for each policy; up to twelve policies look different.
  package init(_ policies: [MaskPolicy]) {
    let usual: [MaskPolicy] = [
      .none, .perExample, .perBatch, MaskPolicy(.perExample, .frozen),
      MaskPolicy(.perBatch, .frozen),
    ]
    for policy in policies {
      if let slot = usual.firstIndex(of: policy) { slots[policy] = slot }
    }
    let free = Array(5..<Palette.slotCount) + Array(0..<5)
    var unused = free.filter { !slots.values.contains($0) }[...]
    for (number, policy) in policies.enumerated() where slots[policy] == nil {
      slots[policy] = unused.popFirst() ?? number % Palette.slotCount
    }
  }

  /// The policy's slot; 0 for one that is not compared.
  package func slot(of policy: MaskPolicy) -> Int { slots[policy] ?? 0 }
}
