import DropoutFigures
import DropoutTraining

/// How a panel shows its policy: in the colour and mark used in reports, in its fields, and in words.
struct PanelLook: Encodable, Sendable {
  /// The number of its colour in the palette.
  let slot: Int
  let mark: MarkSymbols.Shape
  /// What its fields show: values of ``sharings`` and ``renewals``, and the numbers G and K in them.
  let sharing: String
  let groupSize: Int
  let renewal: String
  let every: Int
  let drops: Bool
  let isFrozen: Bool
  /// What the mask matrix looks like, in words.
  let pattern: String
  /// Who shares a mask, for screen readers.
  let sharingWords: String

  /// A choice in a field: a part of a policy's spelling, in which G or K stands for a number.
  struct Choice: Encodable, Sendable {
    let value: String
    let text: String
  }

  static let sharings = [
    Choice(value: spelling(.perExample), text: "per example"),
    Choice(value: spelling(.perGroup(size: 2)), text: "per group of G"),
    Choice(value: spelling(.perBatch), text: "for the batch"),
    Choice(value: spelling(nil), text: "none"),
  ]

  static let renewals = [
    Choice(value: spelling(.everyStep), text: "every step"),
    Choice(value: spelling(.every(steps: 2)), text: "every K steps"),
    Choice(value: spelling(.perEpoch), text: "every epoch"),
    Choice(value: spelling(.frozen), text: "never: frozen"),
  ]

  init(_ policy: MaskPolicy, style: ArmStyle, keep: Double) {
    slot = style.slot(of: policy.description)
    mark = MarkSymbols.shapes[slot]
    sharing = Self.spelling(policy.sharing)
    groupSize = if case .perGroup(let size) = policy.sharing { size } else { 16 }
    renewal = Self.spelling(policy.renewal)
    every = if case .every(let steps) = policy.renewal { steps } else { 100 }
    drops = policy.drops
    isFrozen = policy.renewal == .frozen
    pattern = Self.pattern(policy, keep: keep)
    sharingWords =
      switch policy.sharing {
      case nil: "nothing is dropped"
      case .perExample: "each example has its own mask"
      case .perGroup(let size): "each group of \(size) examples shares a mask"
      case .perBatch: "all examples share one mask"
      }
  }

  private static func spelling(_ sharing: MaskPolicy.Sharing?) -> String {
    (sharing.map { MaskPolicy($0) } ?? .none).description.replacing(#/[0-9]+/#, with: "G")
  }

  private static func spelling(_ renewal: MaskPolicy.Renewal) -> String {
    MaskPolicy(.perBatch, renewal).description.replacing(MaskPolicy.perBatch.description, with: "")
      .replacing(#/[0-9]+/#, with: "K")
  }

  private static func pattern(_ policy: MaskPolicy, keep: Double) -> String {
    guard let sharing = policy.sharing else {
      return "Nothing is dropped: every unit sees every example."
    }
    if keep == 1 { return "Nothing is dropped: the keep probability is 1." }
    let shape =
      switch sharing {
      case .perExample: "Noise: each example (a column) drops its own units"
      case .perGroup(let size): "Short stripes: \(size) neighbouring examples share a mask"
      case .perBatch: "Stripes: a dropped unit (a row) is missing for the whole batch"
      }
    switch policy.renewal {
    case .everyStep: return "\(shape); every step draws a new D."
    case .every(let steps): return "\(shape); D stays for \(steps) steps, then changes."
    case .perEpoch: return "\(shape); D changes once an epoch."
    case .frozen:
      let effect =
        switch sharing {
        case .perExample: "Each place in the batch keeps one thinned network."
        case .perGroup: "Each group of places in the batch keeps one thinned network."
        case .perBatch: "What it drops never learns, yet takes part in testing."
        }
      return
        "The same D in every step, as when the seed is set inside forward propagation. \(effect)"
    }
  }
}
