/// The report's colours in both modes, by slot.
///
/// Derived from the palette of Okabe and Ito, darkened or lightened until each stands out from its
/// background by 3 : 1 (WCAG 2.2, 1.4.11). Slots also differ by shape and dash, never by hue alone.
package enum Palette {
  /// How many slots look different.
  package static let slotCount = 12
  /// Background and text of both modes.
  package static let (lightGround, darkGround) = ("#fdfcf9", "#14171b")
  /// Colours of the slots on the light ground.
  package static let light = [
    "#55585d", "#0072b2", "#cf5800", "#008a65", "#a8488a", "#9a6a00", "#2b8cc4", "#7d2348",
  ]
  /// Colours of the slots on the dark ground.
  package static let dark = [
    "#c3c8ce", "#54a9ea", "#ff8b45", "#2ec79b", "#e38cc4", "#eec044", "#9fdcfa", "#df7399",
  ]

  /// Declarations of the slots' colours: `--s0` and so on.
  package static func declarations(_ colours: [String]) -> String {
    (0..<slotCount).map { "--s\($0):\(colours[$0 % colours.count]);" }.joined()
  }

  /// One rule a slot: colour by `.s3`, dashes of lines by slot.
  package static var rules: String {
    let dashes = ["none", "none", "7 3", "2 3", "9 3 2 3", "5 2", "12 4", "3 2 1 2"]
    return (0..<slotCount).map { slot in
      ".s\(slot){color:var(--s\(slot));--dash:\(dashes[(slot + slot / 8) % dashes.count])}"
    }.joined(separator: "\n")
  }
}
