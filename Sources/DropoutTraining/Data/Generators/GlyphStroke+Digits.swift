extension GlyphStroke {
  /// The plain forms: per digit its styles, per style its strokes.
  package static let styles: [[[GlyphStroke]]] = [
    zero, one, two, three, four, five, six, seven, eight, nine,
  ]

  private static let zero: [[GlyphStroke]] = [
    [
      .closed(
        (0, -0.97), (0.42, -0.72), (0.58, 0), (0.42, 0.72), (0, 0.97), (-0.42, 0.72), (-0.58, 0),
        (-0.42, -0.72))
    ],
    [
      .curved(
        (0.15, -0.9), (-0.35, -0.75), (-0.52, -0.05), (-0.38, 0.7), (0.05, 0.95), (0.45, 0.6),
        (0.5, -0.15), (0.3, -0.75), (-0.05, -0.95))
    ],
  ]

  private static let one: [[GlyphStroke]] = [
    [.straight((0, -0.97), (0, 0.97))],
    [.straight((-0.35, -0.6), (0.05, -0.95), (0.05, 0.95))],
    [
      .straight((-0.3, -0.65), (0.02, -0.95), (0.02, 0.92)),
      .straight((-0.35, 0.92), (0.4, 0.92)),
    ],
  ]

  private static let two: [[GlyphStroke]] = [
    [
      .curved(
        (-0.52, -0.5), (-0.35, -0.86), (0.08, -0.95), (0.46, -0.65), (0.38, -0.18), (0, 0.32),
        (-0.55, 0.9)),
      .straight((-0.55, 0.9), (0.58, 0.88)),
    ],
    [
      .curved(
        (-0.5, -0.6), (-0.1, -0.95), (0.4, -0.7), (0.35, -0.1), (-0.1, 0.65), (-0.45, 0.85),
        (-0.5, 0.6), (-0.2, 0.55), (0.2, 0.85), (0.6, 0.8))
    ],
  ]

  private static let three: [[GlyphStroke]] = [
    [
      .curved((-0.48, -0.75), (-0.05, -0.97), (0.4, -0.72), (0.34, -0.3), (-0.08, -0.06)),
      .curved(
        (-0.08, -0.06), (0.42, 0.14), (0.52, 0.55), (0.12, 0.95), (-0.35, 0.9), (-0.56, 0.65)),
    ],
    [
      .straight((-0.48, -0.92), (0.45, -0.92), (-0.05, -0.15)),
      .curved((-0.05, -0.15), (0.42, 0.05), (0.52, 0.5), (0.15, 0.92), (-0.5, 0.8)),
    ],
  ]

  private static let four: [[GlyphStroke]] = [
    [
      .straight((0.3, 0.95), (0.3, -0.95), (-0.58, 0.32), (0.65, 0.32))
    ],
    [
      .straight((-0.42, -0.9), (-0.48, 0.05), (0.5, 0.05)),
      .straight((0.42, -0.92), (0.36, 0.95)),
    ],
  ]

  private static let five: [[GlyphStroke]] = [
    [
      .straight((0.5, -0.9), (-0.38, -0.9), (-0.44, -0.12)),
      .curved(
        (-0.44, -0.12), (0.05, -0.26), (0.48, 0.05), (0.5, 0.52), (0.1, 0.93), (-0.5, 0.8)),
    ]
  ]

  private static let six: [[GlyphStroke]] = [
    [
      .curved(
        (0.4, -0.92), (-0.1, -0.62), (-0.46, 0), (-0.48, 0.5), (-0.15, 0.93), (0.33, 0.85),
        (0.5, 0.45), (0.24, 0.08), (-0.2, 0.12), (-0.47, 0.45))
    ],
    [
      .curved(
        (0.1, -0.97), (-0.35, -0.3), (-0.42, 0.5), (0, 0.93), (0.42, 0.6), (0.25, 0.2),
        (-0.15, 0.3), (-0.36, 0.65))
    ],
  ]

  private static let seven: [[GlyphStroke]] = [
    [.straight((-0.55, -0.9), (0.53, -0.9), (-0.1, 0.95))],
    [
      .straight((-0.55, -0.88), (0.53, -0.9), (0, 0.95)),
      .straight((-0.28, 0), (0.45, 0)),
    ],
    [.curved((-0.5, -0.7), (-0.4, -0.9), (0.5, -0.88), (0.2, -0.2), (0, 0.95))],
  ]

  private static let eight: [[GlyphStroke]] = [
    [
      .closed(
        (0, -0.06), (-0.38, -0.4), (-0.28, -0.83), (0.05, -0.97), (0.36, -0.78), (0.32, -0.38),
        (0, -0.06), (-0.42, 0.35), (-0.38, 0.8), (0, 0.97), (0.42, 0.78), (0.4, 0.32))
    ]
  ]

  private static let nine: [[GlyphStroke]] = [
    [
      .curved(
        (0.44, -0.5), (0.1, -0.1), (-0.35, -0.2), (-0.48, -0.55), (-0.22, -0.92), (0.2, -0.94),
        (0.46, -0.6)),
      .straight((0.46, -0.6), (0.4, 0.95)),
    ],
    [
      .curved(
        (0.42, -0.45), (0.05, -0.12), (-0.35, -0.25), (-0.45, -0.6), (-0.15, -0.94), (0.28, -0.88),
        (0.46, -0.45), (0.42, 0.2), (0.1, 0.8), (-0.38, 0.9))
    ],
  ]

  private typealias Pair = (Double, Double)

  private static func straight(_ points: Pair...) -> GlyphStroke { stroke(.straight, points) }
  private static func curved(_ points: Pair...) -> GlyphStroke { stroke(.curved, points) }
  private static func closed(_ points: Pair...) -> GlyphStroke { stroke(.closed, points) }

  private static func stroke(_ form: Form, _ points: [Pair]) -> GlyphStroke {
    GlyphStroke(form, points.map { SIMD2($0.0, $0.1) })
  }
}
