import DropoutTraining

/// The look of each arm: one slot of ``Palette``, and so the same colour and mark in every chart.
///
/// The usual five policies have the same slots in every report; other arms take free ones.
package struct ArmStyle: Hashable, Sendable {
  private var slots: [String: Int] = [:]

  /// A look for each arm by its name; up to twelve arms look different.
  package init(_ names: [String]) {
    let usual = [
      MaskPolicy.none, .perExample, .perBatch, MaskPolicy(.perExample, .frozen),
      MaskPolicy(.perBatch, .frozen),
    ].map(\.description)
    for name in names {
      if let slot = usual.firstIndex(of: name) { slots[name] = slot }
    }
    let free = Array(5..<Palette.slotCount) + Array(0..<5)
    var unused = free.filter { !slots.values.contains($0) }[...]
    for (number, name) in names.enumerated() where slots[name] == nil {
      slots[name] = unused.popFirst() ?? number % Palette.slotCount
    }
  }

  /// The arm's slot; 0 for one that is not compared.
  package func slot(of name: String) -> Int { slots[name] ?? 0 }
}
