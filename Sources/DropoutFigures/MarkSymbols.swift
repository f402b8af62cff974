/// The marks of the slots as SVG symbols `#m0` …, and half as large `#n0` …, used by reference.
package enum MarkSymbols {
  /// A mark, filled or hollow, 12 × 12 with its centre at the origin.
  package struct Shape: Encodable, Sendable {
    let path: String
    let isHollow: Bool
  }

  /// The mark of each slot. Frozen policies have hollow marks: the ring belongs to the disc, the frame to the square.
  package static let shapes = [
    ("M0-4.4 4.4 0 0 4.4-4.4 0z", false),  // diamond
    (disc, false),
    ("M-3.5-3.5h7v7h-7z", false),  // square
    (disc, true),
    ("M-3.3-3.3h6.6v6.6h-6.6z", true),
    ("M0-4.3 4.2 3.3h-8.4z", false),  // triangle
    ("M0 4.3 4.2-3.3h-8.4z", false),
    ("M-4-1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7z", false),  // plus
    ("M0-4 3.9 3.1h-7.8z", true),
    ("M0-4.4 4.4 0 0 4.4-4.4 0z", true),
    ("M0 4 3.9-3.1h-7.8z", true),
    ("M-4-1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7z", true),
  ].map { Shape(path: $0, isHollow: $1) }

  private static let disc = "M-3.9 0a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0z"

  /// The hidden drawing that defines all marks.
  package static var definitions: Markup {
    let symbols = shapes.enumerated().map { slot, shape -> Markup in
      let look: Markup =
        shape.isHollow
        ? "fill=\"var(--ground)\" stroke=\"currentColor\" stroke-width=\"1.7\""
        : "fill=\"currentColor\" stroke=\"var(--ground)\" stroke-width=\".7\""
      let small: Markup =
        shape.isHollow
        ? "fill=\"var(--ground)\" stroke=\"currentColor\" stroke-width=\"2.2\""
        : "fill=\"currentColor\""
      let path = Markup(raw: shape.path)
      return """
        <path id="m\(slot)" d="\(path)" \(look)/>\
        <path id="n\(slot)" d="\(path)" transform="scale(.5)" \(small)/>
        """
    }
    return """
      <svg width="0" height="0" class="hidden" aria-hidden="true"><defs>\(symbols)</defs></svg>
      """
  }

  /// A slot's mark as a small drawing of its own, for text and legends.
  package static func inline(slot: Int) -> Markup {
    """
    <svg class="mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">\
    <use href="#m\(slot)"/></svg>
    """
  }
}
