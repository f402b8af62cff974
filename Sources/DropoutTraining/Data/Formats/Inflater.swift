private import CZlib

/// Inflates a deflated stream piece by piece, so that memory grows with the actual output only.
@safe final class Inflater {
  /// The wrapping of the deflated data; the number is zlib's window argument.
  enum Container: Int32 {
    case gzip = 31
    case zlib = 15
    case raw = -15
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let input: [UInt8]
  private var offset: Int
  private let end: Int
  private let start: Int
  /// The largest number of bytes that may come out.
  private let limit: Int
  /// The number of bytes that have come out.
  private(set) var producedByteCount = 0
  private let container: Container
  private let path: String
  private let part: String
  private var isFinished = false
  private var scratch = [UInt8](repeating: 0, count: 1 << 18)

  /// The stream in `range` of `input`.
  ///
  /// - Parameters:
  ///   - limit: The largest number of bytes that may come out; nil: the ``ReadingLimit`` for a stream of this length.
  ///   - path: The file, for errors, like `part`.
  init(
    _ input: [UInt8], range: Range<Int>, container: Container, limit: Int? = nil, path: String,
    part: String
  ) throws(DatasetError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= input.count, "\(range)")
    self.input = input
    offset = range.lowerBound
    end = range.upperBound
    start = range.lowerBound
    self.limit = limit ?? ReadingLimit.bytes(forFileOf: range.count)
    self.container = container
    self.path = path
    self.part = part
    // Sound: zlib keeps the stream's address, so it has memory of its own until `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, container.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw damaged("zlib status \(status)") }
  }

  deinit {
    // Sound: initialised in `init`; zlib accepts a stream whose initialisation failed.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// The next `count` bytes; fewer only at the end of the stream.
  func read(atMost count: Int) throws(DatasetError) -> [UInt8] {
    var output: [UInt8] = []
    while output.count < count, !isFinished {
      let produced = try step(room: min(scratch.count, count - output.count))
      output.append(contentsOf: scratch.prefix(produced))
    }
    return output
  }

  /// Exactly `count` bytes, after which the stream must end with a right checksum.
  func readAll(_ count: Int) throws(DatasetError) -> [UInt8] {
    guard producedByteCount + count <= limit else {
      throw inflates(to: producedByteCount + count, of: limit)
    }
    let output = try read(atMost: count)
    guard output.count == count else {
      throw .truncated(path: path, part: part, expected: count, found: output.count)
    }
    while !isFinished {
      guard try step(room: 1) == 0 else {
        throw .trailingBytes(path: path, part: part, expected: count)
      }
    }
    try checkEnd()
    return output
  }

  /// The rest of the stream, which must end with a right checksum.
  func readToEnd() throws(DatasetError) -> [UInt8] {
    let output = try read(atMost: .max)
    try checkEnd()
    return output
  }

  private func checkEnd() throws(DatasetError) {
    guard offset == end else {
      throw .malformed(
        path: path, part: part, expected: "nothing after the compressed data",
        found: "\(end - offset) bytes")
    }
  }

  /// Inflates once into the scratch memory and returns the number of bytes that came out.
  private func step(room: Int) throws(DatasetError) -> Int {
    let available = min(end - offset, 1 << 30)
    // Sound: zlib reads `available` bytes within `input` and writes at most `room` within `scratch`;
    // neither pointer is used after the call.
    let status = unsafe input.withUnsafeBufferPointer { source in
      unsafe scratch.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress.map { unsafe $0 + offset })
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    let consumed = available - Int(unsafe stream.pointee.avail_in)
    let produced = room - Int(unsafe stream.pointee.avail_out)
    offset += consumed
    producedByteCount += produced
    // The output so far must not exceed the limit for the input so far, so that no zip bomb is inflated far.
    let allowed = min(limit, ReadingLimit.bytes(forFileOf: offset - start))
    guard producedByteCount <= allowed else { throw inflates(to: producedByteCount, of: allowed) }
    switch status {
    case Z_STREAM_END: try finishMember()
    case Z_OK where consumed + produced > 0: break
    case Z_OK, Z_BUF_ERROR:
      throw .damaged(
        path: path, part: part, expected: "the compressed data's end", found: "the file's end")
    default: throw damaged(unsafe stream.pointee.msg.map { unsafe String(cString: $0) })
    }
    return produced
  }

  /// Continues with the next member of a gzip file, if there is one (RFC 1952, section 2.2).
  private func finishMember() throws(DatasetError) {
    guard container == .gzip, end - offset >= 2, input[offset] == 0x1F, input[offset + 1] == 0x8B
    else {
      isFinished = true
      return
    }
    let status = unsafe inflateReset(stream)
    guard status == Z_OK else { throw damaged("zlib status \(status)") }
  }

  private func inflates(to size: Int, of limit: Int) -> DatasetError {
    .inflates(path: path, part: part, size: size, limit: limit)
  }

  private func damaged(_ message: String?) -> DatasetError {
    .damaged(
      path: path, part: part, expected: "deflated data",
      found: message ?? "something zlib does not know")
  }
}

/// The CRC-32 of zip and gzip (ISO 3309); `seed` is the CRC-32 of the bytes before these.
func crc32(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
  // Sound: the buffer is valid during the call, which reads `count` bytes of it.
  unsafe bytes.withUnsafeBufferPointer { buffer in
    unsafe UInt32(
      truncatingIfNeeded: crc32_z(UInt(seed), buffer.baseAddress, numericCast(buffer.count)))
  }
}

/// A gzip file of `bytes`, without a name or date in it.
///
/// Its bytes may differ between versions of zlib; the inflated bytes do not.
func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
  // Sound: as in `Inflater`; the stream's memory is kept until the end of this function, the output
  // has the room that `deflateBound` asks for.
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  unsafe stream.initialize(to: z_stream())
  defer { unsafe stream.deallocate() }
  guard
    bytes.count < Int(UInt32.max),
    unsafe deflateInit2_(
      stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { return nil }
  defer { unsafe deflateEnd(stream) }
  var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(stream, UInt(bytes.count))))
  let room = output.count
  let status = unsafe bytes.withUnsafeBufferPointer { source in
    unsafe output.withUnsafeMutableBufferPointer { target in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(source.count)
      unsafe stream.pointee.next_out = target.baseAddress
      unsafe stream.pointee.avail_out = UInt32(room)
      return unsafe deflate(stream, Z_FINISH)
    }
  }
  guard status == Z_STREAM_END else { return nil }
  output.removeLast(Int(unsafe stream.pointee.avail_out))
  return output
}
