/// The features of some examples, one example after the other. Pixels may stay bytes, which takes a quarter of the
/// memory.
///
/// A pixel p of 0 to 255 stands for the number p / 255, correctly rounded.
public struct Features: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case numbers([Float])
    case pixels([UInt8])
  }

  private let storage: Storage

  /// Features from numbers.
  public init(_ numbers: [Float]) { storage = .numbers(numbers) }

  /// Features from pixels of 0 to 255.
  public init(pixels: [UInt8]) { storage = .pixels(pixels) }

  /// The pixels; nil if the features are kept as numbers.
  public var pixels: [UInt8]? {
    if case .pixels(let pixels) = storage { pixels } else { nil }
  }

  /// The index of the first number, 0.
  public var startIndex: Int { 0 }

  /// The number of features of all examples together.
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

  /// The features in a range, as numbers.
  ///
  /// - Complexity: O(`range.count`).
  public func numbers(_ range: Range<Int>) -> [Float] {
    switch storage {
    case .numbers(let numbers): range == numbers.indices ? numbers : Array(numbers[range])
    case .pixels(let pixels): unitFloats(pixels[range])
    }
  }

  /// All features, as numbers.
  public var numbers: [Float] { numbers(indices) }

  /// The features of the examples at `rows`, each of `width` features; pixels stay pixels.
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
  /// Features from numbers.
  public init(arrayLiteral numbers: Float...) { self.init(numbers) }

  /// Whether the numbers are equal; pixels may equal numbers.
  public static func == (a: Features, b: Features) -> Bool {
    if let a = a.pixels, let b = b.pixels { return a == b }
    return a.elementsEqual(b)
  }

  /// Hashes the count and the first 1,000 numbers.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for number in prefix(1_000) { hasher.combine(number) }
  }
}
