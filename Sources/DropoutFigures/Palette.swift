/// The colours of the report and of the live page in both modes; those of policies by slot.
///
/// Derived from the palette of Okabe and Ito, darkened or lightened until each has a contrast of 3 : 1 to its
/// background (WCAG 2.2, 1.4.11). Slots also differ by shape and dash, never by hue alone.
package enum Palette {
  /// The number of slots that look different.
  package static let slotCount = 12
  /// Background of both modes.
  package static let (lightGround, darkGround) = ("#fdfcf9", "#14171b")
  /// Colours of the slots on the light ground.
  package static let light = [
    "#55585d", "#0072b2", "#cf5800", "#008a65", "#a8488a", "#9a6a00", "#2b8cc4", "#7d2348",
  ]
  /// Colours of the slots on the dark ground.
  package static let dark = [
    "#c3c8ce", "#54a9ea", "#ff8b45", "#2ec79b", "#e38cc4", "#eec044", "#9fdcfa", "#df7399",
  ]

  /// Declarations of the light mode's colours: of parts of the page, of classes (`--c0` …), of slots (`--s0` …).
  package static let lightDeclarations =
    "color-scheme:light;--ground:\(lightGround);--raised:#fff;--sunken:#f3f1ea;"
    + "--ink:#1d2025;--soft:#5b6068;--line:#dedbd2;--strong:#b9b5a9;--accent:#005b94;"
    + "--good:#00694c;--good-ground:#e2f3ec;--open:#6b5200;--open-ground:#f8efd4;"
    + "--same-ground:#ececea;--warn:#b3261e;--cell:#e9e6dd;"
    + "--c0:#d1690a;--c1:#0069b4;--c2:#00825f;--c3:#a8488a;--c4:#8a6500;--c5:#2b8cc4;"
    + "--c6:#7d2348;--c7:#55585d;" + declarations(light)

  /// Declarations of the dark mode's colours.
  package static let darkDeclarations =
    "color-scheme:dark;--ground:\(darkGround);--raised:#1b1f25;--sunken:#20252c;"
    + "--ink:#e9e7e2;--soft:#a7adb6;--line:#2f353d;--strong:#4b535e;--accent:#7cc0f5;"
    + "--good:#7fe0bd;--good-ground:#12352b;--open:#f0d68a;--open-ground:#3a3115;"
    + "--same-ground:#2a2f36;--warn:#ff9b8f;--cell:#262b32;"
    + "--c0:#ff9a4d;--c1:#5cb2f2;--c2:#2ec79b;--c3:#e38cc4;--c4:#eec044;--c5:#9fdcfa;"
    + "--c6:#df7399;--c7:#c3c8ce;" + declarations(dark)

  /// The colours by mode: the system's, unless the page's own switch says otherwise.
  package static let modes = """
    :root{\(lightDeclarations)}
    @media (prefers-color-scheme:dark){:root{\(darkDeclarations)}}
    :root[data-theme="light"]{\(lightDeclarations)}
    :root[data-theme="dark"]{\(darkDeclarations)}
    """

  private static func declarations(_ colours: [String]) -> String {
    (0..<slotCount).map { "--s\($0):\(colours[$0 % colours.count]);" }.joined()
  }

  /// One rule for each slot, such as `.s3`: its colour, and the dashes of its lines.
  package static var rules: String {
    let dashes = ["none", "none", "7 3", "2 3", "9 3 2 3", "5 2", "12 4", "3 2 1 2"]
    return (0..<slotCount).map { slot in
      ".s\(slot){color:var(--s\(slot));--dash:\(dashes[(slot + slot / 8) % dashes.count])}"
    }.joined(separator: "\n")
  }
}
