/// The purpose of a stream of random numbers. It is part of the stream's key, so that no two purposes share numbers.
public struct RandomUse: Hashable, Sendable {
  /// The name that is hashed into the key; another name gives other numbers.
  public let name: String

  /// A use of your own, such as `RandomUse("my figure")`.
  public init(_ name: String) { self.name = name }

  /// Initial weights, one key per layer.
  public static let weights = RandomUse("weights")
  /// Dropout masks, one key per layer (0 is the input).
  public static let masks = RandomUse("masks")
  /// Dropout masks of a Monte-Carlo evaluation, one key per layer.
  public static let monteCarlo = RandomUse("monte-carlo")
  /// Dropout masks of a study of gradients, one key per layer.
  public static let study = RandomUse("study")
  /// Factors of Gaussian dropout, from the key of a layer's masks.
  public static let factors = RandomUse("factors")
  /// Masks of weights, one key per row group, from the key of a layer's masks.
  public static let weightMasks = RandomUse("weight masks")
  /// The order in which a run sees its training examples.
  public static let order = RandomUse("order")
  /// Examples made by a generator.
  public static let data = RandomUse("data")
  /// Which examples of a file are set aside to test on.
  public static let split = RandomUse("split")
  /// Which training examples are used, if not all are wanted.
  public static let trainingSubset = RandomUse("training subset")
  /// Which test examples are used, if not all are wanted.
  public static let testSubset = RandomUse("test subset")
  /// Which training examples are held out to choose settings by.
  public static let validation = RandomUse("validation")
  /// Which training examples are held out to find the best moment of each training.
  public static let bestMoment = RandomUse("best moment")
  /// Which training examples learning curves are measured on.
  public static let trainingCurve = RandomUse("training curve")
  /// Which test examples learning curves are measured on.
  public static let testCurve = RandomUse("test curve")
  /// Which examples a picture shows.
  public static let picture = RandomUse("picture")
  /// Bootstrap resamples.
  public static let bootstrap = RandomUse("bootstrap")
  /// Random sign patterns of the Monte-Carlo sign-flip test.
  public static let signFlip = RandomUse("sign-flip")
  /// Random sign patterns of a simultaneous band.
  public static let band = RandomUse("band")
}

/// A 64-bit Philox key: the one source of randomness, made from a seed and split by name.
///
/// ```swift
/// let run = RandomKey(seed: 7)
/// let masksOfLayer2 = run.folding(.masks, layer: 2)
/// ```
///
/// Folding hashes the parent key with the name's FNV-1a hash and the layer through ``Philox``, so
/// child keys are as good as independent, and naming one more use never disturbs another.
public struct RandomKey: Hashable, Sendable {
  /// The key as Philox takes it.
  public let words: SIMD2<UInt32>

  /// The root key of a run: every bit of the seed counts.
  public init(seed: UInt64) {
    words = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  private init(words: SIMD2<UInt32>) { self.words = words }

  /// The key for one use and, if the use is repeated, for one layer or another small index.
  public func folding(_ use: RandomUse, layer: Int = 0) -> RandomKey {
    precondition(layer >= 0 && layer <= Int(UInt32.max), "layer \(layer) is not a 32-bit index")
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in use.name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let counter = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: hash), UInt32(truncatingIfNeeded: hash >> 32),
      UInt32(layer), 0x666F_6C64)  // "fold"
    let block = Philox.block(counter: counter, key: words)
    return RandomKey(words: SIMD2(block[0], block[1]))
  }
}
