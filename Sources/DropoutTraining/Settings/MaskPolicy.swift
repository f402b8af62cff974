/// Which examples, and which steps, share one dropout mask. <doc:ChoosingAPolicy> compares them.
///
/// A policy only chooses the counter coordinates that ``Philox`` hashes, so every policy runs the
/// same kernel, and a mask can be computed again in any order, on any thread, after any restart.
///
/// ```swift
/// let fresh = MaskPolicy("per-example")  // a fresh row of the mask for every example, every step
/// let shared = MaskPolicy("every:100/per-batch")  // one row for the batch, new every 100 steps
/// let frozen = MaskPolicy("frozen/per-example")  // a reseeded generator: one matrix in every step
/// ```
public struct MaskPolicy: Hashable, Sendable {
  /// Which examples of a batch share a mask; nil if nothing is dropped (``none``).
  public let sharing: Sharing?
  /// When a new mask is drawn.
  public let renewal: Renewal

  /// Which examples of a batch share a mask.
  public enum Sharing: Hashable, Sendable {
    /// Every example has its own mask.
    case perExample
    /// `size` consecutive rows of the batch share one mask; the last group may be smaller.
    case perGroup(size: Int)
    /// The whole batch shares one mask.
    case perBatch
  }

  /// When a new mask is drawn.
  public enum Renewal: Hashable, Sendable {
    /// A new mask is drawn for every step.
    case everyStep
    /// A new mask is drawn every `steps` steps.
    case every(steps: Int)
    /// A new mask is drawn for every epoch; each batch of the epoch sees the same mask matrix.
    case perEpoch
    /// No new mask is ever drawn: the bug of a program that seeds its generator inside the forward pass.
    case frozen
  }

  /// No dropout, even with keep probabilities below 1.
  public static let none = MaskPolicy()
  /// A fresh mask for every example in every step.
  public static let perExample = MaskPolicy(.perExample)
  /// A fresh mask in every step, shared by the batch.
  public static let perBatch = MaskPolicy(.perBatch)

  private init() {
    sharing = nil
    renewal = .everyStep
  }

  /// A policy that drops units.
  ///
  /// - Precondition: group sizes and step counts are positive.
  public init(_ sharing: Sharing, _ renewal: Renewal = .everyStep) {
    if case .perGroup(let size) = sharing { precondition(size > 0, "group size \(size)") }
    if case .every(let steps) = renewal { precondition(steps > 0, "renewal every \(steps) steps") }
    // One form per policy: groups of one are `perExample`, renewal after every step is `everyStep`.
    self.sharing = sharing == .perGroup(size: 1) ? .perExample : sharing
    self.renewal = renewal == .every(steps: 1) ? .everyStep : renewal
  }

  /// Whether the policy drops units; every policy except ``none`` does.
  public var drops: Bool { sharing != nil }

  /// Whether the policy drops anything at a keep probability.
  package func drops(at keep: KeepProbability) -> Bool { drops && !keep.keepsAll }

  /// The number of consecutive rows of a batch that use one row of the mask.
  public func rowsPerMask(batchSize: Int) -> Int {
    switch sharing {
    case nil, .perBatch: batchSize
    case .perExample: 1
    case .perGroup(let size): min(size, batchSize)
    }
  }

  /// The number of the draw that `step` uses: steps with equal numbers use the same masks.
  ///
  /// - Parameters:
  ///   - step: from 0.
  ///   - epoch: the epoch of the step's first example, from 0.
  public func draw(step: Int, epoch: Int) -> UInt64 {
    switch renewal {
    case .everyStep: UInt64(step)
    case .every(let steps): UInt64(step / steps)
    case .perEpoch: UInt64(epoch)
    case .frozen: 0
    }
  }
}

/// The text form: `RENEWAL/SHARING`, or the sharing alone if every step draws a new mask.
extension MaskPolicy: CustomStringConvertible, LosslessStringConvertible {
  /// The text forms that ``init(_:)`` reads, for messages.
  public static let allowedForms =
    "none, per-example, per-group:G or per-batch, optionally after frozen/, per-epoch/ or every:K/ "
    + "(as in per-group:16, frozen/per-example, every:100/per-batch)"

  /// The text that ``init(_:)`` reads back.
  public var description: String {
    guard let sharing else { return "none" }
    let shared =
      switch sharing {
      case .perExample: "per-example"
      case .perGroup(let size): "per-group:\(size)"
      case .perBatch: "per-batch"
      }
    return switch renewal {
    case .everyStep: shared
    case .every(let steps): "every:\(steps)/\(shared)"
    case .perEpoch: "per-epoch/\(shared)"
    case .frozen: "frozen/\(shared)"
    }
  }

  /// Reads a policy; nil if the text is not one of ``allowedForms``.
  public init?(_ description: String) {
    if description == "none" {
      self = .none
      return
    }
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let last = parts.last else { return nil }
    let sharing: Sharing
    switch last {
    case "per-example": sharing = .perExample
    case "per-batch": sharing = .perBatch
    default:
      guard let size = Self.number(in: last, after: "per-group:") else { return nil }
      sharing = .perGroup(size: size)
    }
    guard parts.count == 2 else {
      self.init(sharing)
      return
    }
    switch parts[0] {
    case "frozen": self.init(sharing, .frozen)
    case "per-epoch": self.init(sharing, .perEpoch)
    default:
      guard let steps = Self.number(in: parts[0], after: "every:") else { return nil }
      self.init(sharing, .every(steps: steps))
    }
  }

  private static func number(in text: Substring, after prefix: String) -> Int? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.dropFirst(prefix.count)
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits), number > 0,
      number <= 1_000_000_000
    else { return nil }
    return number
  }
}

/// A policy is stored as its text form.
extension MaskPolicy: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let policy = MaskPolicy(text) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "\(text) is not a mask policy; allowed: \(Self.allowedForms)"))
    }
    self = policy
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
