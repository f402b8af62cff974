private import Synchronization

/// Ends the process when memory for numbers cannot be allocated.
package enum OutOfMemory {
  private static let handler = Mutex<@Sendable (_ bytes: Int) -> Never>({ bytes in
    fatalError("out of memory: \(bytes) bytes cannot be had")
  })

  /// Sets how the process ends: a command prints one line, while a library's user wants a trace, the default.
  ///
  /// - Parameter handler: Called on the thread that asked for memory, with the number of bytes.
  package static func end(with handler: @escaping @Sendable (_ bytes: Int) -> Never) {
    Self.handler.withLock { $0 = handler }
  }

  /// Ends the process.
  static func report(bytes: Int) -> Never {
    let handler = handler.withLock { $0 }
    handler(bytes)
  }
}
