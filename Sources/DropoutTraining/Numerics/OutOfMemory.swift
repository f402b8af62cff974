private import Synchronization

/// What happens when the memory for numbers cannot be had.
package enum OutOfMemory {
  private static let handler = Mutex<@Sendable (_ bytes: Int) -> Never>({ bytes in
    fatalError("out of memory: \(bytes) bytes cannot be had")
  })

  /// Sets what ends the process: a command ends with a line, where a library's user wants a trace.
  ///
  /// - Parameter handler: Called on the thread that asked, with the bytes that it asked for.
  package static func end(with handler: @escaping @Sendable (_ bytes: Int) -> Never) {
    Self.handler.withLock { $0 = handler }
  }

  /// Ends the process.
  static func report(bytes: Int) -> Never {
    let handler = handler.withLock { $0 }
    handler(bytes)
  }
}
