private import Foundation

/// A zeroed block of memory on a 64-byte boundary, freed with its owner.
@safe struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// The number of elements.
  let count: Int
  private let base: UnsafeMutablePointer<Element>
  private static var hugePage: Int { 2 << 20 }

  /// Allocates `count` elements, all bits zero; ``OutOfMemory`` ends the process if that fails.
  init(count: Int) {
    precondition(count >= 0, "count \(count) is negative")
    let (bytes, overflows) = max(count, 1).multipliedReportingOverflow(
      by: MemoryLayout<Element>.stride)
    let isLarge = bytes >= Self.hugePage
    var memory: UnsafeMutableRawPointer?
    // Sound: the call only writes the pointer, which outlives the call.
    let answer =
      overflows ? ENOMEM : unsafe posix_memalign(&memory, isLarge ? Self.hugePage : 64, bytes)
    guard answer == 0, let raw = unsafe memory else { OutOfMemory.report(bytes: bytes) }
    #if os(Linux)
      // A large matrix's rows lie on different pages; huge pages save address translations. This is only
      // advice: if it is refused, nothing is lost.
      if isLarge { _ = unsafe madvise(raw, bytes, Int32(MADV_HUGEPAGE)) }
    #endif
    unsafe raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    // Sound: freshly allocated, and all-zero bits are a value of every element type used here.
    unsafe base = raw.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
  }

  deinit { unsafe free(base) }

  /// The element at `index`.
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
      return unsafe base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
      unsafe base[index] = newValue
    }
  }

  /// The memory from element `offset` on, for `length` elements.
  ///
  /// The caller must keep this buffer alive while it uses the pointer.
  @unsafe func pointer(at offset: Int = 0, count length: Int = 0) -> UnsafeMutablePointer<Element> {
    precondition(
      offset >= 0 && length >= 0 && offset + length <= count,
      "\(offset) + \(length) is beyond \(count)")
    return unsafe base + offset
  }

  /// Sets every element to zero bits.
  func clear() {
    unsafe UnsafeMutableRawPointer(base).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Element>.stride)
  }

  /// Copies the elements of an array to `offset` and after.
  func fill(from values: [Element], at offset: Int = 0) {
    unsafe values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe pointer(at: offset, count: source.count).update(from: start, count: source.count)
    }
  }
}

/// `width` rounded up to whole 16-float vectors.
func padded(_ width: Int) -> Int { (width + 15) / 16 * 16 }

/// Floats from one row of a matrix to the next: whole vectors, and from eight on an odd number of them, so
/// that neighbouring rows do not compete for the same lines of the cache.
func rowStride(_ width: Int) -> Int {
  let vectors = (width + 15) / 16
  return 16 * (vectors < 8 ? vectors : vectors | 1)
}
