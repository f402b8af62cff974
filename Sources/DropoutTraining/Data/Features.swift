/// The numbers of some examples, one after the other: as they are, or as the pixels they come from,
/// in a quarter of the memory.
///
/// A pixel of 0 to 255 stands for its 255th part, correctly rounded.
public struct Features: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case numbers([Float])
    case pixels([UInt8])
  }

  private let storage: Storage

  /// Numbers as they are.
  public init(_ numbers: [Float]) { storage = .numbers(numbers) }

  /// Pixels of 0 to 255.
  public init(pixels: [UInt8]) { storage = .pixels(pixels) }

  /// The pixels, where these features are kept as such.
  public var pixels: [UInt8]? {
    if case .pixels(let pixels) = storage { pixels } else { nil }
  }

  /// 0.
  public var startIndex: Int { 0 }

  /// How many there are.
  public var endIndex: Int {
    switch storage {
    case .numbers(let numbers): numbers.count
    case .pixels(let pixels): pixels.count
    }
  }

  /// The number at an index.
  public subscript(index: Int) -> Float {
    switch storage {
    case .numbers(let numbers): numbers[index]
    case .pixels(let pixels): unitFloat(pixels[index])
    }
  }

  /// Those in a range, as numbers.
  ///
  /// - Complexity: O(`range.count`).
  public func numbers(_ range: Range<Int>) -> [Float] {
    switch storage {
    case .numbers(let numbers): range == numbers.indices ? numbers : Array(numbers[range])
    case .pixels(let pixels): unitFloats(pixels[range])
    }
  }

  /// All of them, as numbers.
  public var numbers: [Float] { numbers(indices) }

  /// Rows of `width` features, those at `rows`, kept as these are.
  func taking(rows: some Collection<Int>, width: Int) -> Features {
    func taken<Element>(_ elements: [Element]) -> [Element] {
      var chosen: [Element] = []
      chosen.reserveCapacity(rows.count * width)
      for row in rows { chosen += elements[row * width..<(row + 1) * width] }
      return chosen
    }
    return switch storage {
    case .numbers(let numbers): Features(taken(numbers))
    case .pixels(let pixels): Features(pixels: taken(pixels))
    }
  }
}

extension Features: ExpressibleByArrayLiteral, Hashable {
  /// Numbers as they are.
  public init(arrayLiteral numbers: Float...) { self.init(numbers) }

  /// Whether the numbers are equal, however they are kept.
  public static func == (a: Features, b: Features) -> Bool {
    if let a = a.pixels, let b = b.pixels { return a == b }
    return a.elementsEqual(b)
  }

  /// Mixes in their count and the first 1,000.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for number in prefix(1_000) { hasher.combine(number) }
  }
}
